#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hidden number: nowhere in the window, shown for ten seconds with a reason, then nowhere again; and who looked is written
down. What the screen reader finds is what a curious program would find."""
import json
import time

from house import House, PATIENCE, card, launch, run_steps, wait_until

NAME = "金丝雀"
CANARY = "13700012345"
MASKED = "137****2345"
SECONDS = 10


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.deal = self.house.new_deal(NAME, CANARY)
        self.app, self.window = launch(session, self.house, staff="sc")

    def tree(self):
        return str(self.app.dump())

    def nothing_shows_the_number(self):
        card(self.window, NAME).click()
        self.session.key("Return")
        wait_until("the panel shows the masked number", lambda: MASKED in self.tree(), 8)
        assert CANARY not in self.tree()

    def it_is_shown_with_a_reason(self):
        self.session.key("ctrl+r")
        dialog = self.app.window(lambda name: name != self.window.name, timeout=8 * PATIENCE)
        assert CANARY not in self.tree()
        dialog.find("button", "Show hidden number", timeout=5 * PATIENCE).click()
        wait_until("the number is shown", lambda: CANARY in self.tree(), 8)
        self.shown = time.monotonic()

    def it_goes_by_itself(self):
        wait_until("the number is gone", lambda: CANARY not in self.tree(), SECONDS + 5)
        assert time.monotonic() - self.shown > SECONDS / 2
        assert MASKED in self.tree()

    def it_is_hidden_with_the_panel(self):
        self.session.key("ctrl+r")
        dialog = self.app.window(lambda name: name != self.window.name, timeout=8 * PATIENCE)
        dialog.find("button", "Show hidden number", timeout=5 * PATIENCE).click()
        wait_until("the number is shown", lambda: CANARY in self.tree(), 8)
        self.session.key("Escape")
        wait_until("the number is gone with the panel", lambda: CANARY not in self.tree(), 3)

    def it_is_written_down(self):
        rows = json.loads(self.house.run("list", "reveals", "--json", staff="gm").stdout)
        assert [(row["staff"], row["field"], row["reason"]) for row in rows] == [("sc", "phone", "call")] * 2, rows
        assert CANARY not in json.dumps(rows)
        for staff in ("sm", "rc", "gm", "sc", "ca"):
            for kind in ("customers", "deals"):
                assert CANARY not in self.house.run("list", kind, "--json", staff=staff).stdout, (staff, kind)

    def all_is_well(self):
        self.app.check()
        self.app.quit()

    STEPS = (nothing_shows_the_number, it_is_shown_with_a_reason, it_goes_by_itself, it_is_hidden_with_the_panel,
             it_is_written_down, all_is_well)


run_steps(Journey)
