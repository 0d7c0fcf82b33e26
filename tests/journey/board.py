#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A consultant works on the board with mouse and keyboard: real X events on the running program, and after each step the
database says the same. TAP. With a number as argument the whole journey runs that many times.

One case per way a card can move: dropped and moved; gate sheet filled and moved; refused and back in its slot; Esc; undone;
by keyboard; onto a collapsed column; seen by a second process.
"""
import re
import sys
import time

from house import House, PATIENCE, card, column, launch, run_steps


class Journey:
    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.walk_in = self.house.new_deal("王移动", "13900000001")
        self.unmet = self.house.new_deal("李缺项", "13900000002", met=False)
        self.refused = self.house.new_deal("赵拒绝", "13900000003")
        self.keys = self.house.new_deal("钱键盘", "13900000004")
        self.folded = self.house.new_deal("孙折叠", "13900000005")
        self.app, self.window = launch(session, self.house)

    def wait_stage(self, deal, stage):
        end = time.monotonic() + 5 * PATIENCE
        while self.house.stage(deal) != stage:
            assert time.monotonic() < end, f"deal {deal} is in {self.house.stage(deal)}, not in {stage}"
            time.sleep(0.05)

    def in_column(self, name, title):
        """The card stands in the column on the screen."""
        column(self.window, title).find("list item", re.compile("^" + name), timeout=5 * PATIENCE)

    def status(self, pattern):
        self.window.wait_text("status", re.compile(pattern), timeout=5 * PATIENCE)

    def drop_moves(self):
        card(self.window, "王移动").drag_to(column(self.window, "Reception"))
        self.in_column("王移动", "Reception")
        self.wait_stage(self.walk_in, "RECEPTION")

    def undo_takes_back(self):
        self.session.key("ctrl+z")
        self.in_column("王移动", "Lead development")
        self.wait_stage(self.walk_in, "LEAD")
        kinds = [row["kind"] for row in self.house.deal(self.walk_in)["history"]]
        assert kinds.count("undone") == 1 and "moved" in kinds, kinds

    def gate_sheet_asks_and_moves(self):
        card(self.window, "李缺项").drag_to(column(self.window, "Reception"))
        sheet = self.app.window(re.compile("李缺项"), timeout=5 * PATIENCE)
        sheet.find("label", re.compile("A contact that reached the customer"))
        assert self.house.stage(self.unmet) == "LEAD"
        sheet.find("combo box", "Channel").pick("WeChat")
        sheet.find("checkbox", re.compile("^Reached")).click()
        sheet.find("text box", "What was said").type("微信约好明天到店")
        sheet.find("button", re.compile("Save and move")).click()
        self.in_column("李缺项", "Reception")
        self.wait_stage(self.unmet, "RECEPTION")
        assert self.house.deal(self.unmet)["contacts"][0]["channel"] == "wechat"

    def refused_drop_returns(self):
        before = card(self.window, "赵拒绝").rect()
        card(self.window, "赵拒绝").drag_to(column(self.window, "Delivery"))
        self.in_column("赵拒绝", "Lead development")
        assert abs(card(self.window, "赵拒绝").rect()[1] - before[1]) <= 2, "the card is not in its slot"
        self.wait_stage(self.refused, "LEAD")

    def escape_cancels(self):
        start = card(self.window, "赵拒绝").point()
        target = column(self.window, "Reception").point()
        session = self.session
        session.move(*start)
        session.xdo("mousedown", 1)
        for part in range(1, 11):
            session.move(*(int(a + (b - a) * part / 10) for a, b in zip(start, target)))
            time.sleep(0.02)
        session.key("Escape")
        session.xdo("mouseup", 1)
        time.sleep(0.3)
        self.in_column("赵拒绝", "Lead development")
        assert self.house.stage(self.refused) == "LEAD"

    def keyboard_moves(self):
        card(self.window, "钱键盘").click()
        self.session.key("ctrl+Right")
        self.in_column("钱键盘", "Reception")
        self.wait_stage(self.keys, "RECEPTION")
        self.status("钱键盘.*Reception")
        self.session.key("1")
        sheet = self.app.window(re.compile("钱键盘"), timeout=5 * PATIENCE)
        sheet.find("combo box", "Reason").pick("Moved by mistake")
        sheet.find("button", re.compile("Save and move|Move")).click()
        self.wait_stage(self.keys, "LEAD")

    def collapsed_column_takes_cards(self):
        self.window.find("button", "Collapse Reception").click()
        self.window.find("button", "Expand Reception", timeout=5 * PATIENCE)
        card(self.window, "孙折叠").drag_to(column(self.window, "Reception"))
        self.wait_stage(self.folded, "RECEPTION")
        self.window.find("button", "Expand Reception").click()
        self.in_column("孙折叠", "Reception")

    def second_process_sees_it(self):
        self.house.do("deal.move", deal=self.walk_in, stage="RECEPTION")
        started = time.monotonic()
        self.in_column("王移动", "Reception")
        assert time.monotonic() - started < 2 * PATIENCE

    def all_is_well(self):
        assert "no problem" in self.house.run("check").stdout
        self.app.check()

    STEPS = (drop_moves, undo_takes_back, gate_sheet_asks_and_moves, refused_drop_returns, escape_cancels, keyboard_moves,
             collapsed_column_takes_cards, second_process_sees_it, all_is_well)


if __name__ == "__main__":
    run_steps(Journey, int(sys.argv[1]) if len(sys.argv) > 1 else 1)
