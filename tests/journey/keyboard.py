#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a mouse: a deal is entered, found, moved, opened and changed with keys alone; and every control of every page and
dialog has a name that a screen reader can say. TAP.
"""
import re
import time

from house import House, PATIENCE, launch, run_steps, wait_until

CONTROLS = {"button", "text box", "search box", "spin button", "combo box", "checkbox", "radio", "switch", "list item",
            "menu item", "list", "slider", "tab"}
# What GTK puts inside its own widgets, where the widget around it carries the name.
INNER = {"combo box", "spin button", "button", "list item"}
# What GTK and libadwaita build themselves, out of our reach: the list of a preferences group, the search of the shortcuts.
FOREIGN = {("Preferences", "list", "GtkListBox"), ("Keyboard shortcuts", "button", "GtkImage")}
# Whose page it is opens it: the administrator sees no deals.
PAGES = {
    "ad": ("Imports", "Staff", "Rights", "Rules", "Backups"),
    "gm": ("Pipeline", "Inactive", "Numbers shown", "Audit trail"),
}


def unnamed_controls(window):
    """The controls a screen reader could only call “button”: without a name, or named by their type."""
    found = []
    title = window.name
    for node, _, role, name, _ in window.walk():
        if (title, role, name) in FOREIGN or role not in CONTROLS or (name and not re.match(r"^(Gtk|Adw|Yb)[A-Z]", name)) or not node.mapped():
            continue
        path = node.path()[:-1]
        # libadwaita 1.2 gives the cross of its toast no name; the toast goes by itself, and Esc is not needed for it
        if any(parent.name.startswith("AdwToast") for parent in path):
            continue
        parents = [parent.role for parent in path]
        if parents[-1] not in INNER and not {"combo box", "tree grid"} & set(parents):
            found.append((role, name, parents[-4:]))
    return found


class Journey:
    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.deal = self.house.new_deal("键盘甲", "13900000001")
        self.lower = self.house.new_deal("键盘乙", "13900000002")
        self.app, self.window = launch(session, self.house)

    def keys(self, *keys):
        self.session.key(*keys)

    def focused(self):
        return [node for node, *_ in self.window.walk() if "focused" in node.states]

    def focus_is_on(self, role, name):
        wait_until(f"the focus is on the {role} {name}",
                   lambda: any(node.role == role and re.match(name, node.label) for node in self.focused()))

    def dialog(self, title=None):
        wait_until(f"the dialog {title}", lambda: len(self.app.windows()) > 1)
        return self.app.window(title or (lambda name: name != self.window.name), timeout=5 * PATIENCE)

    def only_main_window(self):
        wait_until("the dialog closes", lambda: len(self.app.windows()) == 1)

    def filter_to(self, text):
        """Ctrl+F, the text, and down to the first card that is left."""
        self.keys("ctrl+f")
        self.focus_is_on("search box", "Filter by text")
        self.keys("ctrl+a", "Delete")
        self.session.type(text)
        self.window.find("list item", re.compile("^" + text), timeout=8 * PATIENCE)
        wait_until("the others are gone", lambda: all(
            node.name.startswith(text) for column in self.columns() for node in column.find_all("list item")))
        self.keys("Return")
        self.focus_is_on("list item", text)

    def columns(self):
        return [node for node in self.window.find_all("list", re.compile(",")) if node.name != "Pages"]

    def wait_stage(self, deal, stage):
        wait_until(f"deal {deal} is in {stage}", lambda: self.house.stage(deal) == stage)

    # ---- steps ----

    def new_deal_is_entered(self):
        self.keys("ctrl+n")
        dialog = self.dialog("New deal")
        wait_until("the name has the focus", lambda: "focused" in dialog.find("text box", re.compile("^Name")).states)
        self.session.type("键盘新客\n13900000077\n")
        self.keys("alt+s")
        self.only_main_window()
        wait_until("the deal is in the file", lambda: "键盘新客" in self.house.run("list", "deals", "--json").stdout)

    def filter_finds_it(self):
        self.filter_to("键盘甲")

    def arrows_and_ctrl_arrows(self):
        self.keys("ctrl+Right")
        self.wait_stage(self.deal, "RECEPTION")
        self.focus_is_on("list item", "键盘甲")

    def enter_opens_and_escape_closes(self):
        self.keys("Return")
        panel = self.window.find("group", "Deal", timeout=5 * PATIENCE)
        self.focus_is_on("button", "Log a contact")
        self.keys("Return")
        dialog = self.dialog()
        assert dialog.exists("combo box", re.compile("^Channel"))
        self.keys("Escape")
        self.only_main_window()
        self.keys("Escape")
        panel.gone(5 * PATIENCE)
        self.focus_is_on("list item", "键盘甲")

    def menu_key_opens_the_menu(self):
        self.keys("Menu")
        item = self.window.find("menu item", re.compile("^Plan contact"), timeout=5 * PATIENCE)
        assert item.on_screen()
        self.keys("Escape")
        wait_until("the menu closes", lambda: not self.window.find_all("menu item", re.compile("^Plan contact"),
                                                                       where=lambda node: node.on_screen()))
        self.focus_is_on("list item", "键盘甲")

    def number_sends_back_with_a_reason(self):
        self.keys("1")
        sheet = self.dialog(re.compile("键盘甲"))
        wait_until("the reason has the focus",
                   lambda: any("focused" in node.states for node, *_ in sheet.find("combo box", "Reason").walk()))
        self.keys("space", *["Down"] * 4, "Return")
        wait_until("a reason is chosen", lambda: sheet.find("combo box", "Reason").text == "Moved by mistake")
        self.keys("alt+s")
        self.only_main_window()
        self.wait_stage(self.deal, "LEAD")

    def undo_by_key(self):
        self.filter_to("键盘甲")
        self.keys("ctrl+z")
        self.wait_stage(self.deal, "RECEPTION")

    def panes_by_f6(self):
        seen = set()
        for _ in range(8):
            self.keys("F6")
            time.sleep(0.2 * PATIENCE)
            for node in self.focused():
                lists = [parent.name for parent in node.path() if parent.role == "list"]
                seen.add("navigation" if "Pages" in lists else "board" if lists else "filters")
        assert seen >= {"navigation", "board"}, seen
        while not any("Pages" in [parent.name for parent in node.path()] for node in self.focused()):
            self.keys("F6")
            time.sleep(0.1)
        self.keys("Down")
        self.app.window("Inactive", timeout=5 * PATIENCE)
        self.keys("Up")
        self.app.window("Pipeline", timeout=5 * PATIENCE)

    def every_control_has_a_name(self):
        problems = [("Pipeline", *control) for control in unnamed_controls(self.window)]
        self.filter_to("键盘甲")
        self.keys("Return")
        self.window.find("group", "Deal", timeout=5 * PATIENCE)
        time.sleep(0.5 * PATIENCE)
        problems += [("panel", *control) for control in unnamed_controls(self.window)]
        self.keys("Escape")
        for key in ("ctrl+n", "7", "ctrl+comma", "ctrl+question"):
            self.keys(key)
            dialog = self.dialog()
            time.sleep(0.4 * PATIENCE)
            problems += [(dialog.name, *control) for control in unnamed_controls(dialog)]
            self.keys("Escape")
            self.only_main_window()
        assert not problems, "\n".join(map(str, problems))
        self.app.check()
        self.app.quit()

    def other_pages_too(self):
        problems = []
        for staff, pages in PAGES.items():
            self.app, self.window = launch(self.session, self.house, "--page", "rules", staff=staff, title="Rules")
            for page in pages:
                problems += self.problems_of(page)
            if staff != list(PAGES)[-1]:
                self.app.check()
                self.app.quit()
        assert not problems, "\n".join(map(str, problems))

    def problems_of(self, page):
        self.window.find("list", "Pages").find("list item", re.compile("^" + page)).click()
        self.app.window(page, timeout=5 * PATIENCE)
        time.sleep(0.5 * PATIENCE)
        problems = [(page, *control) for control in unnamed_controls(self.window)]
        if page in ("Imports", "Staff"):
            self.keys("ctrl+n")
            dialog = self.dialog()
            time.sleep(0.4 * PATIENCE)
            problems += [(dialog.name, *control) for control in unnamed_controls(dialog)]
            self.keys("Escape")
            self.only_main_window()
        return problems

    def all_is_well(self):
        assert "no problem" in self.house.run("check").stdout
        self.app.check()

    STEPS = (new_deal_is_entered, filter_finds_it, arrows_and_ctrl_arrows, enter_opens_and_escape_closes,
             menu_key_opens_the_menu, number_sends_back_with_a_reason, undo_by_key, panes_by_f6,
             every_control_has_a_name, other_pages_too, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
