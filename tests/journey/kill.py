#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the window at any moment of a stream of moves made with the keyboard: what its line of status has acknowledged is
in the file, at most one move more is, and the file is sound. TAP.

    kill.py [ROUNDS]    more rounds than the few of the suite
"""
import os
import random
import re
import signal
import sqlite3
import sys
import tempfile
import time
import traceback

from house import House, PATIENCE, SCREEN, Session, card, launch

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
LONGEST_LIFE = 3.0


class Round:
    def __init__(self, session, house, deal):
        self.session, self.house, self.deal = session, house, deal

    def written(self):
        """How many moves and undos the file holds."""
        with sqlite3.connect(f"file:{self.house.path}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM audit WHERE verb IN ('deal.move', 'undo')").fetchone()[0]

    def run(self, chance):
        before = self.written()
        app, window = launch(self.session, self.house)
        card(window, "王移动").click()
        status = window.find("status", timeout=8 * PATIENCE)
        end = time.monotonic() + chance.uniform(0.2, LONGEST_LIFE) * PATIENCE
        acknowledged = pressed = 0
        is_there = self.house.stage(self.deal) == "RECEPTION"
        while time.monotonic() < end:
            self.session.key("ctrl+z" if is_there else "ctrl+Right")
            pressed += 1
            wanted = re.compile("^Undone" if is_there else "^王移动 → Reception$")
            while time.monotonic() < end and not wanted.match(status.text):
                time.sleep(0.002)
            if wanted.match(status.text):
                acknowledged += 1
                is_there = not is_there
        os.kill(app.proc.pid, signal.SIGKILL)
        app.proc.wait()
        self.session.apps.remove(app)
        found = self.written() - before
        checked = self.house.run("check", check=False)
        return acknowledged, found, checked.returncode == 0 and found <= pressed


def main():
    lost = bad = total = extra = 0
    print("1..1", flush=True)
    chance = random.Random()
    try:
        with tempfile.TemporaryDirectory() as folder, Session(screen=SCREEN) as session:
            os.environ["XDG_STATE_HOME"] = os.path.join(folder, "state")
            session.env["XDG_STATE_HOME"] = os.environ["XDG_STATE_HOME"]
            house = House(folder)
            deal = house.new_deal("王移动", "13900000001")
            for number in range(ROUNDS):
                acknowledged, found, sound = Round(session, house, deal).run(chance)
                total += acknowledged
                lost += max(0, acknowledged - found)
                extra += max(0, found - acknowledged)
                bad += not sound
                if number % 100 == 99:
                    print(f"# {number + 1} rounds: {total} acknowledged, {lost} lost, {bad} bad", flush=True)
        print(f"# {ROUNDS} rounds: {total} acknowledged, {lost} lost, {bad} bad, {extra} committed but not acknowledged",
              flush=True)
        assert lost == 0 and bad == 0 and total > 0 and extra <= ROUNDS
        print("ok 1 every_move_that_the_window_acknowledged_is_there")
    except Exception:  # pylint: disable=broad-except
        print("\n".join("# " + line for line in traceback.format_exc().split("\n")))
        print("not ok 1 every_move_that_the_window_acknowledged_is_there")
        sys.exit(1)


main()
