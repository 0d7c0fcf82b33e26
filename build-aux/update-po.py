#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings po/POTFILES.in and po/zh_CN.po up to date with the sources. With --pot FILE it only writes the template.

The order and the header stay the same from run to run, so that a diff shows only what changed.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]
CALL = re.compile(r'\b(_|N_|C_|NC_|ngettext|g_dngettext) \(')


def translatable_files():
    """Every file with strings for people, relative to the root, sorted."""
    found = []
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        if CALL.search(path.read_text(encoding="utf-8")):
            found.append(path)
    for path in sorted([*(ROOT / "ui").rglob("*.ui"), *(ROOT / "src").rglob("*.ui")]):
        if 'translatable="' in path.read_text(encoding="utf-8"):
            found.append(path)
    found += sorted((ROOT / "data").glob("*.desktop.in")) + sorted((ROOT / "data").glob("*.metainfo.xml.in"))
    found += [path for path in sorted((ROOT / "data").glob("*.gschema.xml"))]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def write_template(target):
    """The template of all strings, made from scratch: one call of xgettext per kind of file."""
    files = translatable_files()
    groups = {
        "C": [f for f in files if f.endswith((".c", ".h"))],
        "Desktop": [f for f in files if f.endswith(".desktop.in")],
        # By the ITS rules that GTK, GLib and appstream install (xgettext finds them by the root element).
        None: [f for f in files if f.endswith((".ui", ".xml.in", ".gschema.xml"))],
    }
    pathlib.Path(target).unlink(missing_ok=True)
    for language, group in groups.items():
        if not group:
            continue
        command = ["xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--package-name=yingbin",
                   "--sort-by-file", "--no-wrap", "-o", target]
        if pathlib.Path(target).exists():
            command.append("-j")
        if language:
            command.append(f"--language={language}")
        if language == "C":
            command += ["--keyword"] + [f"--keyword={keyword}" for keyword in KEYWORDS] + ["--flag=g_set_error:4:c-format"]
        subprocess.run(command + group, cwd=ROOT, check=True)


def main():
    if sys.argv[1:2] == ["--pot"]:
        write_template(sys.argv[2])
        return
    (ROOT / "po/POTFILES.in").write_text("\n".join(translatable_files()) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        template = f"{folder}/yingbin.pot"
        write_template(template)
        catalogue = ROOT / "po/zh_CN.po"
        subprocess.run(["msgmerge", "--quiet", "--update", "--backup=none", "--no-fuzzy-matching", "--sort-by-file",
                        "--no-wrap", str(catalogue), template], check=True)
        subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap", "--sort-by-file", "-o", str(catalogue),
                        str(catalogue)], check=True)
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(re.sub(r'"POT-Creation-Date: .*\\n"\n', "", text), encoding="utf-8")
    subprocess.run(["msgfmt", "--statistics", "-c", "-o", "/dev/null", str(ROOT / "po/zh_CN.po")], check=True)


if __name__ == "__main__":
    main()
