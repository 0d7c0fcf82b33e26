#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The administrator backs up, brings a backup back, and gets a damaged file going again: by the newest backup, and by the rescue
of what can be read. Counts the clicks of the recovery. TAP."""
import os
import pathlib
import re

from house import House, PATIENCE, PROGRAM, launch, program_environment, run_steps

SHOTS = os.environ.get("YB_SHOTS")


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.clicks = 0
        self.app, self.window = launch(session, self.house, "--page", "backups", staff="ad", title="Backups")

    def shot(self, name):
        if SHOTS:
            self.app.settle()
            self.session.screenshot(str(pathlib.Path(SHOTS) / f"{name}.png"))

    def click(self, window, role, name):
        node = window.find(role, name, timeout=20 * PATIENCE)
        node.wait(lambda found: "sensitive" in found.states, 10 * PATIENCE)
        node.click()
        self.clicks += 1

    def customers(self):
        return len(self.house.run("list", "customers", "--json").stdout.split('"id":'))

    def copies(self):
        return sorted(pathlib.Path(self.house.path + "-backups").glob("*.ybbackup"))

    # ---- the steps ----

    def an_empty_page_says_what_will_be_here(self):
        self.window.find("label", "No backup yet", timeout=10 * PATIENCE)
        self.shot("backups-empty")

    def a_backup_is_made_and_listed(self):
        self.click(self.window, "button", "Back up now")
        self.window.find("label", re.compile("by hand"), timeout=30 * PATIENCE)
        assert len(self.copies()) == 1
        self.shot("backups-one")

    def it_is_verified(self):
        self.window.find("label", re.compile("by hand")).click()
        self.click(self.window, "button", "Verify")
        self.window.find("label", re.compile("verified just now"), timeout=30 * PATIENCE)

    def it_is_restored(self):
        before = self.customers()
        self.house.do("customer.create", staff="sm", name="谁也不该丢", phone="13900001234")
        assert self.customers() == before + 1
        self.window.find("label", re.compile("by hand")).click()
        self.click(self.window, "button", "Restore…")
        dialog = self.app.window("Restore a backup", timeout=8 * PATIENCE)
        self.shot("restore-ask")
        self.click(dialog, "button", "Restore")
        dialog.find("label", "The file is restored", timeout=60 * PATIENCE)
        self.shot("restore-done")
        assert self.customers() == before
        assert len(self.copies()) == 2, "the state before the restore is backed up"
        self.click(dialog, "button", "Close")
        self.window.find("button", re.compile("Sign in"), timeout=20 * PATIENCE)

    def a_damaged_file_is_restored_in_five_clicks(self):
        before = self.customers()
        self.app.quit()
        with open(self.house.path, "r+b") as file:
            file.write(bytes(8192))
        damaged = pathlib.Path(self.house.path).read_bytes()
        self.start_damaged()
        self.clicks = 0
        self.click(self.window, "button", "Recover…")
        dialog = self.app.window("This file is damaged", timeout=8 * PATIENCE)
        password = dialog.find("text box", re.compile("^Password"), timeout=20 * PATIENCE)
        password.wait(lambda node: "focused" in node.states, 5 * PATIENCE)
        self.shot("damaged")
        self.session.type("wrong-one\n")
        dialog.find("alert", re.compile("does not open it"), timeout=60 * PATIENCE)
        self.shot("damaged-wrong-password")
        self.session.type("demo")
        self.click(dialog, "button", "Restore")
        dialog.find("label", "The file is restored", timeout=60 * PATIENCE)
        self.click(dialog, "button", "Close")
        assert self.clicks <= 5, self.clicks
        assert self.customers() == before
        kept = [path for path in self.house.folder.glob("house.db.damaged-*") if path.read_bytes() == damaged]
        assert kept, "the damaged file is kept as it was"

    def what_can_be_read_is_rescued(self):
        before = self.customers()
        self.app.quit()
        with open(self.house.path, "r+b") as file:
            file.write(bytes(4096))
        self.start_damaged()
        self.clicks = 0
        self.click(self.window, "button", "Recover…")
        dialog = self.app.window("This file is damaged", timeout=8 * PATIENCE)
        self.click(dialog, "checkbox", re.compile("^Rescue"))
        self.click(dialog, "button", "Rescue")
        dialog.find("label", re.compile("This list is also in"), timeout=60 * PATIENCE)
        self.shot("rescued")
        self.click(dialog, "button", "Use this file")
        dialog.find("label", re.compile("Work goes on"), timeout=60 * PATIENCE)
        self.click(dialog, "button", "Close")
        assert self.clicks <= 5, self.clicks
        assert self.customers() == before

    def start_damaged(self):
        self.app = self.session.launch([PROGRAM, "--database", self.house.path], env=program_environment(),
                                       timeout=20 * PATIENCE)
        self.window = self.app.window("Yingbin", timeout=15 * PATIENCE)

    STEPS = (an_empty_page_says_what_will_be_here, a_backup_is_made_and_listed, it_is_verified, it_is_restored,
             a_damaged_file_is_restored_in_five_clicks, what_can_be_read_is_rescued)


if __name__ == "__main__":
    run_steps(Journey)
