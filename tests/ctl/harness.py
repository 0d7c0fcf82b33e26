# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real yingbinctl, and tells the results in TAP. Only the standard library."""
import contextlib
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1])
SANITIZERS = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
STATE = os.environ.get("XDG_STATE_HOME") or tempfile.mkdtemp(prefix="yb-ctl-state-")
FOREIGN = pathlib.Path(os.environ.get("YB_FOREIGN_DATA", "../shared/data"))


class Skip(Exception):
    """Something that the case needs is not on this machine."""


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


def yb(*arguments, password="demo", text="", code=0, **environment):
    """One call. Whatever it says must be a sentence a line that begins with the program's name."""
    env = {"PATH": "/nonexistent", "LC_ALL": "C.UTF-8", "HOME": os.getcwd(),
           "XDG_DATA_HOME": os.getcwd() + "/data", "XDG_STATE_HOME": STATE, "YINGBIN_NO_KEYRING": "1"}
    env.update(SANITIZERS)
    if password is not None:
        env["YINGBIN_PASSWORD"] = password
    env.update(environment)
    process = subprocess.run([PROGRAM, *arguments], input=text.encode(), capture_output=True, env=env,
                             timeout=120, check=False, start_new_session=True)
    result = Result(process)
    trouble = f"{arguments}: exit {result.code}, expected {code}\n{result.out[:2000]}\n{result.err}"
    assert result.code == code, trouble
    for line in result.err.splitlines():
        assert line.startswith("yingbinctl: ") and line.count(": ") >= 2, line
    assert (code == 0) or result.err or result.out, "a failure without a word"
    return result


def foreign(name):
    path = FOREIGN / name
    if not path.exists():
        raise Skip(f"{name} is not beside the checkout")
    return path


def unpack(source, target):
    with gzip.open(source, "rb") as packed, open(target, "wb") as plain:
        shutil.copyfileobj(packed, plain)


def workbook(path):
    try:
        import openpyxl
    except ImportError as error:
        raise Skip("python3-openpyxl is not there to read it back") from error
    return openpyxl.load_workbook(path)


@contextlib.contextmanager
def own_folder():
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="yb-ctl-") as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def main(*cases):
    """Each case runs in a folder of its own."""
    print(f"1..{len(cases)}")
    failed = False
    for number, case in enumerate(cases, 1):
        name = case.__name__.removeprefix("test_").replace("_", "-")
        try:
            with own_folder():
                case()
            print(f"ok {number} {name}")
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}")
        except Exception:
            failed = True
            print(f"not ok {number} {name}")
            print("".join("# " + line for line in traceback.format_exc().splitlines(keepends=True)))
        sys.stdout.flush()
    sys.exit(failed)
