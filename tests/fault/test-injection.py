#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SQL in every text that yingbinctl takes: each is stored as the text that it is, or refused in words, and nothing else
happens to the file. The texts are those of ../shared/data/sql-injection and some of our own; "-m slow" takes all of them
everywhere. TAP."""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1])
SLOW = sys.argv[-2:] == ["-m", "slow"]
FOREIGN = pathlib.Path(os.environ.get("YB_FOREIGN_DATA", "../shared/data")) / "sql-injection/Generic_SQLI.txt"
OWN = ["'; DROP TABLE deal; --", "\"; DELETE FROM audit; --", "1 OR 1=1", "' OR ''='", "%' --", "?1", "x'--", "'||(SELECT 1)||'",
       "Robert'); DROP TABLE customer;--", "\\'; VACUUM; --", "$(id)", "`id`", "name\u0000'; DROP TABLE staff; --"]
# Of the texts of others a short run gives each argument only some, other ones to each.
QUICK_STEP, QUICK_CALLS = 90, 30


def texts():
    foreign = FOREIGN.read_text(encoding="utf-8", errors="replace").splitlines() if FOREIGN.exists() else []
    if not foreign:
        print("# ../shared/data/sql-injection is not beside the checkout: only the texts of our own", flush=True)
    return OWN[:-1] + [line for line in foreign if line.strip()]


def call(*arguments, staff="ad", text=None, password="demo"):
    environment = dict(os.environ, YINGBIN_PASSWORD=password, LC_ALL="C.UTF-8")
    return subprocess.run([PROGRAM, "--database", "d.db", "--as", staff, *arguments], input=text, capture_output=True, text=True,
                          env=environment, check=False, timeout=120)


def do(lines, staff):
    result = call("do", staff=staff, text="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(lines), (len(answers), len(lines), result.stderr[-500:])
    return answers


def open_file():
    return sqlite3.connect("file:d.db?mode=ro", uri=True)


def schema():
    with open_file() as connection:
        return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()


def counts():
    with open_file() as connection:
        names = [name for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def stored_texts():
    """Every text in every table but the audit trail, which quotes them inside JSON."""
    found = set()
    with open_file() as connection:
        names = [name for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for name in names:
            if name != "audit":
                for row in connection.execute(f'SELECT * FROM "{name}"'):
                    found.update(value for value in row if isinstance(value, str))
    return found


# Tables from which some verbs really take rows away.
SHRINKING = {"role_right", "key_wrap", "deal_due", "board_due"}


def assert_unharmed(before, before_counts):
    assert schema() == before, "the schema was changed"
    after = counts()
    for table, count in before_counts.items():
        assert table in after, table
        assert after[table] >= count or table in SHRINKING or table.startswith("sqlite_"), (table, count, after[table])
    result = call("check", "--full", staff="ad")
    assert result.returncode == 0, result.stdout + result.stderr


def plausible(argument, number):
    """Something that a verb may take, so that the text gets as far as possible."""
    kind = argument["type"]
    if argument.get("refers"):
        return 1 + number % 20
    if argument.get("values"):
        value = argument["values"][number % len(argument["values"])]
        return value["code"] if isinstance(value, dict) else value
    if kind in ("number", "integer", "count"):
        return 1
    if kind == "money":
        return "100.00"
    if kind == "flag":
        return True
    if kind == "date":
        return "2030-01-02"
    if kind == "time":
        return "2030-01-02T10:00:00+08:00"
    return {"phone": f"1390000{number % 10000:04d}", "source": "walk_in", "consultant": "sc", "code": f"x{number}",
            "password": "long enough 9", "stage": "NEEDS", "roles": "sc"}.get(argument["name"], f"text {number}")


def lines_of(verb, payloads, offset):
    """One line for each text argument and each payload: the argument has it, the others are plausible."""
    lines = []
    for argument in verb["arguments"]:
        if argument["type"] in ("flag", "number", "integer"):
            continue
        chosen = payloads if SLOW else payloads[offset % QUICK_STEP::QUICK_STEP] + OWN[:2]
        offset += 1
        for number, payload in enumerate(chosen):
            line = {"verb": verb["verb"]}
            for other in verb["arguments"]:
                if other is argument:
                    line[other["name"]] = payload
                elif other["required"] or other["name"] in ("source", "consultant"):
                    line[other["name"]] = plausible(other, number + offset * 7)
            lines.append((line, argument, payload))
    return lines


def test_every_argument_of_every_verb():
    before, before_counts = schema(), counts()
    verbs = json.loads(call("verbs", "--json").stdout)
    payloads = texts()
    tried = accepted = 0
    accepted_texts = set()
    for offset, verb in enumerate(verbs):
        if verb["verb"] in ("staff.set-password", "staff.deactivate", "staff.set-pin", "undo"):
            continue  # these would lock the test out; the desk's own tests have them
        batch = lines_of(verb, payloads, offset * 3)
        staff = "ad" if verb["verb"].split(".")[0] in ("staff", "rule", "right", "house") else "sm"
        for (line, argument, payload), answer in zip(batch, do([line for line, _argument, _payload in batch], staff)):
            tried += 1
            assert answer["ok"] in (True, False), answer
            assert "SQLite" not in str(answer.get("message")) and "near \"" not in str(answer.get("message")), (line, answer)
            if answer["ok"]:
                accepted += 1
                # What a later verb does not overwrite.
                if argument["name"] in ("name", "note", "model", "text") and verb["verb"].endswith(".create"):
                    accepted_texts.add(payload.strip())
    assert_unharmed(before, before_counts)
    missing = {text for text in accepted_texts if text and text not in stored_texts()}
    # Blanks at the ends and repeated ones are taken out of names; what is left is there letter by letter.
    folded = {"".join(text.split()) for text in stored_texts()}
    missing = {text for text in missing if "".join(text.split()) not in folded}
    assert not missing, sorted(missing)[:5]
    print(f"# {len(verbs)} verbs, {tried} lines, {accepted} accepted, {len(accepted_texts)} texts found again letter by letter")
    assert accepted > 20


def test_every_argument_of_every_command():
    before, before_counts = schema(), counts()
    payloads = texts()
    tried = 0
    for number, text in enumerate(payloads if SLOW else payloads[::max(1, len(payloads) * 10 // QUICK_CALLS)]):
        for arguments in (("list", text), ("list", "deals", "--filter", f"search={text}"), ("list", "deals", "--filter", text),
                          ("list", "deals", "--filter", f"name={text}"), ("list", "deals", "--filter", f"{text}=1"),
                          ("list", "deals", "--sort", text), ("list", "deals", "--limit", text), ("show", "deal", text),
                          ("show", text, "1"), ("kpi", "--from", text, "--to", "2026-10-31"),
                          ("kpi", "--from", "2026-10-01", "--to", "2026-10-31", "--by", text),
                          ("export", text, "--output", "out.csv"), ("export", "deals", "--output", "out.csv", "--month", text)):
            result = call(*arguments, staff="sm")
            tried += 1
            assert result.returncode in (0, 1, 2), (arguments, result.returncode, result.stderr)
            assert "SQLite" not in result.stderr and "syntax error" not in result.stderr, (arguments, result.stderr)
        for result in (call("list", "deals", staff=text), call("list", "deals", staff="sm", password=text)):
            tried += 1
            assert result.returncode != 0, "signed in"
    assert_unharmed(before, {table: count for table, count in before_counts.items()})
    print(f"# {tried} calls")


def test_imported_cells():
    before, before_counts = schema(), counts()
    payloads = [text for text in texts() if "\x00" not in text]

    def quoted(text):
        return '"' + text.replace('"', '""') + '"'

    rows = [f"{quoted(text)},1370001{number:04d},{quoted(text)}" for number, text in enumerate(payloads)]
    pathlib.Path("c.csv").write_text("姓名,电话,备注\n" + "\n".join(rows) + "\n", encoding="utf-8")
    result = call("import", "customers", "c.csv", "--skip-bad", "--json", staff="ad")
    assert result.returncode == 0, result.stdout[-600:] + result.stderr
    assert_unharmed(before, before_counts)
    folded = {"".join(text.split()) for text in stored_texts()}
    missing = [text for text in payloads if "".join(text.split()) not in folded]
    print(f"# {len(payloads)} cells imported, {len(missing)} refused or missing")
    assert len(missing) <= len(payloads) // 20, missing[:5]


def test_control_a_change_of_the_schema_is_seen():
    before, before_counts = schema(), counts()
    with sqlite3.connect("d.db") as connection:
        connection.execute("CREATE TABLE planted (x)")
    try:
        assert_unharmed(before, before_counts)
    except AssertionError:
        return
    raise RuntimeError("nobody saw the planted table")


def main():
    cases = (test_every_argument_of_every_verb, test_every_argument_of_every_command, test_imported_cells,
             test_control_a_change_of_the_schema_is_seen)
    failed = False
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory(prefix="yb-fault-") as folder:
        os.chdir(folder)
        made = call("demo", "--customers", "20", "--seed", "7", "--until", "2026-10-31")
        assert made.returncode == 0, made.stderr
        for number, case in enumerate(cases, 1):
            name = case.__name__.removeprefix("test_").replace("_", "-")
            try:
                case()
                print(f"ok {number} {name}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed = True
                print("".join("# " + line for line in traceback.format_exc().splitlines(keepends=True)))
                print(f"not ok {number} {name}", flush=True)
        os.chdir("/")
    sys.exit(failed)


main()
