#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yingbinctl: a changed audit trail is found out, whatever was done to it; who may read it."""
import contextlib
import os
import shutil
import sqlite3

from harness import main, yb

FILE = "a.yingbin"
OPEN = "DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_not_deleted; DROP TRIGGER audit_seal_is_not_deleted;"
# Five ways to hide something, and what tells it.
ATTACKS = {
    "edit": (OPEN + "UPDATE audit SET arguments = '{}' WHERE seq = 5", "changed at no. 5"),
    "delete": (OPEN + "DELETE FROM audit WHERE seq = 5", "gap before no. 6"),
    "reorder": (OPEN + "UPDATE audit SET seq = -1 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5;"
                "UPDATE audit SET seq = 5 WHERE seq = -1", "changed at no. 4"),
    "truncate": (OPEN + "DELETE FROM audit_seal; DELETE FROM audit WHERE seq > 5", "its end was cut off"),
    "old copy": (None, "its end was cut off"),
}


def ad(*arguments, **further):
    return yb("--database", FILE, "--as", "ad", *arguments, **further)


def make():
    yb("--database", FILE, "init", "--admin", "王伟")
    verb = '{"verb":"staff.create","name":"%s","code":"%s","roles":"gm","password":"demo-demo"}\n'
    assert all(line["ok"] for line in ad("do", text="".join(verb % (code, code) for code in "abcd")).lines)


def sql(text):
    with contextlib.closing(sqlite3.connect(FILE)) as database:
        database.executescript(text)


def problems(code=1):
    return " ".join(yb("--database", FILE, "--json", "check", code=code).json["problems"])


def test_attacks():
    """Five attacks, five found; and still found after somebody has worked on."""
    for name, (attack, found) in ATTACKS.items():
        make()
        assert problems(0) == ""
        if attack is None:
            shutil.copy(FILE, "old")
            ad("do", text='{"verb":"staff.deactivate","staff":2}\n')
            os.replace("old", FILE)
        else:
            sql(attack)
        assert found in problems(), (name, problems())
        ad("do", text='{"verb":"staff.deactivate","staff":3}\n')
        assert problems() != "", name
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(FILE + suffix)


def test_untouched():
    make()
    for _ in range(3):
        yb("--database", FILE, "list", "staff", "--limit", "1", password="wrong", code=1)
        assert problems(0) == ""
        assert "notes" not in yb("--database", FILE, "--json", "check").json


def test_another_computer():
    """A file that was carried to another computer: no alarm, but it is said."""
    make()
    result = yb("--database", FILE, "--json", "check", XDG_STATE_HOME=os.getcwd() + "/other").json
    assert result["ok"] and any("no anchor" in note for note in result["notes"]), result
    # Nobody has unlocked it there: a failed attempt is written down all the same, and sealed later.
    yb("--database", FILE, "--as", "ad", "list", "staff", password="wrong", code=1,
       XDG_STATE_HOME=os.getcwd() + "/other")
    with contextlib.closing(sqlite3.connect(FILE)) as database:
        assert database.execute("SELECT count(*) FROM audit WHERE hash IS NULL").fetchone() == (1,)
    assert problems(0) == ""
    ad("list", "staff")
    with contextlib.closing(sqlite3.connect(FILE)) as database:
        assert database.execute("SELECT count(*) FROM audit_seal").fetchone() == (1,)
    assert problems(0) == ""
    sql(OPEN + "UPDATE audit SET arguments = '{}' WHERE hash IS NULL")
    assert "changed at no." in problems()


def test_accepted():
    """Somebody with the right goes on with a file that was put back to an old copy; it stays written down."""
    make()
    shutil.copy(FILE, "old")
    ad("do", text='{"verb":"staff.deactivate","staff":2}\n')
    os.replace("old", FILE)
    result = yb("--database", FILE, "--json", "check", code=1).json
    assert "audit.accept" in result["notes"][-1] and "epoch 1" in result["notes"][-1], result
    assert not ad("do", text='{"verb":"audit.accept","epoch":1}\n', code=1).lines[0]["ok"]
    for epoch in (0, 1000):
        answer = ad("do", text='{"verb":"audit.accept","epoch":%d,"reason":"x"}\n' % epoch, code=1).lines[0]
        assert "a number from 1 to 101" in answer["message"], answer
    assert ad("do", text='{"verb":"audit.accept","epoch":1,"reason":"the disk was replaced"}\n').lines[0]["ok"]
    assert problems(0) == "" and problems(0) == ""


def test_list():
    """Those with the right read it, others only their own part or nothing; what was hidden stays hidden."""
    yb("--database", FILE, "demo", "--customers", "20", "--months", "1")
    yb("--database", FILE, "--as", "sc", "list", "deals", "--limit", "1")
    yb("--database", FILE, "--as", "ad", "list", "audit", code=1)
    rows = yb("--database", FILE, "--as", "gm", "--json", "list", "audit").json
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    assert {"house.create", "demo.create", "staff.sign-in"} <= {row["verb"] for row in rows}
    own = yb("--database", FILE, "--as", "sc", "--json", "list", "audit").json
    assert own and all(row["staff"] == "sc" for row in own), own


main(test_attacks, test_untouched, test_another_computer, test_accepted, test_list)
