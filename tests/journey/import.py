#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A store takes over its old deals through the import assistant: encoding, days that can be read in two ways, values, the
dry run, the import, the same file once more, taking it back; an impatient person who clicks twice and cancels; and files
that no table can be. TAP.
"""
import json
import re
import time

from house import House, PATIENCE, choose_file, launch, pick_far, run_steps, wait_until

HEADER = "编号,客户姓名,电话,阶段,车型,金额,建档日期,销售顾问\r\n"
# 05/06 may be the fifth of June or the sixth of May: no row of the file says which.
ROWS = ("A1,赵导入,13900000101,谈了三轮,澄屿 X5,168000,05/06/2025,陈立",
        "A2,钱导入,13900000102,客户开发,澄屿 E3,108000,07/08/2025,周敏",
        "A3,孙导入,13900000103,试驾过,澄屿 GT,399800,09/10/2025,陈立")


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        staff = self.house.people()
        self.table = self.house.folder / "旧系统.csv"
        text = "\r\n".join(ROWS).replace("陈立", staff["sc"]).replace("周敏", staff["sc2"])
        self.table.write_bytes((HEADER + text + "\r\n").encode("gb18030"))
        self.app, self.window = launch(session, self.house, "--page", "imports", title="Imports")
        self.assistant = None

    def deals(self):
        """The deals that came from the file, by the number they have there."""
        rows = json.loads(self.house.run("list", "deals", "--json").stdout)
        return {row["external_id"]: row for row in rows if (row["external_id"] or "").startswith("A")}

    # ---- the assistant ----

    def open_assistant(self, path):
        self.session.key("ctrl+i")
        self.assistant = self.app.window("Import", timeout=8 * PATIENCE)
        self.choose(path)

    def choose(self, path):
        self.assistant.find("button", re.compile(r"^Choose a file|\.csv$")).click()
        choose_file(self.session, self.app, "File to import", path)

    def close_assistant(self):
        self.session.key("Escape")
        wait_until("the assistant closes", lambda: self.assistant not in self.app.windows())

    def step(self, name):
        self.assistant.find("label", re.compile(f"^Step . of 5: {name}$"), timeout=10 * PATIENCE)

    def following(self, label="Next"):
        button = self.assistant.find("button", label, timeout=10 * PATIENCE)
        button.wait(lambda node: "sensitive" in node.states, 10 * PATIENCE)
        button.click()

    def map_stage(self, theirs, ours):
        pick_far(self.session, self.assistant.find("combo box", f"Stage: {theirs}", timeout=5 * PATIENCE), ours)

    def status(self, pattern):
        return self.assistant.wait_text("status", re.compile(pattern), timeout=15 * PATIENCE)

    def has_cell(self, text):
        return self.assistant.exists("label", text)

    # ---- the steps ----

    def encoding_is_found_and_can_be_chosen(self):
        self.open_assistant(self.table)
        self.status("^3 rows, 8 columns, GB18030")
        assert self.has_cell("赵导入")
        self.assistant.find("combo box", "Encoding").pick("Windows-1252")
        self.status("windows-1252|Windows-1252")
        wait_until("the preview shows the other reading", lambda: not self.has_cell("赵导入"))
        self.assistant.find("combo box", "Encoding").pick(re.compile("^GB18030"))
        wait_until("the preview is right again", lambda: self.has_cell("赵导入"))

    def days_of_two_readings_are_refused(self):
        self.following()
        self.step("Columns")
        self.following()
        self.step("Values")
        self.following()
        self.step("Check")
        alert = self.assistant.find("alert", timeout=10 * PATIENCE, where=lambda node: node.text != "")
        assert "建档日期" in alert.text and "05/06/2025" in alert.text and "order of day and month" in alert.text, alert.text
        assert "sensitive" not in self.assistant.find("button", "Import").states
        assert not self.deals(), "a check must write nothing"

    def unknown_values_are_listed(self):
        self.assistant.find("button", "Back").click()
        self.step("Columns")
        self.assistant.find("combo box", "Form of the days").pick("22/11/2025")
        self.following()
        self.step("Values")
        self.following()
        self.step("Check")
        self.status("^3 rows: 1 new, 0 changed, 2 skipped. 2 errors")
        for cell in ("2", "4", "谈了三轮", "试驾过"):
            self.assistant.find("label", cell, timeout=5 * PATIENCE)
        assert "sensitive" not in self.assistant.find("button", "Import").states
        skip = self.assistant.find("checkbox", "Skip rows with errors")
        skip.click()
        self.assistant.find("alert", timeout=5 * PATIENCE, where=lambda node: node.text.startswith("2 rows with errors"))
        assert "sensitive" in self.assistant.find("button", "Import").states
        skip.click()
        self.assistant.find("alert", timeout=5 * PATIENCE, where=lambda node: node.text.startswith("Nothing is written"))

    def values_are_mapped(self):
        self.assistant.find("button", "Back").click()
        self.following()
        self.step("Values")
        self.map_stage("谈了三轮", "Negotiation")
        self.map_stage("试驾过", "Test drive")
        self.following()
        self.step("Check")
        self.status("^3 rows: 3 new, 0 changed, 0 skipped. 0 errors")

    def the_import_writes(self):
        self.following("Import")
        self.step("Result")
        deals = self.deals()
        assert sorted(deals) == ["A1", "A2", "A3"], deals
        assert [deals[key]["stage"] for key in sorted(deals)] == ["NEGOTIATE", "LEAD", "DRIVE"], deals
        assert deals["A1"]["opened_on"] == "2025-06-05", deals["A1"]
        self.following("Close")

    def the_same_file_changes_nothing(self):
        before = self.deals()
        self.open_assistant(self.table)
        self.status("^3 rows")
        self.following()
        self.assistant.find("combo box", "Form of the days").pick("22/11/2025")
        self.following()
        self.map_stage("谈了三轮", "Negotiation")
        self.map_stage("试驾过", "Test drive")
        self.following()
        self.status("^3 rows: 0 new, 0 changed, 3 skipped. 0 errors")
        alert = self.assistant.find("alert", timeout=10 * PATIENCE, where=lambda node: node.text != "")
        assert "nothing to import" in alert.text and "here already" in alert.text, alert.text
        assert "sensitive" not in self.assistant.find("button", "Import").states
        assert self.deals() == before
        self.close_assistant()

    def a_double_click_imports_and_cancel_is_elsewhere(self):
        """The second press of a double click falls neither on a Cancel nor on the Close of the result; who cancels can
        import again at once."""
        rows = "".join(f"B{number},李{number:05},139{number:08},客户开发,澄屿 X5,168000,25/06/2025,\r\n"
                       for number in range(90000))
        path = self.house.folder / "viele.csv"
        path.write_bytes(("\ufeff" + HEADER + rows).encode())
        before = self.house.run("list", "deals", "--json").stdout
        self.open_assistant(path)
        self.status("^90000 rows")
        self.following()
        self.following()
        self.step("Values")
        self.following()
        self.assistant.find("button", "Import").wait(lambda node: "sensitive" in node.states, 30 * PATIENCE)
        button = self.assistant.find("button", "Import")
        button.click(count=2)
        cancel = self.assistant.find("button", "Cancel", timeout=5 * PATIENCE)
        time.sleep(0.3)
        assert "sensitive" in cancel.states and "sensitive" not in button.states, "the double click cancelled"
        assert cancel.rect()[0] + cancel.rect()[2] < button.rect()[0], (cancel.rect(), button.rect())
        cancel.click()
        self.assistant.find("alert", timeout=15 * PATIENCE, where=lambda node: "Nothing was written" in node.text)
        assert self.house.run("list", "deals", "--json").stdout == before
        self.status("^90000 rows: 90000 new")
        self.following("Import")
        self.assistant.find("button", "Cancel", timeout=5 * PATIENCE).click()
        self.assistant.find("alert", timeout=15 * PATIENCE, where=lambda node: "Nothing was written" in node.text)
        assert self.house.run("list", "deals", "--json").stdout == before
        self.close_assistant()

        # A small file is in before the second press: the result stays on the screen.
        path = self.house.folder / "wenige.csv"
        path.write_bytes(("\ufeff" + HEADER + rows[:rows.index("B1,")]).encode())
        self.open_assistant(path)
        self.status("^1 row,")
        self.following()
        self.following()
        self.step("Values")
        self.following()
        self.assistant.find("button", "Import").wait(lambda node: "sensitive" in node.states, 30 * PATIENCE)
        self.assistant.find("button", "Import").click(count=2)
        self.step("Result")
        self.following("Close")
        self.take_back("1")

    def take_back(self, n_rows):
        rows = self.window.find("tree grid", timeout=5 * PATIENCE)
        labels = [node for node in rows.find_all("label", n_rows)]
        max(labels, key=lambda node: node.rect()[1]).click()
        button = self.window.find("button", "Take back this import…")
        button.wait(lambda node: "sensitive" in node.states)
        button.click()
        question = self.app.window(lambda name: name != self.window.name, timeout=5 * PATIENCE)
        question.find("button", "Take back").click()

    def the_import_is_taken_back(self):
        self.take_back("3")
        wait_until("the deals are gone", lambda: not self.deals(), 10)
        self.window.find("label", re.compile("^taken back"), timeout=5 * PATIENCE)

    def broken_files_are_refused_in_words(self):
        broken = {
            "nul.csv": HEADER.encode() + b"A1,\0\0\0,139,LEAD\r\n",
            "zelle.csv": HEADER.encode() + b'A1,"' + b"x" * (10 << 20) + b'",139,LEAD\r\n',
            "leer.csv": HEADER.encode(),
            "bild.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        }
        for name, data in broken.items():
            (self.house.folder / name).write_bytes(data)
            if name == "nul.csv":
                self.open_assistant(self.house.folder / name)
            else:
                self.choose(self.house.folder / name)
            self.assistant.find("button", name, timeout=5 * PATIENCE)
            time.sleep(0.3 * PATIENCE)
            text = self.status(r"\w{3}").text
            following = self.assistant.find("button", "Next")
            wait_until(f"{name} is refused: {text}", lambda: "sensitive" not in following.states, 8)
            text = self.status(r"\w{3}").text
            assert len(text) > 20 and not re.search(r"^\d+ rows?,", text), f"{name}: {text}"
            print(f"# {name}: {text}")
        self.close_assistant()

    def all_is_well(self):
        assert "no problem" in self.house.run("check").stdout
        self.app.check()

    STEPS = (encoding_is_found_and_can_be_chosen, days_of_two_readings_are_refused, unknown_values_are_listed,
             values_are_mapped, the_import_writes, the_same_file_changes_nothing, the_import_is_taken_back,
             a_double_click_imports_and_cancel_is_elsewhere, broken_files_are_refused_in_words, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
