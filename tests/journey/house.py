# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys share: a small dealership made by yingbinctl, and the program in a session of its own."""
import gettext
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from uidrive import Session  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("YB_BUILD") or ROOT / "_build").resolve()
PROGRAM = str(BUILD / "src/app/yingbin")
CTL = str(BUILD / "src/ctl/yingbinctl")
SCREEN = "1366x768x24"


def is_sanitized():
    try:
        options = json.loads((BUILD / "meson-info/intro-buildoptions.json").read_text(encoding="utf-8"))
    except OSError:
        return False
    return any(option["name"] == "b_sanitize" and option["value"] != "none" for option in options)


# The sanitizers slow everything down; waiting longer costs nothing when it goes well.
PATIENCE = 4 if is_sanitized() else 1


def program_environment(language="C.UTF-8", **further):
    environment = {
        "LC_ALL": language,
        "LANGUAGE": "",
        "YINGBIN_PASSWORD": "demo",
        "YINGBIN_LOCALEDIR": str(BUILD / "po"),
        "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
        "G_DEBUG": "fatal-warnings",
    }
    for name in ("LOCPATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    environment.update(further)
    return environment


def words_of(language):
    """The program's own translations: what a string of the source reads on the screen in that language."""
    try:
        return gettext.translation("yingbin", str(BUILD / "po"), languages=[language.split(".")[0]])
    except OSError:
        return gettext.NullTranslations()


class House:
    """A file with a demo dealership, and yingbinctl on it."""

    def __init__(self, folder, customers=30, seed=1):
        self.path = str(pathlib.Path(folder) / "house.db")
        self.folder = pathlib.Path(folder)
        self.run("demo", "--customers", str(customers), "--months", "3", "--seed", str(seed))

    def run(self, *arguments, staff="sm", check=True, text=None):
        command = [CTL, "--database", self.path, "--as", staff, *arguments]
        result = subprocess.run(command, env=dict(os.environ, **program_environment()), capture_output=True, text=True,
                                input=text, check=False)
        if check and result.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: {result.stdout}{result.stderr}")
        return result

    def do(self, verb, staff="sm", **arguments):
        answer = json.loads(self.run("do", staff=staff, text=json.dumps({"verb": verb, **arguments}) + "\n").stdout)
        assert answer["ok"], answer
        return answer

    def new_deal(self, name, phone, met=True):
        """A deal in the first stage, the consultant sc; @met: with a contact that reached the customer."""
        deal = self.do("deal.create", name=name, phone=phone, source="walk_in", consultant="sc")["id"]
        if met:
            self.do("deal.log-contact", deal=deal, channel="phone", reached=True, text="约好周末来店")
        return deal

    def deal(self, number):
        return json.loads(self.run("show", "deal", str(number), "--json").stdout)

    def people(self):
        """The names of the staff by their codes: they depend on the seed of the demo."""
        rows = json.loads(self.run("list", "staff", "--json", staff="ad").stdout)
        return {row["code"]: row["name"] for row in rows}

    def stage(self, number):
        return self.deal(number)["stage"]


def launch(session, house, *arguments, staff="sm", title="Pipeline", **environment):
    """The program on the board; its application and its window."""
    app = session.launch([PROGRAM, "--database", house.path, "--as", staff, *arguments],
                         env=program_environment(**environment), timeout=20 * PATIENCE)
    return app, app.window(title, timeout=15 * PATIENCE)


def card(window, name):
    return window.find("list item", re.compile("^" + re.escape(name) + r"(,|，|$)"), timeout=8 * PATIENCE)


def column(window, title):
    return window.find("list", re.compile("^" + re.escape(title) + r"(,|，)"), timeout=8 * PATIENCE)


def wait_until(what, condition, seconds=5):
    """Waits for a condition, as long as a person would."""
    end = time.monotonic() + seconds * PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def pick_far(session, combo, item):
    """Chooses from a long drop-down, whose further rows only exist once the list is scrolled to them: with the keyboard."""
    combo.click()
    popover = combo.find("list", timeout=5 * PATIENCE)
    for _ in range(12):
        for label in popover.find_all("label", item):
            if label.on_screen():
                label.click()
                wait_until("the list closes", lambda: combo.text == item)
                return
        session.key(*["Down"] * 5)
        time.sleep(0.1 * PATIENCE)
    raise AssertionError(f"{item} is not in the list")


def choose_file(session, app, title, path):
    """Gives a path to GTK's file dialog. Saving has a field for the name, opening gets one by Ctrl+L.

    The dialog reads a folder or the recent files when it opens, and forgets what was typed meanwhile.
    """
    dialog = app.window(title, timeout=8 * PATIENCE)
    for _ in range(6):
        if not dialog.exists("text box"):
            session.key("ctrl+l")
        entry = dialog.find("text box", timeout=5 * PATIENCE)
        entry.set_text(str(path))
        time.sleep(0.4)
        if entry.text == str(path):
            session.key("Return")
        if dialog_closes(dialog):
            return
    raise AssertionError(f"the file dialog does not take {path}")


def dialog_closes(dialog, seconds=1.5):
    end = time.monotonic() + seconds * PATIENCE
    while time.monotonic() < end:
        if dialog not in dialog.app.windows():
            return True
        time.sleep(0.05)
    return False


def run_steps(journey_class, times=1):
    """Runs the steps of a journey and reports them as TAP. A journey is made with (folder, session) and has STEPS."""
    print(f"1..{times * len(journey_class.STEPS)}", flush=True)
    number = failed = 0
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder, Session(screen=SCREEN) as session:
            journey = journey_class(folder, session)
            for step in journey_class.STEPS:
                number += 1
                try:
                    assert failed == 0 or not getattr(journey, "CHAINED", False), "not tried: a step before it failed"
                    step(journey)
                    print(f"ok {number} {step.__name__}", flush=True)
                except Exception:  # a step that fails must not hide the others
                    failed += 1
                    print(f"not ok {number} {step.__name__}")
                    print("\n".join("# " + line for line in traceback.format_exc().split("\n")), flush=True)
                    session.screenshot(f"{tempfile.gettempdir()}/yingbin-journey-{step.__name__}.png")
                    for _window in journey.app.windows()[1:]:
                        session.key("Escape")
    sys.exit(1 if failed else 0)
