#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev shots: every page and dialog, in Chinese and English, light and dark, on a screen of 1366x768, with demo data.

    shots.py OUTPUT_FOLDER [zh|en] [light|dark]
"""
import pathlib
import re
import sys
import tempfile
import time

from house import House, Session, launch, program_environment, PROGRAM, SCREEN

CUSTOMERS = 300
LANGUAGES = {"zh": "zh_CN.UTF-8", "en": "C.UTF-8"}
SCHEMES = {"light": "prefer-light", "dark": "prefer-dark"}
DEALS_CSV = """编号,客户姓名,电话,阶段,意向车型,金额,建档日期,销售顾问
D001,陈晓东,13800010001,需求咨询,星河 L,189800,2025-11-03,周敏
D002,林秋月,13800010002,试乘试驾,星河 S,139800,2025-11-05,陈立
D003,周海涛,13800010003,洽谈中,远航 7,259800,2025/13/40,陈立
D004,吴建国,1380001,成交,远航 5,209800,2025-11-11,王婷婷
"""

# The titles of the pages, in the order of PAGE_NAMES.
TITLES = {
    "zh": ("销售看板", "战败与休眠", "导入记录", "员工", "规则", "审计日志"),
    "en": ("Pipeline", "Inactive", "Imports", "Staff", "Rules", "Audit trail"),
}
PAGE_NAMES = ("pipeline", "lost", "imports", "staff", "rules", "audit")
# Who opens them, if not the sales manager.
STAFF = {"imports": "ad", "staff": "ad", "rules": "ad", "audit": "gm"}


class Photographer:
    def __init__(self, folder, language, scheme, house):
        self.folder = pathlib.Path(folder)
        self.prefix = f"{language}-{scheme}"
        self.language = language
        self.house = house
        self.environment = {"language": LANGUAGES[language], "ADW_DEBUG_COLOR_SCHEME": SCHEMES[scheme],
                            "GSETTINGS_BACKEND": "keyfile"}

    def shoot(self, session, name, rest=0.5):
        time.sleep(rest)
        session.move(1365, 767)
        time.sleep(0.15)
        session.screenshot(str(self.folder / f"{self.prefix}-{name}.png"))

    def session(self):
        # A desk with a 1366x768 screen works in a maximized window.
        session = Session(screen=SCREEN)
        keys = pathlib.Path(session.dir) / "config/glib-2.0/settings/keyfile"
        keys.parent.mkdir(parents=True, exist_ok=True)
        keys.write_text("[cn/yingbin/Yingbin]\nwindow-maximized=true\n", encoding="utf-8")
        return session

    def start(self, session, staff="sm", page="pipeline"):
        title = TITLES[self.language][PAGE_NAMES.index(page)]
        return launch(session, self.house, "--page", page, staff=staff, title=title, **self.environment)

    def close_dialog(self, session, app, how="Escape"):
        session.key(how)
        end = time.monotonic() + 5
        while len(app.windows()) > 1 and time.monotonic() < end:
            time.sleep(0.05)

    def pages(self):
        for page in PAGE_NAMES:
            with self.session() as session:
                app, window = self.start(session, STAFF.get(page, "sm"), page)
                if page == "pipeline":
                    window.find("list item", re.compile("[,，]"), timeout=15)
                    self.board(session, app, window)
                else:
                    self.shoot(session, page, 1)
                    if page == "audit":
                        session.click_at(600, 150)
                        self.shoot(session, "audit-selected")
                    elif page != "imports":
                        self.table_dialog(session, app, page)
                app.check()

    def table_dialog(self, session, app, page):
        """A row chosen, and what its buttons open."""
        session.click_at(600, 150)
        time.sleep(0.3)
        self.shoot(session, f"{page}-selected")
        if page == "staff":
            session.key("ctrl+n")
            app.window(lambda name: name not in TITLES[self.language])
            self.shoot(session, "staff-new")
            self.close_dialog(session, app)
        else:
            session.click_at(600, 150, count=2)
            time.sleep(0.8)
            self.shoot(session, f"{page}-opened")

    def board(self, session, app, window):
        self.shoot(session, "pipeline", 1)
        columns = [node for node in window.find_all("list", re.compile("[,，]")) if node.on_screen()]
        columns.sort(key=lambda node: node.rect())
        columns[4].find_all("list item")[1].click()
        session.key("Return")
        self.shoot(session, "pipeline-panel", 1)
        session.key("Escape")
        time.sleep(0.5)
        first, second = columns[0].find_all("list item")[:2]
        first.click()
        session.key("ctrl+Right")
        self.shoot(session, "pipeline-moved", 0.8)
        self.close_dialog(session, app)
        # Several stages ahead: much is missing.
        second.click()
        session.key("7")
        self.shoot(session, "gate", 1.2)
        self.close_dialog(session, app)
        self.window_of_key(session, app, "ctrl+n", "new-deal")
        columns[1].find_all("list item")[0].click()
        session.key("Menu")
        self.shoot(session, "card-menu", 0.5)
        session.key("Escape")
        session.key("F10")
        self.shoot(session, "main-menu", 0.5)
        session.key("Escape")
        self.window_of_key(session, app, "ctrl+comma", "preferences")
        self.window_of_key(session, app, "ctrl+question", "shortcuts")

    def window_of_key(self, session, app, key, name):
        session.key(key)
        self.shoot(session, name, 1)
        self.close_dialog(session, app)

    def sign_in(self):
        with self.session() as session:
            app = session.launch([PROGRAM, "--database", self.house.path], env=program_environment(**self.environment))
            app.window(re.compile("Yingbin|迎宾"))
            self.shoot(session, "sign-in", 1)
            app.find("text box", where=lambda node: node.label in ("Password", "密码")).focus()
            session.type("wrong\n")
            self.shoot(session, "sign-in-wrong", 1.5)
            app.check()

    def problem(self, folder):
        text = pathlib.Path(folder) / "通讯录.db"
        text.write_text("这不是数据库\n" * 200, encoding="utf-8")
        with self.session() as session:
            app = session.launch([PROGRAM, "--database", str(text)], env=program_environment(**self.environment))
            app.window(re.compile("Yingbin|迎宾"))
            self.shoot(session, "problem", 1)
            app.check()

    def assistant(self, folder):
        table = pathlib.Path(folder) / "老系统商机.csv"
        table.write_bytes(DEALS_CSV.encode("gb18030"))
        with self.session() as session:
            app, window = self.start(session, "ad", "imports")
            session.key("ctrl+n")
            assistant = app.window(lambda name: name != window.name)
            self.shoot(session, "import-1-start")
            assistant.find("button", where=lambda node: node.label.endswith("…")).click()
            chooser = app.window(lambda name: name not in (window.name, assistant.name))
            self.choose_file(session, chooser, table)
            self.shoot(session, "import-1-file", 1)
            for name in ("import-2-columns", "import-3-values", "import-4-check"):
                assistant.find("button", re.compile("^(Next|下一步)")).click()
                self.shoot(session, name, 1.2)
            assistant.find("checkbox").click()
            assistant.find("button", re.compile("^(Import|导入)$|^(Import|导入)\\(")).click()
            self.shoot(session, "import-5-result", 2)
            assistant.find("button", re.compile("^(Close|关闭)")).click()
            self.shoot(session, "imports-filled", 1)
            app.check()

    def choose_file(self, session, chooser, path):
        """Ctrl+L opens the line for a path in GTK's file dialog."""
        session.key("ctrl+l")
        entry = chooser.find("text box", timeout=5)
        entry.set_text(str(path))
        session.key("Return")
        chooser.gone()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for scheme in SCHEMES:
            if not {language, scheme} >= set(sys.argv[2:]):
                continue
            with tempfile.TemporaryDirectory() as folder:
                photographer = Photographer(target, language, scheme, House(folder, customers=CUSTOMERS))
                photographer.sign_in()
                photographer.pages()
                photographer.assistant(folder)
                photographer.problem(folder)
            print(f"{language} {scheme}: done", flush=True)
    print(f"{len(list(target.glob('*.png')))} pictures in {target.resolve()}")


if __name__ == "__main__":
    main()
