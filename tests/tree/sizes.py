#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of at most 1,000 lines, functions of at most 100 (class_init excepted)."""
import re

from tree import files, finish, name, read

FILE_LIMIT = 1000
FUNCTION_LIMIT = 100
# uidrive.py is one tool in one file, kept as it was proved.
EXEMPT = {"tests/journey/uidrive.py"}
FUNCTION_NAME = re.compile(r"^(\w+) \(")


def functions(lines):
    """(name, first line, number of lines) of each function: GNU layout puts its braces into column one."""
    title = start = None
    for number, line in enumerate(lines, 1):
        match = FUNCTION_NAME.match(line)
        if match:
            title = match[1]
        if line == "{" and title:
            start = number
        elif line.startswith("}") and start:
            yield title, start, number - start + 1
            title = start = None


def main():
    paths = files("src/**/*.[ch]", "tests/**/*.[ch]", "tests/**/*.py", "build-aux/*.py", "dev")
    findings = []
    for path in paths:
        lines = read(path).split("\n")
        if len(lines) > FILE_LIMIT and name(path) not in EXEMPT:
            findings.append(f"{name(path)}: {len(lines)} lines")
        if path.suffix == ".c":
            for title, start, length in functions(lines):
                if length > FUNCTION_LIMIT and not title.endswith("_class_init"):
                    findings.append(f"{name(path)}:{start}: {title} has {length} lines")
    finish(findings, len(paths))


main()
