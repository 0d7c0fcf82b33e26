#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two programs on one file, one of them with two windows: a move made in one is seen in the others within a second. TAP."""
import re
import time

from house import House, PATIENCE, card, column, launch, run_steps, wait_until

# What the test itself needs to look: the find takes about 0.2 s on an idle machine.
SECONDS = 1 + 1


class Journey:
    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.deal = self.house.new_deal("王移动", "13900000001")
        self.app, self.first = launch(session, self.house)
        self.colleague, self.far = launch(session, self.house, staff="sc")
        # Each window in a half of its own would be too narrow for nine columns: they lie over each other.
        self.front(self.first)

    def front(self, window):
        """Raises a window as the task bar would."""
        self.session.xdo("windowactivate", "--sync", window._xwin()[0])
        time.sleep(0.2)

    def shown_in(self, window, title):
        end = time.monotonic() + SECONDS * PATIENCE
        column(window, title).find("list item", re.compile("^王移动"), timeout=SECONDS * PATIENCE)
        assert time.monotonic() < end, "it took longer than a second"

    def colleague_sees_the_move(self):
        card(self.far, "王移动")
        card(self.first, "王移动").click()
        self.session.key("ctrl+Right")
        wait_until("the move is in the file", lambda: self.house.stage(self.deal) == "RECEPTION")
        self.shown_in(self.far, "Reception")
        self.shown_in(self.first, "Reception")

    def the_move_back_is_seen_too(self):
        self.front(self.far)
        card(self.far, "王移动").click()
        self.session.key("1")
        sheet = self.colleague.window(re.compile("王移动"), timeout=5 * PATIENCE)
        sheet.find("combo box", "Reason").pick("Moved by mistake")
        sheet.find("button", re.compile("move", re.IGNORECASE)).click()
        wait_until("the move is in the file", lambda: self.house.stage(self.deal) == "LEAD")
        self.shown_in(self.first, "Lead development")

    def second_window_of_one_program(self):
        self.front(self.first)
        before = self.app.windows()
        self.session.key("ctrl+shift+n")
        wait_until("a second window opens", lambda: len(self.app.windows()) > len(before))
        second = next(window for window in self.app.windows() if window not in before)
        # Nobody is signed in there: each window has its own person.
        people = second.find("list", "Who are you?", timeout=8 * PATIENCE)
        people.find("list item", re.compile(", Sales manager$")).scroll_to().click()
        second.find("text box", "Password").type("demo\n")
        second.find("list", re.compile("^Lead development"), timeout=15 * PATIENCE)
        card(second, "王移动").click()
        self.session.key("ctrl+Right")
        wait_until("the move is in the file", lambda: self.house.stage(self.deal) == "RECEPTION")
        for window in (second, self.first, self.far):
            self.shown_in(window, "Reception")

    def all_is_well(self):
        assert "no problem" in self.house.run("check").stdout
        self.app.check()
        self.colleague.check()

    STEPS = (colleague_sees_the_move, the_move_back_is_seen_too, second_window_of_one_program, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
