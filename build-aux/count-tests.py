#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py TESTLOG.json NAME: what passed, failed and was skipped in a run of `meson test`.

Prints a line for people and, as its last line, "PASSED FAILED". A TAP program counts with its cases, any other as one.
A program that ran no case at all, or that crashed after its cases, counts as a failure.
"""
import json
import re
import sys

CASE = re.compile(r"^\s*(not ok|ok) \d+(?P<skip>.*# SKIP)?", re.MULTILINE)


def count(test):
    cases = [("skip" if m["skip"] else m[1]) for m in CASE.finditer(test.get("stdout") or "")]
    passed, failed, skipped = cases.count("ok"), cases.count("not ok"), cases.count("skip")
    result = test["result"]
    if result == "SKIP":
        return 0, 0, max(1, skipped)
    if result not in ("OK", "EXPECTEDFAIL"):
        return passed, max(1, failed), skipped
    return (passed, failed, skipped) if cases else (1, 0, 0)


def main():
    path, name = sys.argv[1:3]
    with open(path, encoding="utf-8") as log:
        tests = [json.loads(line) for line in log if line.strip()]
    totals = [sum(column) for column in zip(*map(count, tests))] or [0, 0, 0]
    slowest = sorted(tests, key=lambda t: -t["duration"])[:3]
    print(f"{name}: {len(tests)} programs, {totals[0]} cases passed, {totals[1]} failed, {totals[2]} skipped; slowest: "
          + ", ".join(f"{t['name'].split(' / ')[-1]} {t['duration']:.0f} s" for t in slowest))
    print(totals[0], totals[1])
    return 0 if tests else 1


if __name__ == "__main__":
    sys.exit(main())
