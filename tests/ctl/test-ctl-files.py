#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yingbinctl: wrong usage, new files, and files that are not ours."""
import contextlib
import hashlib
import os
import re
import pathlib
import pty
import shutil
import signal
import sqlite3
import subprocess
import time

from harness import PROGRAM, SANITIZERS, foreign, main, yb


def test_usage():
    assert "COMMAND" in yb("--help").out
    assert yb("--version").out.startswith("yingbinctl 0")
    for line in ("frob", "", "--database", "init", "kpi", "kpi --from 2026-02-30 --to 2026-03-01",
                 "kpi --from 2026-03-02 --to 2026-03-01", "list", "list frobs", "show deal", "show deal x",
                 "show deal 1 2", "export deals", "export frob --output x.csv", "export deals --output x.pdf",
                 "export deals --output x.csv --month 2026-13", "import frobs x.csv", "import deals",
                 "demo --customers 0", "demo --until x", "demo --frob", "check more"):
        result = yb(*line.split(), code=2)
        assert result.out == "" and result.err.count("\n") == 1, result.err
    for command in ("init", "demo", "import", "export", "kpi", "list", "show", "do", "verbs", "check"):
        assert command in yb("--help").out
        assert f"yingbinctl {command}" in yb(command, "--help").out
    assert not os.path.exists("data")


def test_without_locale():
    """Scheduled jobs have no locale: arguments, answers and errors are UTF-8 all the same."""
    for locale in ("C", "POSIX", "xx_XX.ISO-8859-1"):
        name = f"库-{locale}.db"
        yb("--database", name, "init", "--admin", "王伟", LC_ALL=locale)
        assert "王伟" in yb("--database", name, "list", "staff", LC_ALL=locale).out
        assert "王伟" in yb("--database", name, "list", "staff", "--filter", "name=王伟", LC_ALL=locale).out
        assert "“错”" in yb("--database", name, "list", "错", LC_ALL=locale, code=2).err


def test_empty_values():
    """The unset variable of a script: nobody else signs in instead, no other file is opened."""
    yb("--database", "a.db", "init", "--admin", "x")
    for line in (["--database", "a.db", "--as=", "list", "staff"], ["--database", "a.db", "--as", "", "list", "staff"],
                 ["--database=", "list", "staff"], ["--database", "", "init", "--admin", "x"]):
        result = yb(*line, code=2)
        assert "a value is missing" in result.err and result.out == "", result.err


def test_files_that_cannot_be_read():
    """Folders, pipes and what is not there, wherever a file is named: a sentence, exit 1, nothing made."""
    yb("--database", "a.db", "init", "--admin", "x")
    os.mkdir("folder")
    os.mkfifo("pipe")
    pathlib.Path("ok.csv").write_text("name\n王伟\n", encoding="utf-8")
    before = sorted(os.listdir())
    for line, words in (("do missing", "no such file"), ("do folder", "a folder"),
                        ("import customers missing", "no such file"), ("import customers folder", "a folder"),
                        ("import customers pipe", "no ordinary file"),
                        ("import customers ok.csv --map missing", "no such file"),
                        ("import customers ok.csv --map folder", "a folder"),
                        ("import customers ok.csv --map pipe", "no ordinary file"),
                        ("export customers --output folder/x/y.csv", "cannot be written"),
                        ("export deals --output folder/x/y.xlsx", "cannot be written")):
        result = yb("--database", "a.db", *line.split(), code=1)
        assert words in result.err and "Error " not in result.err and result.out == "", (line, result.err)
    for line in ("export customers --output x.csv --month 2026-01", "export deals --output x.csv --by staff",
                 "list staff --limit -1"):
        yb("--database", "a.db", *line.split(), code=2)
    assert sorted(os.listdir()) == before


def test_sign_in_waits():
    """An import holds the file for as long as it takes; who signs in meanwhile waits longer than any other verb."""
    yb("--database", "a.db", "init", "--admin", "x")
    with contextlib.closing(sqlite3.connect("a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        env = {"PATH": "/nonexistent", "LC_ALL": "C", "HOME": os.getcwd(), "YINGBIN_PASSWORD": "demo", **SANITIZERS}
        with subprocess.Popen([PROGRAM, "--database", "a.db", "list", "staff"], env=env, stdout=subprocess.PIPE) as waiting:
            time.sleep(12)
            assert waiting.poll() is None, "it gave up"
            other.execute("ROLLBACK")
            assert b"ad" in waiting.communicate(timeout=30)[0] and waiting.returncode == 0


def test_key():
    """The key of the personal data: forgotten, unlocked from paper, changed, and a number that is nowhere in the file."""
    recovery = yb("--database", "k.db", "--json", "init", "--admin", "王伟", password="secret-77").json["recovery_key"]

    def key(word, code=0, **more):
        return yb("--database", "k.db", "--json", "key", word, password="secret-77", code=code, **more)

    assert key("status").json == {"locked": False, "version": 1}
    assert key("forget").json["locked"] is True
    assert key("status").json["locked"] is True
    key("unlock", code=1, YINGBIN_RECOVERY_KEY=recovery[:-1])
    key("unlock", code=1, YINGBIN_RECOVERY_KEY=recovery.replace(recovery[0], "7" if recovery[0] != "7" else "8"))
    assert key("unlock", YINGBIN_RECOVERY_KEY=recovery.lower().replace("-", " ")).json["locked"] is False
    key("forget")
    yb("--database", "k.db", "list", "staff", password="wrong", code=1)
    assert key("status").json["locked"] is True
    yb("--database", "k.db", "list", "staff", password="secret-77")
    assert key("status").json["locked"] is False, "signing in remembers it"
    assert key("change").json == {"locked": False, "version": 2}
    newer = key("recovery").json["recovery_key"]
    key("forget")
    key("unlock", code=1, YINGBIN_RECOVERY_KEY=recovery)
    key("unlock", YINGBIN_RECOVERY_KEY=newer)
    yb("--database", "k.db", "key", code=2)
    yb("--database", "k.db", "key", "turn", code=2)
    yb("--database", "k.db", "check", "--full")
    for path in os.listdir():
        if os.path.isfile(path):
            content = pathlib.Path(path).read_bytes()
            assert recovery.encode() not in content and newer.encode() not in content, path


def test_init():
    made = yb("--database", "a.db", "--json", "init", "--admin", "王伟", password="secret-77").json
    recovery = made.pop("recovery_key")
    assert made == {"database": "a.db", "admin": "ad"}
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}", recovery), recovery
    staff = yb("list", "staff", "--database=a.db", "--json", password="secret-77").json
    assert [(s["id"], s["code"], s["name"], s["roles"], s["active"]) for s in staff] == \
        [(1, "ad", "王伟", "ad", True)]
    assert "password" not in staff[0]
    yb("--database", "a.db", "check", "--full")

    before = pathlib.Path("a.db").read_bytes()
    assert "exists" in yb("--database", "a.db", "init", "--admin", "x", code=1).err
    assert "exists" in yb("--database", "a.db", "demo", code=1).err
    assert pathlib.Path("a.db").read_bytes() == before

    # Nobody gets in with a wrong password, an unknown code or none; without a terminal nobody is asked.
    yb("--database", "a.db", "list", "staff", password="wrong", code=1)
    yb("--database", "a.db", "--as", "nobody", "list", "staff", password="secret-77", code=1)
    assert "YINGBIN_PASSWORD" in yb("--database", "a.db", "list", "staff", password=None, code=1).err
    yb("--database", "b.db", "init", "--admin", "x", password=None, code=1)
    assert not os.path.exists("b.db")


def test_default_place():
    yb("init", "--admin", "x")
    assert os.path.exists("data/yingbin/yingbin.db")
    yb("list", "staff")
    yb("demo", "--customers", "5", YINGBIN_DATABASE="demo.db")
    assert yb("--json", "list", "customers", YINGBIN_DATABASE="demo.db", YINGBIN_STAFF="sm").json


def converse(arguments, *answers):
    """A call on a terminal of its own; what is typed must not be shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(PROGRAM, [PROGRAM, *arguments], {"LC_ALL": "C.UTF-8", "HOME": os.getcwd(), **SANITIZERS})
    shown = b""
    answers = list(answers)
    with contextlib.suppress(OSError):
        while text := os.read(terminal, 4096):
            shown += text
            if answers and shown.rstrip().endswith(b":"):
                time.sleep(0.1)
                os.write(terminal, answers.pop(0))
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_prompt():
    code, shown = converse(["--database", "a.db", "init", "--admin", "x"], b"hidden-77\n", b"other-88\n")
    assert code == 1 and "differ" in shown and not os.path.exists("a.db"), shown
    code, shown = converse(["--database", "a.db", "init", "--admin", "x"], b"hidden-77\n", b"hidden-77\n")
    assert code == 0 and "hidden" not in shown, shown
    code, shown = converse(["--database", "a.db", "list", "staff"], b"hidden-77\n")
    assert code == 0 and "hidden" not in shown and "Password of ad:" in shown, shown
    code, shown = converse(["--database", "a.db", "list", "staff"], b"\x03")
    assert code == 1 and "stopped" in shown, shown


def fingerprint():
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path().iterdir()}


def test_files_of_others():
    pathlib.Path("text.db").write_text("this is a letter, not a database\n" * 99)
    pathlib.Path("empty.db").write_bytes(b"")
    pathlib.Path("short.db").write_bytes(b"SQLite format 3\0")
    with sqlite3.connect("other.db") as other:
        other.execute("CREATE TABLE deal (id INTEGER PRIMARY KEY, stage TEXT)")
    yb("--database", "newer.db", "demo", "--customers", "3")
    with sqlite3.connect("newer.db") as newer:
        newer.execute("PRAGMA user_version = 99")
        newer.execute("PRAGMA journal_mode = DELETE")

    before = fingerprint()
    for name in ("missing.db", "text.db", "empty.db", "short.db", "other.db", "newer.db", "."):
        for command in (["list", "deals"], ["check"], ["kpi", "--from", "2026-01-01", "--to", "2026-12-31"],
                        ["import", "deals", "text.db"]):
            result = yb("--database", name, *command, code=1)
            assert result.out == "" and result.err.count("\n") == 1, (name, result.err)
    assert fingerprint() == before


def test_broken_files():
    folder = foreign("sqlite-corrupt")
    for source in sorted(folder.glob("*.db")):
        shutil.copyfile(source, "x.db")
        before = fingerprint()
        result = yb("--database", "x.db", "check", code=1)
        assert result.err.count("\n") == 1, (source.name, result.err)
        assert fingerprint() == before, source.name


def test_damage_is_found():
    yb("--database", "d.db", "demo", "--customers", "40")
    yb("--database", "d.db", "check")
    with sqlite3.connect("d.db") as ours:
        ours.execute("PRAGMA journal_mode = DELETE")
    pristine = pathlib.Path("d.db").read_bytes()

    def spoil(*statements):
        pathlib.Path("d.db").write_bytes(pristine)
        spoiled = sqlite3.connect("d.db")
        for statement in statements:
            spoiled.execute(statement)
        spoiled.commit()
        spoiled.close()
        result = yb("--database", "d.db", "--json", "check", code=1)
        assert not result.json["ok"] and result.json["problems"], result.out
        return " ".join(result.json["problems"])

    assert "audit" in spoil("DROP TRIGGER audit_is_kept",
                            "UPDATE audit SET verb = 'x' WHERE seq = (SELECT max (seq) FROM audit)")
    spoil("UPDATE board_summary SET deals = deals + 1 WHERE stage = 'LEAD'")
    spoil("UPDATE deal SET paid = coalesce (paid, 0) + 1 WHERE id = 1")
    assert "Deal 1 " in spoil("UPDATE deal SET two_way_contacts = two_way_contacts + 1 WHERE id = 1")
    assert "history" in spoil("""UPDATE deal SET stage = 'DELIVERY'
                                  WHERE id = (SELECT min (id) FROM deal WHERE stage = 'LEAD')""")
    assert "board" in spoil("""UPDATE deal SET on_board = 0
                                WHERE id = (SELECT min (id) FROM deal WHERE outcome = 'open')""")
    spoil("PRAGMA foreign_keys = OFF", "UPDATE deal SET customer = 99999 WHERE id = 1")

    # A page in the middle: whatever is said, it is a sentence.
    pathlib.Path("d.db").write_bytes(pristine[:20 * 4096] + os.urandom(8 * 4096) + pristine[28 * 4096:])
    yb("--database", "d.db", "check", "--full", code=1)


def test_stop():
    """Ctrl+C stops a long work; nothing is left of the new file."""
    command = [PROGRAM, "--database", "big.db", "demo", "--customers", "200000"]
    env = {"LC_ALL": "C.UTF-8", "HOME": os.getcwd(), **SANITIZERS}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env) as process:
        time.sleep(0.7)
        process.send_signal(signal.SIGINT)
        error = process.stderr.read().decode()
        assert process.wait(20) == 1, error
    assert "stopped" in error, error
    assert not [name for name in os.listdir() if name.startswith("big.db")], os.listdir()


main(test_usage, test_without_locale, test_empty_values, test_files_that_cannot_be_read, test_sign_in_waits,
     test_init, test_key, test_prompt, test_default_place, test_files_of_others, test_broken_files, test_damage_is_found,
     test_stop)
