#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A consultant walks one deal through all nine stages from the deal panel, with the evidence each gate asks for, and gives
up another one; the manager confirms the loss, re-activates the deal and gives it to somebody else. TAP.
"""
import re

from house import House, PATIENCE, card, launch, pick_far, run_steps, wait_until

# An identity card number with a right check digit that belongs to nobody (the sample of GB 11643).
ID_NUMBER = "11010519491231002X"


class Journey:
    CHAINED = True

    def __init__(self, folder, session):
        self.session = session
        self.house = House(folder)
        self.deal = self.house.new_deal("吴面板", "13900000001", met=False)
        self.given_up = self.house.new_deal("郑放弃", "13900000002")
        self.app, self.window = launch(session, self.house, staff="sc")

    # ---- the panel ----

    def open_panel(self, name):
        card(self.window, name).click()
        self.session.key("Return")
        self.panel = self.window.find("group", "Deal", timeout=5 * PATIENCE)
        self.panel.find("label", name, timeout=5 * PATIENCE)

    def fill(self, dialog, fields):
        """Fills a form by the labels of its fields: a text, a choice, or True for a box to be checked."""
        for label, value in fields.items():
            field = dialog.find(None, re.compile("^" + re.escape(label) + r"( \*)?$"), timeout=5 * PATIENCE,
                                where=lambda node: node.role in ("text box", "combo box", "checkbox", "spin button"))
            field.scroll_to(30 * PATIENCE)
            if value is True:
                if "checked" not in field.states:
                    field.click()
            elif field.role == "combo box":
                pick_far(self.session, field, value)
            else:
                field.type(value, clear=True)

    def press(self, button, fields):
        """Presses a button of the panel, fills the form that opens, and saves it."""
        known = self.app.windows()
        node = self.panel.find("button", button, timeout=8 * PATIENCE)
        node.scroll_to(30 * PATIENCE)
        node.click()
        wait_until(f"a form for {button}", lambda: any(window not in known for window in self.app.windows()))
        dialog = next(window for window in self.app.windows() if window not in known)
        self.fill(dialog, fields)
        dialog.find("button", re.compile("^(Save|" + re.escape(button.rstrip("…")) + ")…?$")).click()
        wait_until(f"{button} is saved", lambda: dialog not in self.app.windows())

    def move_to(self, label, stage):
        """The one suggested button moves the deal, once nothing is missing."""
        self.panel.find("label", f"Ready for “{label}”", timeout=8 * PATIENCE)
        button = self.panel.find("button", f"Move to “{label}”")
        button.scroll_to(30 * PATIENCE)
        button.click()
        wait_until(f"the deal is in {stage}", lambda: self.house.stage(self.deal) == stage)

    # ---- the nine stages ----

    def contact_is_logged(self):
        self.open_panel("吴面板")
        self.panel.find("label", "To do before “Reception”")
        self.press("Log a contact…", {"Channel": "Phone", "Reached": True, "What was said": "约好周六上午到店",
                                          "Next contact": "+2"})
        assert self.house.deal(self.deal)["contacts"][0]["text"] == "约好周六上午到店"
        self.move_to("Reception", "RECEPTION")

    def visit_and_privacy(self):
        self.press("The purpose of the visit", {"Purpose of the visit": "Comparing models"})
        self.press("The customer's answer to the privacy notice", {"Channel": "Visit", "The customer agrees": "Yes"})
        self.move_to("Needs consultation", "NEEDS")

    def needs_are_surveyed(self):
        self.press("The needs survey, confirmed with the customer", {
            "Kind of purchase": "Additional car", "Budget": "200000", "Use": "Family", "Planned purchase": "+30",
            "Decision maker": "Spouse", "Summary confirmed with the customer": True})
        self.move_to("Product presentation", "PRESENT")

    def model_is_agreed_and_drive_waived(self):
        self.press("Model and trim, agreed by the customer",
                   {"Model": "澄屿 X5", "Trim": "豪华版", "Colour": "白", "Customer agrees": True})
        self.press("Waive test drive", {"Waived because": "Customer declined"})
        self.move_to("Test drive", "DRIVE")

    def demand_is_known(self):
        self.press("The customer's price or terms, or “not stated”", {"Demanded price": "165000"})
        self.move_to("Negotiation", "NEGOTIATE")

    def offer_is_accepted(self):
        self.press("Make offer", {"Offer": "168000", "Valid until": "+7"})
        self.press("An accepted offer that has not expired", {})
        self.press("Legal name and identity document of the buyer", {
            "Legal name of the buyer": "吴面板", "Kind of identity document": "Identity card",
            "Number of the document": ID_NUMBER})
        self.press("A car allocated, or to be ordered", {"Car": "To be ordered from the factory"})
        self.move_to("Closing", "CLOSE")

    def contract_is_signed_and_paid(self):
        self.press("Contract number, date and promised delivery", {
            "Contract number": "HT-2026-001", "Signed on": "today", "Promised delivery": "+20",
            "Agreed first payment": "30000"})
        # Money is the cashier's (security.md): the panel shows it as soon as it is there.
        self.house.do("deal.payment", staff="ca", deal=self.deal, kind="first", amount="30000", method="transfer")
        self.move_to("Delivery", "DELIVERY")
        assert self.house.deal(self.deal)["outcome"] == "won"

    def car_is_delivered(self):
        self.press("Record delivery", {"Delivered on": "today", "Service advisor was present": True,
                                       "Preferred channel, verified": "WeChat"})
        self.move_to("Follow-up", "FOLLOWUP")
        history = self.house.deal(self.deal)["history"]
        assert sum(row["kind"] == "moved" for row in history) == 8, history

    # ---- lost, confirmed, re-activated, given away ----

    def deal_is_given_up(self):
        self.session.key("Escape")
        self.open_panel("郑放弃")
        self.press("Close deal as lost", {"Reason of the loss": "Price too high", "In words": "差三千没谈拢"})
        assert self.house.deal(self.given_up)["outcome"] == "open", "a loss needs the manager"
        self.app.check()
        self.app.quit()

    def manager_confirms(self):
        self.app, self.window = launch(self.session, self.house, "--page", "lost", title="Inactive")
        self.choose_row("郑放弃")
        self.press_page("Confirm loss…", {})
        wait_until("the deal is lost", lambda: self.house.deal(self.given_up)["outcome"] == "lost")

    def manager_reactivates(self):
        self.window.find("combo box", "Which deals").pick(re.compile("^Lost"))
        self.choose_row("郑放弃")
        self.press_page("Re-activate…", {"Stage": "Reception", "What happened": "客户接受了价格"})
        wait_until("the deal is open", lambda: self.house.deal(self.given_up)["outcome"] == "open")
        assert self.house.stage(self.given_up) == "RECEPTION"

    def manager_changes_the_owner(self):
        before = self.house.deal(self.given_up)["consultant"]
        self.window.find("list", "Pages").find("list item", "Pipeline").click()
        self.open_panel("郑放弃")
        self.press("Change consultant", {"Consultant": self.house.people()["sc2"], "Reason": "客户指定"})
        assert self.house.deal(self.given_up)["consultant"] != before

    def choose_row(self, name):
        self.window.find("label", name, timeout=8 * PATIENCE).click()

    def press_page(self, button, fields):
        """As press(), for a button of the page."""
        self.panel = self.window
        self.press(button, fields)

    def all_is_well(self):
        assert "no problem" in self.house.run("check").stdout
        self.app.check()

    STEPS = (contact_is_logged, visit_and_privacy, needs_are_surveyed, model_is_agreed_and_drive_waived, demand_is_known,
             offer_is_accepted, contract_is_signed_and_paid, car_is_delivered, deal_is_given_up, manager_confirms,
             manager_reactivates, manager_changes_the_owner, all_is_well)


if __name__ == "__main__":
    run_steps(Journey)
