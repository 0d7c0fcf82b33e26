#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ./dev run shows where there is no display: on a virtual one, the main job is played with real mouse and keyboard.

    tour.py OUTPUT_FOLDER

A new file; a table of deals from an old system is imported through the assistant; the board; a card is dragged; the deals
are exported to Excel. After each step a picture is kept. Exit code 1, with the reason, if a step fails.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import traceback
import zipfile

from house import CTL, SCREEN, Session, card, choose_file, column, launch, program_environment, wait_until, words_of

CHINESE = "zh_CN.UTF-8"
WORDS = words_of(CHINESE)
_ = WORDS.gettext
STAFF = (
    {"name": "高建军", "code": "sm", "roles": "sm", "password": "showroom-7", "temporary": False},
    {"name": "周敏", "code": "sc01", "roles": "sc", "password": "showroom-7", "temporary": False},
    {"name": "陈立", "code": "sc02", "roles": "sc", "password": "showroom-7", "temporary": False},
)
HEADER = "编号,客户姓名,电话,信息来源,阶段,车型,金额,建档日期,销售顾问"
DEALS = (
    "X001,高晓梅,13800010001,自然到店,客户开发,澄屿 X5,168000,{12},周敏",
    "X002,金浩,13800010002,来电,客户开发,澄屿 GT,399800,{11},陈立",
    "X003,罗丹丹,13800010003,抖音,接待,澄屿 E3,108000,{10},周敏",
    "X004,江佳怡,13800010004,汽车之家,需求咨询,澄屿 E3,112000,{9},周敏",
    "X005,徐春梅,13800010005,转介绍,产品介绍,澄屿 M8,289000,{8},陈立",
    "X006,蒋鹏,13800010006,自然到店,试乘试驾,澄屿 E3,155000,{7},周敏",
    "X007,谢佳怡,13800010007,懂车帝,试乘试驾,澄屿 GT,410000,{6},陈立",
    "X008,刘娜,13800010008,来电,产品介绍,澄屿 E5,162000,{5},周敏",
)


def starting(label):
    """Matches a button by its label, whatever the mnemonic."""
    return re.compile("^" + re.escape(label.replace("_", "")))


class House:
    """What launch() of the journeys needs of a file."""

    def __init__(self, folder):
        self.path = str(folder / "迎宾.db")

    def ctl(self, *arguments, **options):
        environment = dict(os.environ, **program_environment(CHINESE))
        result = subprocess.run([CTL, "--database", self.path, *arguments], env=environment, capture_output=True,
                                text=True, check=False, **options)
        if result.returncode != 0:
            raise AssertionError(result.stdout + result.stderr)
        return result.stdout


class Tour:
    def __init__(self, folder):
        self.folder = folder
        self.house = House(folder)
        self.table = folder / "老系统销售机会.csv"
        self.workbook = folder / "销售机会.xlsx"
        self.pictures = []

    def picture(self, name):
        path = self.folder / f"{len(self.pictures) + 1:02}-{name}.png"
        self.session.screenshot(str(path))
        self.pictures.append(path)

    def make_file(self):
        """A new file, with a manager and the two consultants that the table names"""
        self.house.ctl("init", "--admin", "王店长")
        self.house.ctl("do", input="".join(json.dumps({"verb": "staff.create", **person}) + "\n" for person in STAFF))
        # As the old systems write it: GB18030, CRLF.
        days = [str(datetime.date.today() - datetime.timedelta(number)) for number in range(13)]
        text = "\r\n".join((HEADER, *DEALS, "")).format(*days)
        self.table.write_bytes(text.encode("gb18030"))

    def start(self):
        """The program opens"""
        self.app, self.window = launch(self.session, self.house, staff="sm", title=_("Pipeline"), language=CHINESE,
                                           YINGBIN_PASSWORD=STAFF[0]["password"])
        self.picture("空看板")

    def import_table(self):
        """The table goes through the assistant: file, columns, values, check"""
        self.session.key("ctrl+i")
        assistant = self.app.window(_("Import"), timeout=10)
        assistant.find("button", _("Choose a file…")).click()
        self.choose(self.table, self.window, assistant)
        assistant.wait_text("status", re.compile("GB18030"), timeout=10)
        self.picture("导入-预览")
        following = starting(_("_Next"))
        assistant.find("button", following).click()
        assistant.find("combo box", _("Phone"), timeout=10)
        self.picture("导入-对应列")
        assistant.find("button", following).click()
        assistant.find("combo box", re.compile("试乘试驾"), timeout=10)
        self.picture("导入-对应值")
        assistant.find("button", following).click()
        button = assistant.find("button", starting(_("_Import")), timeout=20)
        button.wait(lambda node: "sensitive" in node.states)
        self.picture("导入-检查")
        button.click()
        assistant.find("button", starting(_("_Close")), timeout=20)
        self.picture("导入-结果")
        assistant.find("button", starting(_("_Close"))).click()

    def choose(self, path, *known):
        """Gives a path to the file dialog that is the one window not known."""
        wait_until("the file dialog", lambda: any(window not in known for window in self.app.windows()), 10)
        title = next(window.name for window in self.app.windows() if window not in known)
        choose_file(self.session, self.app, title, path)

    def show_board(self):
        """The board shows the deals"""
        self.window.find("list", _("Pages")).find("list item", _("Pipeline")).click()
        card(self.window, "高晓梅")
        self.picture("看板")

    def drag_card(self):
        """A card is dragged to the next stage, and the file says the same"""
        card(self.window, "高晓梅").drag_to(column(self.window, "接待"))
        sheet = self.app.window(re.compile("高晓梅"), timeout=10)
        self.picture("拖动-补充缺项")
        sheet.find("combo box", _("Channel")).pick(WORDS.pgettext("channel", "Phone"))
        sheet.find("checkbox", starting(_("Reached"))).click()
        sheet.find("text box", _("What was said")).type("周六上午带家人来店看车")
        sheet.find("button", starting(_("_Save and move"))).click()
        column(self.window, "接待").find("list item", re.compile("^高晓梅"), timeout=10)
        wait_until("the file holds the move", lambda: "RECEPTION" in self.house.ctl("list", "deals", "--json"), 5)
        self.picture("拖动-完成")

    def export(self):
        """The deals are exported to Excel"""
        self.session.key("ctrl+e")
        self.choose(self.workbook, self.window)
        wait_until("the workbook is written", self.workbook.exists, 20)
        self.window.wait_text("status", re.compile(re.escape(self.workbook.name)), timeout=20)
        with zipfile.ZipFile(self.workbook) as archive:
            names = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
        assert all(line.split(",")[1] in names for line in DEALS), "a customer is missing in the workbook"
        self.picture("导出完成")

    def end(self):
        """No warning was printed, and the file is sound"""
        self.app.check()
        self.house.ctl("check")

    def play(self):
        self.make_file()
        with Session(screen=SCREEN) as self.session:
            for step in (self.start, self.import_table, self.show_board, self.drag_card, self.export, self.end):
                print(f"  {step.__doc__} … ", end="", flush=True)
                try:
                    step()
                except Exception:
                    print("failed")
                    self.picture("失败")
                    raise
                print("done")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tour = Tour(folder)
    try:
        tour.play()
    except Exception as error:
        traceback.print_exc(limit=4)
        print(f"The tour failed: {str(error).splitlines()[0]}\nPictures so far: {folder}", file=sys.stderr)
        return 1

    print("\nScreenshots:")
    for picture in tour.pictures:
        print(f"  {picture}")
    print(f"The imported table:  {tour.table}\nThe database:        {tour.house.path}\n"
          f"The Excel workbook:  {tour.workbook}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
