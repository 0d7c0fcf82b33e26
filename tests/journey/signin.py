#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with the keyboard: a wrong password is told in place, the right one opens what the role may see. TAP."""
import re

from house import House, PATIENCE, PROGRAM, card, program_environment, run_steps, wait_until


class Journey:
    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.own = self.house.new_deal("章自己", "13900000001")
        self.other = self.house.do("deal.create", name="邓别人", phone="13900000002", source="call", consultant="sc2")
        self.app = session.launch([PROGRAM, "--database", self.house.path], env=program_environment(),
                                  timeout=20 * PATIENCE)
        self.window = self.app.window("Yingbin", timeout=10 * PATIENCE)

    def choose(self, role):
        """From the first person down to the one with the role, by the arrow key."""
        people = self.window.find("list", "Who are you?", timeout=8 * PATIENCE).find_all("list item")
        number = next(i for i, person in enumerate(people) if person.name.endswith(", " + role))
        self.session.key("Home", *["Down"] * number)
        wait_until(f"the {role} is chosen", lambda: "selected" in people[number].states)
        self.session.key("Return")
        password = self.window.find("text box", "Password")
        wait_until("the password has the focus", lambda: "focused" in password.states)
        return people[number]

    def wrong_password_is_told(self):
        self.choose("Sales consultant")
        self.session.type("wrong\n")
        alert = self.window.find("alert", timeout=15 * PATIENCE, where=lambda node: node.text != "")
        assert "password" in alert.text, alert.text
        assert self.window.find("text box", "Password").mapped()

    def right_password_opens(self):
        self.session.key("ctrl+a", "Delete")
        self.session.type("demo\n")
        self.app.window("Pipeline", timeout=15 * PATIENCE)
        self.window.find("button", re.compile("^Signed in: "))

    def consultant_sees_what_the_role_may(self):
        pages = [row.name for row in self.window.find("list", "Pages").find_all("list item")]
        assert not any(name.startswith(("Staff", "Imports")) for name in pages), pages
        card(self.window, "章自己")
        assert not self.window.find_all("list item", re.compile("^邓别人")), "a deal of a colleague is shown"
        self.window.find("button", "Main menu").click()
        item = self.window.find("menu item", re.compile("Import"), where=lambda node: node.on_screen())
        assert "sensitive" not in item.states, "a consultant may not import"
        self.session.key("Escape")

    def locked_window_shows_nobody(self):
        self.session.key("ctrl+n")
        dialog = self.app.window("New deal", timeout=5 * PATIENCE)
        dialog.find("text box", "Name").type("半个名字")
        self.session.key("ctrl+l")
        self.app.window("Yingbin", timeout=5 * PATIENCE)
        password = self.window.find("text box", "Password")
        wait_until("the password has the focus", lambda: "focused" in password.states)
        wait_until("no card is on the screen", lambda: not self.on_screen("list item", "^章自己"))
        assert not self.on_screen("text box", "^Name"), "the dialog is still there"
        self.session.type("wrong\n")
        self.window.find("alert", timeout=15 * PATIENCE, where=lambda node: "password" in node.text)
        assert not self.on_screen("list item", "^章自己")
        self.session.key("ctrl+a", "Delete")
        self.session.type("demo\n")
        dialog = self.app.window("New deal", timeout=15 * PATIENCE)
        assert dialog.find("text box", "Name").text == "半个名字"
        self.session.key("Escape")
        wait_until("it is asked before the text is lost", lambda: self.on_screen("button", "^Discard$"))
        self.on_screen("button", "^Discard$")[0].click()
        wait_until("the dialog is gone", lambda: len(self.app.windows()) == 1)

    def on_screen(self, role, pattern):
        return [node for window in self.app.windows() for node in window.find_all(role, re.compile(pattern))
                if node.on_screen()]

    def the_next_person_signs_in(self):
        self.session.key("ctrl+shift+l")
        self.choose("Administrator")
        self.session.type("demo\n")
        self.window.find("list", "Pages", timeout=15 * PATIENCE).find("list item", "Staff", timeout=5 * PATIENCE).click()
        self.app.window("Staff", timeout=5 * PATIENCE)
        self.window.find("label", "sc2", timeout=5 * PATIENCE)

    def all_is_well(self):
        self.app.check()

    STEPS = (wrong_password_is_told, right_password_opens, consultant_sees_what_the_role_may,
             locked_window_shows_nobody, the_next_person_signs_in,
             all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
