#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in names exactly the files with strings, and zh_CN knows every string of the sources, none fuzzy."""
import os
import pathlib
import subprocess
import sys
import tempfile

from tree import finish, read, ROOT

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "build-aux"))
os.environ["LC_ALL"] = "C.UTF-8"
update_po = __import__("update-po")
update_po.ROOT = ROOT


def output(*command):
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout, result.stderr


def entries(text):
    return [line for line in text.split("\n") if line.startswith("msgid ") and line != 'msgid ""']


def main():
    findings = []
    catalogue = str(ROOT / "po/zh_CN.po")
    listed = read(ROOT / "po/POTFILES.in").split()
    wanted = update_po.translatable_files()
    findings += [f"po/POTFILES.in: {path} is missing" for path in wanted if path not in listed]
    findings += [f"po/POTFILES.in: {path} has no strings" for path in listed if path not in wanted]
    if listed != sorted(listed):
        findings.append("po/POTFILES.in is not sorted")

    code, _, errors = output("msgfmt", "-c", "--check-accelerators=_", "-o", "/dev/null", catalogue)
    if code != 0:
        findings.append(f"zh_CN.po: {errors}")
    with tempfile.TemporaryDirectory() as folder:
        template = f"{folder}/yingbin.pot"
        update_po.write_template(template)
        # Against the template of this moment: strings that zh_CN has not heard of count as untranslated.
        merged = f"{folder}/merged.po"
        code, _, errors = output("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, catalogue, template)
        if code != 0:
            findings.append(errors)
        for what in ("--untranslated", "--only-fuzzy"):
            _, text, _ = output("msgattrib", what, "--no-obsolete", "--no-wrap", merged)
            findings += [f"{what[2:]}: {entry}" for entry in entries(text)]
        _, text, _ = output("msgattrib", "--only-obsolete", "--no-wrap", merged)
        findings += [f"no longer used: {line[3:]}" for line in text.split("\n") if line.startswith("#~ msgid ")]
        looked_at = len(entries(read(pathlib.Path(template))))
    finish(findings, looked_at)


main()
