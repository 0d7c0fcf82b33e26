#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yingbinctl: list, show, do, verbs and export on a demo dealership."""
import csv
import datetime
import json
import os
import pathlib
import subprocess

from harness import PROGRAM, SANITIZERS, main, workbook, yb


def demo():
    yb("--database", "d.db", "demo", "--customers", "60", "--seed", "7", "--until", "2026-10-31")


def sm(*arguments, **more):
    return yb("--database", "d.db", "--as", "sm", *arguments, **more)


def do(*commands, staff="sm", code=0):
    text = "".join(json.dumps(command, ensure_ascii=False) + "\n" for command in commands)
    return yb("--database", "d.db", "--as", staff, "do", "-", text=text, code=code).lines


def test_demo_is_repeatable():
    demo()
    os.rename("d.db", "first.db")
    demo()
    for kind in ("staff", "customers", "deals", "deal-histories", "payments"):
        first = yb("--database", "first.db", "--as", "sm", "list", kind, "--json").json
        assert sm("list", kind, "--json").json == first
    codes = {member["code"] for member in sm("--json", "list", "staff").json}
    assert codes >= set("rc sc sc2 sm sa sa2 disp te te2 tl qc pk ca fin fvp cc cc2 mkt svm gm ad".split())


def test_list():
    demo()
    deals = sm("--json", "list", "deals").json
    assert len(deals) >= 50
    assert [deal["id"] for deal in deals] == sorted(deal["id"] for deal in deals)
    for name in ("id", "revision", "stage", "outcome", "consultant", "amount", "opened_on", "closed_on"):
        assert name in deals[0]

    won = sm("--json", "list", "deals", "--filter", "outcome=won", "--filter", "consultant=sc").json
    assert won and [d["id"] for d in won] == \
        [d["id"] for d in deals if d["outcome"] == "won" and d["consultant"] == "sc"]
    still_open = sm("--json", "list", "deals", "--filter", "closed_on=").json
    assert [d["id"] for d in still_open] == [d["id"] for d in deals if d["closed_on"] is None]

    largest = sm("--json", "list", "deals", "--sort=-amount", "--limit", "5").json
    assert [float(d["amount"]) for d in largest] == \
        sorted((float(d["amount"]) for d in deals if d["amount"]), reverse=True)[:5]
    assert sm("--json", "list", "deals", "--limit", "0").json == []
    assert len(sm("list", "deals", "--limit", "3").out.splitlines()) == 4

    assert [d["id"] for d in sm("--json", "list", "deals", "--filter", "id=3").json] == [3]
    assert sm("--json", "list", "deals", "--sort=-id", "--limit", "1").json[0]["id"] == deals[-1]["id"]
    sm("list", "deals", "--filter", "frob=1", code=2)
    sm("list", "deals", "--filter", "stage=FROB", code=2)
    sm("list", "deals", "--filter", "consultant=frob", code=2)
    sm("list", "staff", "--filter", "password=x", code=2)


def test_search_and_masks():
    demo()
    do({"verb": "customer.create", "name": "欧阳娜娜", "phone": "13912345678", "source": "walk_in"},
       {"verb": "deal.create", "name": "张三", "phone": "13800005555", "source": "web", "consultant": "sc"})
    for text in ("欧阳", "ouyang", "oynn", "139 1234 5678", "5678"):
        found = sm("--json", "list", "customers", "--filter", "search=" + text).json
        assert "欧阳娜娜" in [customer["name"] for customer in found], text
    assert sm("--json", "list", "deals", "--filter", "search=zhangsan").json
    assert sm("--json", "list", "customers", "--filter", "search=1391234567").json == []

    for staff in ("sm", "rc", "gm"):
        masked = yb("--database", "d.db", "--as", staff, "--json", "list", "customers", "--filter",
                    "phone=13912345678").json
        assert [customer["phone"] for customer in masked] == ["139****5678"], staff
    yb("--database", "d.db", "--as", "fin", "list", "customers", "--filter", "phone=13912345678", code=1)
    assert yb("--database", "d.db", "--as", "fin", "--json", "list", "customers", "--filter",
              "search=13912345678").json == []
    shown = do({"verb": "customer.reveal", "customer": masked[0]["id"], "reason": "call"})[0]
    assert shown["ok"] and shown["value"] == "13912345678" and shown["left_today"] == 99
    assert "13912345678" not in yb("--database", "d.db", "--as", "rc", "list", "customers").out
    yb("--database", "d.db", "--as", "rc", "list", "customers", "--sort", "phone", code=1)
    yb("--database", "d.db", "--as", "rc", "list", "customers", "--sort", "birthday", code=1)
    for field in ("id_number=11010519491231002X", "birthday=1980-01-01", "address=x", "wechat=x"):
        yb("--database", "d.db", "--as", "rc", "list", "customers", "--filter", field, code=1)
        sm("list", "customers", "--filter", field, code=1)
    birthdays = {customer["birthday"] for customer in
                 yb("--database", "d.db", "--as", "gm", "--json", "list", "customers").json}
    assert birthdays == {None, "•••"}, birthdays
    yb("--database", "d.db", "--as", "gm", "export", "customers", "--output", "customers.csv")
    with open("customers.csv", encoding="utf-8-sig", newline="") as file:
        assert {row["Birthday"] for row in csv.DictReader(file)} == {"", "•••"}
    for kind in ("customers", "deals", "payments", "consents", "contacts"):
        yb("--database", "d.db", "--as", "ad", "list", kind, code=1)
    yb("--database", "d.db", "--as", "mkt", "list", "customers", code=1)
    yb("--database", "d.db", "--as", "rc", "kpi", "--from", "2026-01-01", "--to", "2026-12-31", code=1)


def new_deal_at_drive():
    answers = do({"verb": "deal.create", "name": "张三", "phone": "13800005555", "source": "web",
                  "consultant": "sc", "visit_purpose": "look"})
    deal = answers[0]["id"]
    customer = answers[0]["customer"]
    do({"verb": "deal.log-contact", "deal": deal, "channel": "visit", "reached": True, "text": "来店"},
       {"verb": "customer.consent", "customer": customer, "purpose": "privacy_notice", "channel": "visit",
        "given": True},
       {"verb": "deal.needs", "deal": deal, "purpose": "first", "budget": "150000", "use": "family",
        "planned_on": "2027-01-01", "decision_maker": "self", "confirmed": True},
       {"verb": "deal.choose-model", "deal": deal, "model": "A3", "trim": "Basic", "agreed": True},
       {"verb": "deal.test-drive", "deal": deal, "state": "booked", "on": "2027-01-02"},
       {"verb": "deal.demand", "deal": deal, "not_stated": True},
       {"verb": "deal.move", "deal": deal, "stage": "DRIVE"})
    return deal


def test_do():
    demo()
    deal = new_deal_at_drive()

    refused = do({"verb": "deal.move", "deal": deal, "stage": "NEGOTIATE"}, code=1)[0]
    assert refused["ok"] is False and refused["error"] == "refused" and refused["message"]
    assert [gate["gate"] for gate in refused["unmet"]] == ["test-drive"] and refused["unmet"][0]["text"]
    assert sm("--json", "show", "deal", str(deal)).json["stage"] == "DRIVE"

    # The example of the contract.
    moved = do({"verb": "deal.move", "deal": deal, "stage": "NEGOTIATE",
                "waive": [{"gate": "test-drive", "reason": "no_licence"}]})[0]
    assert moved["ok"] is True and moved["id"] == deal
    shown = sm("--json", "show", "deals", str(deal)).json
    assert shown["stage"] == "NEGOTIATE" and shown["history"][-1]["waived"] == "test-drive:no_licence"
    assert [row["to_stage"] for row in shown["history"]] == \
        ["LEAD", "RECEPTION", "NEEDS", "PRESENT", "DRIVE", "NEGOTIATE"]
    assert len(shown["contacts"]) == 1 and shown["objections"] == [] and shown["payments"] == []

    assert do({"verb": "undo"})[0]["ok"]
    shown = sm("--json", "show", "deal", str(deal)).json
    assert shown["stage"] == "DRIVE" and shown["drive_state"] == "booked"
    assert shown["history"][-1]["kind"] == "undone" and len(shown["history"]) == 7

    stale = do({"verb": "deal.update", "deal": deal, "revision": 1, "note": "x"}, code=1)[0]
    assert stale["error"] == "stale", stale
    yb("--database", "d.db", "check", "--full")


def test_do_bad_lines():
    """A line that fails does not stop the next ones, and each gets its answer."""
    demo()
    text = "\n".join(["not json", "[1]", '"x"', "", '{"deal":1}', '{"verb":7}', '{"verb":"frob"}',
                      '{"verb":"deal.move","deal":99999,"stage":"NEEDS"}',
                      '{"verb":"deal.move","deal":1,"stage":"FROB"}', '{"verb":"deal.move","deal":1}',
                      '{"verb":"deal.plan-contact","deal":1,"at":"2027-01-01 10:00","x":1}',
                      '{"verb":"customer.create","name":"李四","phone":"13700001111","source":"web"}'])
    answers = sm("do", text=text, code=1).lines
    assert [answer.get("error", "ok") for answer in answers] == \
        6 * ["invalid"] + ["not-found"] + 3 * ["invalid"] + ["ok"]
    assert all(answer["ok"] or answer["message"] for answer in answers)
    assert sm("do", text="{\"verb\":\"\xff\"}", code=1).lines[0]["error"] == "invalid"
    # What the parser would crash on, cut off, or turn into another number.
    new = '{"verb":"deal.create","name":"%s","phone":"13700002222","source":"web","amount":%s}'
    for text in ("[" * 200000, '{"a":' * 100000, new % ("a\\u0000b", "1"), new % ("a", "9" * 23),
                 '{"verb":"undo"}\0{"verb":"undo"}', new % ("a", "-5"), new % ("a", "1e18")):
        answers = sm("do", text=text + "\n", code=1).lines
        assert [answer["error"] for answer in answers] == ["invalid"], text[:40]
    # Brackets and digits inside a text are only a text.
    long = "[" * 50 + "9" * 30 + "\\\\u0000"
    assert sm("do", text=new % (long, "1")).lines[0]["ok"]

    staff = {"verb": "staff.create", "name": "x", "code": "x1", "roles": "ad"}
    refused = do(staff, staff="sc", code=1)[0]
    assert refused["error"] == "forbidden" and "--as" not in refused["message"]
    # Who did not say who it is learns as whom it was tried, and the way out.
    for who, environment in (("ad", {}), ("te", {"YINGBIN_STAFF": "te"})):
        refused = yb("--database", "d.db", "do", text='{"verb":"deal.create","name":"x","source":"web"}', code=1,
                     **environment).lines[0]
        assert refused["error"] == "forbidden" and f"“{who}”" in refused["message"], refused
        assert "--as" in refused["message"]
    pathlib.Path("commands").write_text('{"verb":"undo"}\n', encoding="utf-8")
    assert sm("do", "commands").lines[0]["ok"]
    sm("do", "missing-file", code=1)
    assert sm("do", text="").out == ""


def test_do_answers_at_once():
    """One answer a line, flushed after its commit: a script can wait for it."""
    demo()
    env = {"YINGBIN_PASSWORD": "demo", "LC_ALL": "C.UTF-8", **SANITIZERS}
    command = [PROGRAM, "--database", "d.db", "--as", "sm", "do"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env) as process:
        for number in range(3):
            line = {"verb": "customer.create", "name": f"c{number}", "phone": f"1390000100{number}",
                    "source": "web"}
            process.stdin.write(json.dumps(line) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["ok"]
            assert sm("--json", "show", "customer", str(answer["id"])).json["name"] == f"c{number}"
        process.stdin.close()
        assert process.wait(20) == 0


def test_show():
    demo()
    text = sm("show", "deal", "1").out
    assert "History" in text and "\x1b" not in text
    customer = sm("--json", "show", "customer", "1").json
    assert {"vehicles", "consents", "deals", "revision"} <= set(customer)
    assert "there is no deal with the number 99999" in sm("show", "deal", "99999", code=1).err


def test_kpi():
    """No conversion is more than all; the basis, and who is left out, stand beside the figure."""
    demo()
    period = ("--from", "2026-10-01", "--to", "2026-10-31")
    figures = {figure["id"]: figure for figure in gm("--json", "kpi", *period, "--by", "month").json["figures"]}
    steps = [figure for name, figure in figures.items() if name.startswith("K09-")]
    assert len(steps) == 8 and any(step["denominator"] for step in steps)
    for step in steps:
        for part in (step, *step["by"].values()):
            assert part["numerator"] <= part["denominator"], step
        assert "cohort" in step["note"] and "cohort" in step["formula"]
    lines = gm("kpi", *period).out.splitlines()
    assert not [line for line in lines if line != line.rstrip()]
    notes = {line.split()[0]: line for line in lines}
    assert "cohort" in notes["K09-1"]
    assert "without duplicate" in notes["K12"] and "with duplicate" in notes["lost"], (notes["K12"], notes["lost"])


def test_verbs():
    verbs = {verb["verb"]: verb for verb in yb("--json", "verbs", password=None).json}
    for name in """staff.create staff.set-roles staff.set-password staff.deactivate staff.activate customer.create
            customer.update customer.consent deal.create deal.update deal.move deal.assign deal.log-contact
            deal.plan-contact deal.needs
            deal.choose-model deal.objection deal.offer deal.accept-offer deal.contract deal.payment deal.lose
            deal.confirm-loss deal.dormant deal.reopen rule.set undo""".split():
        assert name in verbs, name
    move = {argument["name"]: argument for argument in verbs["deal.move"]["arguments"]}
    assert move["deal"]["required"] and move["deal"]["type"] == "reference"
    assert move["stage"]["values"][0] == "LEAD" and len(move["stage"]["values"]) == 9
    assert verbs["deal.move"]["right"] == "deal.work"
    assert "deal.move" in yb("verbs", password=None).out


def gm(*arguments, **more):
    return yb("--database", "d.db", "--as", "gm", *arguments, **more)


def test_export_csv():
    demo()
    do({"verb": "deal.create", "name": "=1+1", "phone": "13800005555", "source": "web",
        "note": "@SUM(A1)\n\"x\"", "consultant": "sc", "amount": "158000.50"})
    written = gm("--json", "export", "deals", "--output", "deals.csv").json
    raw = pathlib.Path("deals.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf\"") and b"\r\n" in raw
    with open("deals.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    deals = sm("--json", "list", "deals").json
    assert written["rows"] == len(rows) == len(deals)
    times = [row["Next contact"] for row in rows if row["Next contact"]]
    assert times and all(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M") for text in times)
    for row, deal in zip(rows, deals):
        assert row["Number"] == str(deal["id"]) and row["Amount"] == (deal["amount"] or "")
        assert row["Opened on"] == (deal["opened_on"] or "") and row["Model"] == (deal["model"] or "")
    assert rows[-1]["Customer"] == "'=1+1" and rows[-1]["Note"] == "'@SUM(A1)\n\"x\""
    assert rows[-1]["Phone"] == "138****5555"
    yb("--database", "d.db", "--as", "sc", "export", "deals", "--output", "no.csv", code=1)
    gm("export", "deals", "--output", "no/such/folder.csv", code=1)
    assert sorted(name for name in os.listdir() if not name.startswith("d.db")) == ["deals.csv"]


def test_export_workbook():
    demo()
    do({"verb": "deal.create", "name": "=1+1", "phone": "13800005555", "source": "web", "consultant": "sc",
        "amount": "158000.50"})
    gm("export", "deals", "--output", "deals.xlsx", "--month", "2026-10")
    book = workbook("deals.xlsx")
    sheet = book["Deals"]
    head = [cell.value for cell in sheet[1]]
    deals = [deal for deal in sm("--json", "list", "deals").json
             if (deal["opened_on"] or "") <= "2026-10-31" and (deal["closed_on"] or "9") >= "2026-10-01"]
    assert sheet.max_row == len(deals) + 1
    for cells, deal in zip(sheet.iter_rows(min_row=2), deals):
        row = dict(zip(head, (cell.value for cell in cells)))
        assert row["Number"] == deal["id"]
        assert row["Amount"] == (float(deal["amount"]) if deal["amount"] else None)
        opened = deal["opened_on"] and datetime.datetime.fromisoformat(deal["opened_on"])
        assert row["Opened on"] == opened
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref

    gm("export", "deals", "--output", "deals.xlsx")
    cells = [cell for row in workbook("deals.xlsx")["Deals"].iter_rows(min_row=2) for cell in row]
    assert "=1+1" in [cell.value for cell in cells] and not [cell for cell in cells if cell.data_type == "f"]

    figures = {row[0].value: row[3].value for row in book["Figures"].iter_rows(min_row=2)
               if row[2].value is None}
    for figure in gm("--json", "kpi", "--from", "2026-10-01", "--to", "2026-10-31").json["figures"]:
        value = figure["value"]
        assert figures[figure["id"]] == (None if value is None else value) or \
            abs(figures[figure["id"]] - value) < 1e-9, figure["id"]
    gm("export", "kpi", "--output", "kpi.xlsx", "--month", "2026-10", "--by", "staff")
    assert workbook("kpi.xlsx").sheetnames == ["Figures"]
    gm("export", "customers", "--output", "customers.xlsx")
    assert workbook("customers.xlsx")["Customers"].max_row > 50


def test_approved_by():
    """A right that is missing is lent by a second person, whose name stands in the history; a password that is wrong lends
    nothing, and what needs nobody names nobody."""
    demo()
    deal = do({"verb": "deal.create", "name": "周到", "phone": "13700003333", "source": "walk_in", "consultant": "sc"})[0]["id"]
    confirm = json.dumps({"verb": "deal.confirm-loss", "deal": deal}) + "\n"
    lose = json.dumps({"verb": "deal.lose", "deal": deal, "reason": "price", "text": "别家便宜很多"}) + "\n"

    def sc(text, approver="gm", code=0, password="demo"):
        return yb("--database", "d.db", "--as", "sc", "--approved-by", approver, "do", text=text, code=code,
                  YINGBIN_APPROVER_PASSWORD=password).lines[-1]

    assert sc(lose)["ok"]
    assert sc(confirm, password="wrong", code=1)["error"] == "forbidden"
    assert sc(confirm, approver="sc2", code=1)["error"] == "forbidden"
    assert sc(confirm, approver="sc", code=1)["error"] == "forbidden"
    assert sc(confirm)["ok"]
    history = sm("--json", "show", "deal", str(deal)).json["history"]
    assert [step["approver"] for step in history if step["approver"]] == ["gm"], history
    assert history[-1]["approver"] == "gm" and history[-1]["staff"] == "sc"


main(test_demo_is_repeatable, test_list, test_search_and_masks, test_do, test_do_bad_lines,
     test_do_answers_at_once, test_show, test_kpi, test_verbs, test_export_csv, test_export_workbook, test_approved_by)
