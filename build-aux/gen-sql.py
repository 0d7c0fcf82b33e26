#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns data/sql into C: an enum with one name per query file, their texts, and the steps of the schema.

gen-sql.py SQL_FOLDER OUTPUT.h OUTPUT.c

Run at every build (new files are found without touching a list); the outputs are only written when they change.
"""
import pathlib
import re
import sys


def c_string(text):
    lines = text.rstrip("\n").split("\n")
    quoted = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return "\n".join(f'  "{line}\\n"' for line in quoted)


def without_comments(text):
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("--")).strip() + "\n"


def write_if_changed(path, text):
    path = pathlib.Path(path)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    root, header, source = sys.argv[1:4]
    root = pathlib.Path(root)
    queries = sorted((root / "query").glob("*/*.sql"))
    steps = sorted((root / "schema").glob("*.sql"))
    for number, step in enumerate(steps, 1):
        if step.name != f"{number:03d}.sql":
            sys.exit(f"gen-sql: {step}: the schema steps must be numbered 001, 002, … without a gap")
    names = []
    for query in queries:
        name = f"{query.parent.name}_{query.stem}"
        if not re.fullmatch(r"[a-z0-9_-]+", name):
            sys.exit(f"gen-sql: {query}: use lower-case letters, digits and -")
        names.append("YB_SQL_" + re.sub("-", "_", name).upper())

    lines = ["/* Made by build-aux/gen-sql.py from data/sql. */", "#pragma once", "", "typedef enum", "{"]
    lines += [f"  {name}," for name in names] or ["  YB_SQL_NONE,"]
    lines += ["  YB_N_SQL,", "} YbSql;", "", "extern const char *const yb_sql_texts[];",
              "extern const char *const yb_sql_names[];", "extern const char *const yb_sql_schema[];",
              "extern const unsigned int yb_sql_n_schema;", ""]
    write_if_changed(header, "\n".join(lines))

    lines = ["/* Made by build-aux/gen-sql.py from data/sql. */", f'#include "{pathlib.Path(header).name}"', "",
             "const char *const yb_sql_texts[] = {"]
    for query in queries:
        lines += [c_string(without_comments(query.read_text(encoding="utf-8"))) + ","]
    lines += ["  (void *) 0", "};", "", "const char *const yb_sql_names[] = {"]
    lines += [f'  "{query.parent.name}/{query.name}",' for query in queries]
    lines += ["  (void *) 0", "};", "", "const char *const yb_sql_schema[] = {"]
    for step in steps:
        lines += [c_string(without_comments(step.read_text(encoding="utf-8"))) + ","]
    lines += ["  (void *) 0", "};", "", f"const unsigned int yb_sql_n_schema = {len(steps)};", ""]
    write_if_changed(source, "\n".join(lines))


if __name__ == "__main__":
    main()
