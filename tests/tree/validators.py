#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""validators.py BUILD_FOLDER: desktop file, metainfo, settings schema, .ui files, icons and SQL pass their validators."""
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from tree import files, finish, name, ROOT

APPLICATION = "cn.yingbin.Yingbin"


def run(findings, what, *command):
    if shutil.which(command[0]) is None:
        findings.append(f"{what}: {command[0]} is not installed")
        return
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0 or "warning" in result.stderr.lower():
        findings.append(f"{what}: {result.stdout}{result.stderr}".strip())


def check_xml(findings, paths):
    for path in paths:
        run(findings, name(path), "xmllint", "--noout", str(path))


def check_icons(findings, icons):
    for path in icons:
        root = ElementTree.parse(path).getroot()
        if not root.tag.endswith("svg") or not (root.get("viewBox") or root.get("width")):
            findings.append(f"{name(path)}: no svg with a size")
        if path.stem.endswith("-symbolic") and "text" in ElementTree.tostring(root, encoding="unicode"):
            findings.append(f"{name(path)}: text in a symbolic icon")


def main():
    build = pathlib.Path(sys.argv[1])
    findings = []
    desktop, metainfo = (build / "data" / f"{APPLICATION}.{kind}" for kind in ("desktop", "metainfo.xml"))
    run(findings, "desktop file", "desktop-file-validate", str(desktop))
    run(findings, "metainfo", "appstreamcli", "validate", "--no-net", "--pedantic", str(metainfo))
    run(findings, "settings schema", "glib-compile-schemas", "--strict", "--dry-run", str(ROOT / "data"))
    interfaces = files("ui/**/*.ui", "ui/**/*.xml", "src/**/*.ui", "src/**/*.xml", "data/**/*.xml", "data/*.xml.in")
    icons = files("data/icons/**/*.svg")
    check_xml(findings, interfaces + icons)
    check_icons(findings, icons)
    for language, path in (("Name[zh_CN]=", desktop), ('xml:lang="zh', metainfo)):
        if language not in path.read_text(encoding="utf-8"):
            findings.append(f"{path.name}: not translated into Chinese")
    finish(findings, len(interfaces) + len(icons))


main()
