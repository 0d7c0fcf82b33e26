#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing points back: the layers of DESIGN.md, private headers, and SQL outside the store."""
import re

from tree import files, finish, name, read, ROOT

MAY_USE = {
    "model": [],
    "table": [],
    "store": ["model"],
    "report": ["store", "model"],
    "desk": ["report", "store", "table", "model"],
    "widget": ["model"],
    "page": ["desk", "widget", "report", "store", "table", "model"],
    "app": ["page", "desk", "widget", "report", "store", "table", "model"],
    "ctl": ["desk", "report", "store", "table", "model"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
SQL = re.compile(r'"[^"\n]*\b(SELECT\s[^"\n]*\sFROM\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|CREATE TABLE\s)[^"\n]*"')


def check_file(path, folder, owners, findings):
    text = read(path)
    for include in INCLUDE.findall(text):
        if include.startswith("../") or "/../" in include:
            findings.append(f"{name(path)}: includes {include}: no steps over a wall")
        owner = owners.get(include.split("/")[-1])
        if owner is None or owner == folder:
            continue
        if include.endswith("-private.h"):
            findings.append(f"{name(path)}: includes {include}, which is private to {owner}")
        if owner not in MAY_USE[folder]:
            findings.append(f"{name(path)}: includes {include}: {folder} may not know {owner}")
    if folder != "store":
        for match in SQL.finditer(text):
            findings.append(f"{name(path)}: SQL outside data/sql: {match.group(0)[:60]}")


def main():
    sources = files("src/**/*.c", "src/**/*.h")
    folder_of = {path: path.relative_to(ROOT).parts[1] for path in sources}
    owners = {path.name: folder for path, folder in folder_of.items() if path.suffix == ".h"}
    findings = []
    for path, folder in folder_of.items():
        if folder not in MAY_USE:
            findings.append(f"{name(path)}: {folder} is no layer of DESIGN.md")
        else:
            check_file(path, folder, owners, findings)
    finish(findings, len(sources))


main()
