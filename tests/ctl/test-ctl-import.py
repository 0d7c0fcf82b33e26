#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""yingbinctl: import through a mapping file, and the figures of a foreign pipeline."""
import json
import pathlib

from harness import foreign, main, unpack, yb

MAP = """[import]
kind=deals
date-format=auto
null=null;N/A;-
create-staff=yes
[columns]
external_id=opportunity_id
customer=account
consultant=sales_agent
model=product
opened_on=engage_date
closed_on=close_date
amount=close_value
stage=deal_stage
[values:stage]
Prospecting=LEAD
Engaging=NEEDS
Won=FOLLOWUP,won
Lost=NEGOTIATE,lost
"""


HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


def house():
    yb("--database", "a.db", "init", "--admin", "Ada")
    pathlib.Path("map.ini").write_text(MAP, encoding="utf-8")


def ad(*arguments, **more):
    return yb("--database", "a.db", "--as", "ad", "--json", *arguments, **more)


def figures(*arguments):
    result = ad("kpi", "--from", "2016-01-01", "--to", "2018-12-31", *arguments).json
    return {figure["id"]: figure for figure in result["figures"]}


def foreign_pipeline(spelling):
    source = foreign("crm-maven")
    numbers = json.loads((source / "NUMBERS.json").read_text(encoding="utf-8"))
    house()
    unpack(source / f"sales_pipeline_{spelling}.csv.gz", "pipeline.csv")

    checked = ad("import", "deals", "pipeline.csv", "--map", "map.ini", "--dry-run").json
    assert checked["imported"] == numbers["rows"] and ad("list", "deals").json == []
    first = ad("import", "deals", "pipeline.csv", "--map", "map.ini").json
    assert (first["rows"], first["imported"], first["updated"], first["errors"]) == (4382, 4382, 0, []), first
    before = ad("list", "deals").json
    again = ad("import", "deals", "pipeline.csv", "--map", "map.ini").json
    assert (again["imported"], again["updated"], again["skipped"]) == (0, 0, 4382), again
    assert ad("list", "deals").json == before

    found = figures()
    stages = {key: part["value"] for key, part in found["deals_by_stage"]["parts"].items()}
    expected = numbers["stages"]
    assert stages == {"LEAD": expected["Prospecting"], "NEEDS": expected["Engaging"],
                      "FOLLOWUP:won": expected["Won"], "NEGOTIATE:lost": expected["Lost"]}, stages
    assert found["won"]["value"] == 2099 and found["lost"]["value"] == 1244
    assert found["won_value"]["value"] == 4884380 == numbers["won_value_sum"]
    assert round(found["K10"]["value"] * 100, 2) == 62.79 == numbers["win_rate_pct"]
    assert (found["K10"]["numerator"], found["K10"]["denominator"]) == (2099, 3343)
    assert round(found["K11"]["value"], 4) == 50.0129 == numbers["avg_days_to_close_won"]
    # Nothing is known about payments, and imported deals did not pass the stages here.
    assert found["K20"]["value"] is None and found["K21"]["value"] is None and found["K09-1"]["value"] is None

    months = figures("--by", "month")["won"]["by"]
    assert {key: part["value"] for key, part in months.items()} == \
        {key: month["won"] for key, month in numbers["close_months"].items()}
    agents = {part["name"]: part["value"] for part in figures("--by", "staff")["won_value"]["by"].values()}
    assert agents == {name: agent["won_value"] for name, agent in numbers["agents"].items()}
    assert ad("check", "--full").json == {"ok": True, "problems": []}


def test_pipeline_iso():
    foreign_pipeline("iso")


def test_pipeline_mdy():
    foreign_pipeline("mdy")


def test_errors():
    """With errors nothing is written, and each says where it is."""
    house()
    pathlib.Path("deals.csv").write_text(HEAD + """
1,Li Na,A3,Wang,Won,2026-01-02,2026-01-20,100
2,Li Na,A3,Zhao,Frob,2026-01-02,,100
3,Li Na,A3,Qian,Engaging,2026-02-30,,many
""", encoding="utf-8")
    refused = ad("import", "deals", "deals.csv", "--map", "map.ini", code=1).json
    assert refused["written"] is False and refused["imported"] + refused["skipped"] <= 3
    places = {(error["line"], error["column"]) for error in refused["errors"]}
    assert {(3, "deal_stage"), (4, "engage_date"), (4, "close_value")} <= places, places
    assert all(error["message"] for error in refused["errors"])
    stage = [error["message"] for error in refused["errors"] if error["column"] == "deal_stage"]
    assert "Needs consultation" in stage[0] and "[values:stage]: LEAD, RECEPTION, NEEDS" in stage[0], stage
    assert ad("list", "deals").json == [] and ad("list", "customers").json == []

    taken = ad("import", "deals", "deals.csv", "--map", "map.ini", "--skip-bad").json
    assert taken["imported"] == 1 and len(ad("list", "deals").json) == 1
    runs = ad("list", "import-runs").json
    assert runs[-1]["file_name"] == "deals.csv" and runs[-1]["imported"] == 1


def test_header_only():
    """No rows are no failure, but they are said."""
    house()
    pathlib.Path("header.csv").write_text(HEAD + "\n", encoding="utf-8")
    done = yb("--database", "a.db", "--as", "ad", "import", "deals", "header.csv", "--map", "map.ini")
    assert "header.csv: The file has no rows below its header" in done.err, done.err
    assert "0 rows" in done.out and "Nothing was written." in done.out
    told = ad("import", "deals", "header.csv", "--map", "map.ini").json
    assert (told["rows"], told["written"], told["errors"]) == (0, False, []), told
    assert [(w["line"], "no rows" in w["message"]) for w in told["warnings"]] == [(0, True)], told


def test_refusals():
    house()
    pathlib.Path("two-ways.csv").write_text(HEAD + "\n1,Li Na,A3,Wang,Engaging,03/04/2026,,1\n",
                                            encoding="utf-8")
    pathlib.Path("empty.csv").write_bytes(b"")
    pathlib.Path("picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    pathlib.Path("nul.csv").write_bytes(b"name,phone\nWang\0,1\n")
    pathlib.Path("broken.ini").write_text("[columns\nx", encoding="utf-8")
    pathlib.Path("other.ini").write_text(MAP.replace("kind=deals", "kind=customers"), encoding="utf-8")
    for line in ("deals two-ways.csv --map map.ini", "deals missing.csv", "deals empty.csv",
                 "deals picture.csv", "customers nul.csv", "deals two-ways.csv --map broken.ini",
                 "deals two-ways.csv --map other.ini", "deals two-ways.csv --encoding frob"):
        result = ad("import", *line.split(), code=1)
        assert result.err, line
    assert ad("list", "deals").json == [] and ad("list", "customers").json == []
    assert ad("check").json["ok"]


def test_customers_and_staff():
    house()
    table = "编号,姓名,手机,来源,备注\nK1,王伟,138 0000 1111,web,=1+1\n"
    pathlib.Path("customers.csv").write_bytes(table.encode("gb18030"))
    for encoding in (["--encoding", "GB18030"], []):
        taken = ad("import", "customers", "customers.csv", *encoding).json
        assert taken["rows"] == 1 and taken["errors"] == [], taken
    customers = ad("list", "customers").json
    assert [(c["external_id"], c["name"], c["phone"], c["source"], c["note"]) for c in customers] == \
        [("K1", "王伟", "138****1111", "web", "=1+1")]
    pathlib.Path("staff.csv").write_text("code,name,roles\nsc,李娜,sc\nsm,王强,sm sc\n", encoding="utf-8")
    taken = ad("import", "staff", "staff.csv").json
    assert taken["imported"] == 2, taken
    assert [(s["code"], s["name"]) for s in ad("list", "staff").json][1:] == [("sc", "李娜"), ("sm", "王强")]


main(test_pipeline_iso, test_pipeline_mdy, test_errors, test_header_only, test_refusals, test_customers_and_staff)
