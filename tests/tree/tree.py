# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of the tree share: where it is, which files are ours, and how findings are told."""
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ.get("YB_SOURCE_ROOT") or pathlib.Path(__file__).resolve().parents[2])


def files(*patterns):
    """Paths below the root that match one of the patterns, sorted, build folders left out."""
    found = set()
    for pattern in patterns:
        found.update(ROOT.glob(pattern))
    return sorted(path for path in found if path.is_file() and not path.relative_to(ROOT).parts[0].startswith("_build"))


def read(path):
    return path.read_text(encoding="utf-8")


def name(path):
    return str(path.relative_to(ROOT))


def finish(findings, looked_at):
    """Prints what was found and ends the process. Having looked at nothing is a failure too."""
    for finding in findings:
        print(finding)
    if not looked_at:
        print("nothing was looked at")
    print(f"{looked_at} looked at, {len(findings)} findings")
    sys.exit(1 if findings or not looked_at else 0)
