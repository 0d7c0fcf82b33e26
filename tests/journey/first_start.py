#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start, with the keyboard: the assistant makes the dealership's own file, checks that the recovery key was
written down, and leaves nothing behind when one goes back or away. TAP."""
import os
import pathlib
import re
import subprocess

from house import CTL, PATIENCE, PROGRAM, program_environment, run_steps, wait_until

PASSWORD = "fuelled by tea"
PIN = "2580"


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.data = pathlib.Path(folder) / "data"
        self.environment = program_environment(XDG_DATA_HOME=str(self.data))
        self.start()

    def start(self):
        self.app = self.session.launch([PROGRAM], env=self.environment, timeout=20 * PATIENCE)
        self.window = self.app.window("Yingbin", timeout=15 * PATIENCE)

    def files(self):
        folder = self.data / "yingbin"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def entry(self, label):
        found = self.window.find("text box", label, timeout=8 * PATIENCE)
        wait_until(f"“{label}” has the focus", lambda: "focused" in found.states)
        return found

    def heading(self, text, seconds=8):
        return self.window.find("label", text, timeout=seconds * PATIENCE, where=lambda node: node.on_screen())

    def click(self, label):
        self.window.find("button", label, timeout=5 * PATIENCE, where=lambda node: node.on_screen()).click()

    def mistakes_are_told(self):
        self.heading("Welcome to Yingbin")
        assert self.files() == [], self.files()
        self.session.key("Return")
        self.entry("Name of the dealership")
        self.session.key("Return")
        self.heading(re.compile("name of the dealership is missing"))
        self.session.type("桂林迎宾汽车\t9:00\t25:00\n")
        self.heading(re.compile("A time such as 18:00"))
        self.session.key("ctrl+a")
        self.session.type("20:30\n")
        self.entry("Name of the administrator")
        self.session.type("王店长\t12345678\t12345678\n")
        self.heading(re.compile("guessed at once"))
        self.entry("Password")
        self.session.key("ctrl+a")
        self.session.type(PASSWORD + "\n")
        self.heading(re.compile("differ"))
        self.session.key("ctrl+a")
        self.session.type(PASSWORD + "\n")
        self.heading("The file")
        assert self.files() == [], self.files()

    def key_is_shown(self):
        self.entry("Where the file lies")
        self.session.key("Return")
        self.heading("The recovery key", seconds=30)
        groups = [label.name for label in self.window.find_all("label", re.compile(r"^Group \d+: "))]
        assert len(groups) == 14, groups
        self.key = [group.split(": ")[1] for group in groups]
        assert "yingbin.db" not in self.files(), self.files()

    def going_back_takes_the_key_back(self):
        self.session.key("Escape")
        self.entry("Where the file lies")
        assert self.files() == [], self.files()
        self.session.key("Return")
        self.heading("The recovery key", seconds=30)
        groups = [label.name for label in self.window.find_all("label", re.compile(r"^Group \d+: "))]
        again = [group.split(": ")[1] for group in groups]
        assert again != self.key
        self.key = again

    def going_away_leaves_nothing(self):
        self.session.key("ctrl+w")
        self.app.wait(10 * PATIENCE)
        assert self.files() == [], self.files()
        self.start()
        self.heading("Welcome to Yingbin")
        self.session.key("Return")
        self.entry("Name of the dealership")
        self.session.type("桂林迎宾汽车\t9:00\t20:30\n")
        self.entry("Name of the administrator")
        self.session.type(f"王店长\t{PASSWORD}\t{PASSWORD}\n")
        self.entry("Where the file lies")
        self.session.key("Return")
        self.heading("The recovery key", seconds=30)
        groups = [label.name for label in self.window.find_all("label", re.compile(r"^Group \d+: "))]
        self.key = [group.split(": ")[1] for group in groups]

    def key_is_checked(self):
        self.click("Next")
        self.heading("Is the key on paper?")
        entries = [node for node in self.window.find_all("text box", re.compile(r"^Group \d+$")) if node.on_screen()]
        assert len(entries) == 2, entries
        self.session.type("AAAA\tBBBB\n")
        self.heading(re.compile("not what stands on your paper"))
        assert "yingbin.db" not in self.files()
        for entry in entries:
            entry.set_text(self.key[int(entry.name.split()[1]) - 1].lower())
        self.click("Finish")
        self.window.find("list", "Who are you?", timeout=15 * PATIENCE)
        wait_until("the file has its name", lambda: "yingbin.db" in self.files())
        assert not any(".setup" in name for name in self.files()), self.files()

    def administrator_signs_in(self):
        entry = self.window.find("text box", "Password", timeout=8 * PATIENCE)
        entry.type(PASSWORD + "\n")
        self.window.find("button", "Signed in: 王店长", timeout=15 * PATIENCE)

    def file_says_the_same(self):
        database = str(self.data / "yingbin/yingbin.db")
        environment = {**os.environ, **self.environment, "YINGBIN_PASSWORD": PASSWORD}
        listed = subprocess.run([CTL, "--database", database, "list", "rules", "--json"], env=environment,
                                capture_output=True, text=True, check=True).stdout
        assert re.search(r'"house\.opens-at","value":"?900', listed), listed
        assert re.search(r'"house\.closes-at","value":"?2030', listed), listed
        subprocess.run([CTL, "--database", database, "check"], env=environment, capture_output=True, text=True,
                       check=True)

    def comes_back_by_pin(self):
        self.window.find("button", re.compile("^Signed in: ")).click()
        self.window.find("menu item", re.compile("^Set PIN"), where=lambda node: node.on_screen()).click()
        dialog = self.app.window("Set PIN", timeout=5 * PATIENCE)
        dialog.find("text box", re.compile("^Password")).type(PASSWORD)
        dialog.find("text box", re.compile("^PIN")).type(PIN)
        dialog.find("button", "Save").click()
        wait_until("the PIN is set", lambda: len(self.app.windows()) == 1)
        self.session.key("ctrl+l")
        self.entry("PIN or password")
        self.session.type(PIN + "\n")
        self.window.find("button", "Signed in: 王店长", timeout=15 * PATIENCE, where=lambda node: node.on_screen())

    def next_start_opens_the_file(self):
        self.session.key("ctrl+q")
        self.app.wait(10 * PATIENCE)
        self.start()
        entry = self.window.find("text box", "PIN or password", timeout=15 * PATIENCE)
        entry.type(PIN + "\n")
        self.window.find("button", "Signed in: 王店长", timeout=15 * PATIENCE)

    def all_is_well(self):
        self.app.check()

    STEPS = (mistakes_are_told, key_is_shown, going_back_takes_the_key_back, going_away_leaves_nothing, key_is_checked,
             administrator_signs_in, file_says_the_same, comes_back_by_pin, next_start_opens_the_file, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
