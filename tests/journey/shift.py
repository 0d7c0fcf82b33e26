#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shift at one computer: a PIN, the lock, switching between two people, a manager's approval, a password that has to be
changed, an account that is closed meanwhile. TAP."""
import re

from house import House, PATIENCE, card, launch, run_steps, wait_until

PIN = "4711"


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.people = self.house.people()
        self.deal = self.house.new_deal("章自己", "13900000001")
        self.app, self.window = launch(session, self.house, staff="sc")

    def choose(self, code):
        """From the list, by the first letters of the code as one types ahead; from the password, by the arrows."""
        people = self.window.find("list", "Who are you?", timeout=8 * PATIENCE).find_all("list item")
        wait_until("something has the focus", lambda: self.focused(people) or self.focused(self.entries()))
        target = next(i for i, person in enumerate(people) if person.name.startswith(self.people[code] + ","))
        if self.focused(people):
            self.session.type(code)
        else:
            here = next(i for i, person in enumerate(people) if "selected" in person.states)
            self.session.key(*["Down" if target > here else "Up"] * abs(target - here))
        wait_until(f"{code} is chosen", lambda: "selected" in people[target].states)
        if self.focused(people):
            self.session.key("Return")

    def entries(self):
        return [entry for entry in self.window.find_all("text box") if entry.on_screen()]

    @staticmethod
    def focused(nodes):
        return any("focused" in node.states for node in nodes)

    def secret(self, label):
        entry = self.window.find("text box", label, timeout=8 * PATIENCE)
        wait_until(f"“{label}” has the focus", lambda: "focused" in entry.states)
        return entry

    def menu(self, label):
        self.window.find("button", re.compile("^Signed in: ")).click()
        self.window.find("menu item", re.compile(label), where=lambda node: node.on_screen()).click()

    def set_pin(self):
        self.menu("^Set PIN")
        dialog = self.app.window("Set PIN", timeout=5 * PATIENCE)
        dialog.find("text box", re.compile("^Password")).type("demo")
        dialog.find("text box", re.compile("^PIN")).type(PIN)
        dialog.find("button", "Save").click()
        wait_until("the PIN is set", lambda: len(self.app.windows()) == 1)

    def come_back_by_pin(self):
        self.session.key("ctrl+l")
        self.app.window("Yingbin", timeout=5 * PATIENCE)
        self.secret("PIN or password")
        self.session.type(PIN + "\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)
        card(self.window, "章自己")

    def switch_people(self):
        """The manager comes with the password, the consultant goes on with the PIN."""
        self.session.key("ctrl+l")
        self.app.window("Yingbin", timeout=5 * PATIENCE)
        self.choose("sm")
        self.secret("Password")
        self.session.type("demo\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)
        self.window.find("button", "Signed in: " + self.people["sm"])
        self.session.key("ctrl+l")
        self.app.window("Yingbin", timeout=5 * PATIENCE)
        self.choose("sc")
        self.secret("PIN or password")
        self.session.type(PIN + "\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)
        self.window.find("button", "Signed in: " + self.people["sc"])

    def wrong_pins_need_the_password(self):
        self.session.key("ctrl+l")
        self.app.window("Yingbin", timeout=5 * PATIENCE)
        self.secret("PIN or password")
        for number in range(3):
            self.session.key("ctrl+a", "Delete")
            self.session.type("1357\n")
            wait_until("the failure is told", lambda: self.house_failures() == number + 1, 15)
        self.secret("Password")
        self.session.key("ctrl+a", "Delete")
        self.session.type("demo\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)

    def house_failures(self):
        import sqlite3
        with sqlite3.connect(f"file:{self.house.path}?mode=ro", uri=True) as file:
            return file.execute("SELECT count(*) FROM audit WHERE verb = 'staff.sign-in' AND arguments LIKE "
                                "'%\"granted\":false%'").fetchone()[0]

    def manager_approves(self):
        """The consultant asks for the loss and, with the manager beside, confirms it in the same dialog."""
        self.house.do("deal.lose", staff="sc", deal=self.deal, reason="price", text="别家便宜很多")
        self.window.find("list", "Pages").find("list item", re.compile("^Inactive")).click()
        self.app.window("Inactive", timeout=5 * PATIENCE)
        self.window.find("label", "章自己", timeout=8 * PATIENCE).click()
        self.window.find("button", re.compile("^Confirm loss")).click()
        dialog = self.app.window("Confirm loss", timeout=5 * PATIENCE)
        password = dialog.find("text box", "Password of the manager")
        dialog.find("button", "Confirm loss")
        password.type("wrong\n")
        dialog.find("label", re.compile("do not fit"), timeout=15 * PATIENCE)
        password.set_text("demo")
        dialog.find("button", "Confirm loss").click()
        wait_until("the loss is confirmed", lambda: self.house.deal(self.deal)["outcome"] == "lost", 15)
        last = self.house.deal(self.deal)["history"][-1]
        assert last["staff"] == "sc" and last["approver"] in ("sm", "gm"), last

    def others_password_is_changed(self):
        self.house.run("do", staff="ad", text='{"verb":"staff.set-password","staff":"sc2","password":"given"}\n')
        self.session.key("ctrl+shift+l")
        self.choose("sc2")
        self.secret("Password")
        self.session.type("given\n")
        self.window.find("label", "Choose a password of your own", timeout=15 * PATIENCE)
        self.secret("New password")
        self.session.type("12345678\n")
        self.window.find("label", re.compile("guessed"), timeout=5 * PATIENCE)
        self.session.key("ctrl+a")
        self.session.type("mine alone\tmine alone\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)
        self.window.find("button", "Signed in: " + self.people["sc2"])

    def closed_account_is_out_at_once(self):
        self.house.run("do", staff="ad", text='{"verb":"staff.deactivate","staff":"sc2"}\n')
        self.app.window("Yingbin", timeout=15 * PATIENCE)
        self.window.find("label", re.compile("account was closed"), timeout=5 * PATIENCE)
        people = self.window.find("list", "Who are you?").find_all("list item")
        assert not any(person.name.startswith(self.people["sc2"] + ",") for person in people)

    def all_is_well(self):
        self.app.check()

    STEPS = (set_pin, come_back_by_pin, switch_people, wrong_pins_need_the_password, manager_approves,
             others_password_is_changed, closed_account_is_out_at_once, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
