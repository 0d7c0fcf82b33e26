#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground gives way under the running program: every trouble is told in the window, and what can go on goes on. TAP.

Disks to fill and to write-protect are mounted in a name space of its own; where the machine allows none, those steps say so.

    ground.py [FOLDER]    also takes a screenshot of each, in Chinese
"""
import ctypes
import gettext
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from house import House, PATIENCE, PROGRAM, card, launch, program_environment, run_steps, wait_until, words_of

SHOTS = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
LANGUAGE = "zh_CN.UTF-8" if SHOTS else "C.UTF-8"
_ = words_of("zh_CN").gettext if SHOTS else gettext.NullTranslations().gettext
ALERT = "alert"
CLOCK_LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
HOLD = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE'); " \
       "print('held', flush=True); sys.stdin.read()"


def enter_name_space():
    """Runs this program again where it may mount; without, where it may not."""
    if "YB_NAME_SPACE" in os.environ:
        return
    os.environ["YB_NAME_SPACE"] = "no"
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode == 0:
        os.environ["YB_NAME_SPACE"] = "yes"
        os.execvp("unshare", ["unshare", "-Urm", sys.executable, *sys.argv])


def may_mount():
    if os.environ["YB_NAME_SPACE"] == "yes":
        return True
    print("# no name spaces for this user here: the disks were not tried", flush=True)
    return False


def words(text):
    """The start of what the program says, up to the first figure or name."""
    return re.compile("^" + re.escape(_(text).split("%s")[0].split("\n")[0]))


class Journey:
    def __init__(self, folder, session):
        self.folder = pathlib.Path(folder)
        self.session = session
        self.master_state = self.folder / "state"
        self.master_state.mkdir()
        os.environ["XDG_STATE_HOME"] = str(self.master_state)
        self.state = None
        self.master = House(folder)
        self.deal = self.master.new_deal("王移动", "13900000001")
        self.number = 0
        self.app = None

    def start(self, folder=None, **environment):
        """A copy of the house in a folder of its own, and the program on it."""
        self.number += 1
        place = folder or self.folder / f"place{self.number}"
        place.mkdir(exist_ok=True)
        shutil.copy(self.master.path, place / "house.db")
        self.house = House.__new__(House)
        self.house.path, self.house.folder = str(place / "house.db"), place
        return self.open(**environment)

    def disk(self, size):
        """A disk of its own, which goes away with the name space."""
        place = pathlib.Path(self.session.dir) / f"disk-{size}"
        place.mkdir()
        mount("tmpfs", place, "tmpfs", 0, f"size={size}")
        return place

    def open(self, **environment):
        # Each copy of the house has keys and anchors of its own: an older copy beside newer anchors would be told of.
        state = self.folder / f"state{self.number}"
        if self.state != state:
            shutil.copytree(self.master_state, state)
        os.environ["XDG_STATE_HOME"] = str(state)
        self.state = state
        self.app, self.window = launch(self.session, self.house, title=_("Pipeline"), language=LANGUAGE,
                                       XDG_STATE_HOME=str(state), **environment)
        card(self.window, "王移动")
        return self.window

    def end(self):
        self.app.check()
        self.app.quit()

    def told(self, text, seconds=5):
        """Within the second that reliability.md promises, and what it takes to look."""
        end = time.monotonic() + seconds
        self.window.find(ALERT, words(text), timeout=seconds * PATIENCE)
        return time.monotonic() < end

    def shoot(self, name):
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            time.sleep(0.6)
            self.session.screenshot(str(SHOTS / f"{name}.png"))

    def silent(self):
        wait_until("nothing is wrong any more", lambda: not self.window.find_all(ALERT))

    def move(self):
        card(self.window, "王移动").click()
        self.session.key("ctrl+Right")

    def moved(self):
        wait_until("the move is in the file", lambda: self.house.stage(self.deal) == "RECEPTION")

    # ---- steps ----

    def file_is_taken_away_and_put_back(self):
        self.start()
        away = self.house.folder / "away.db"
        os.rename(self.house.path, away)
        self.told("The file was moved, replaced or deleted while it is open. Nothing is saved any more. Put it back, or "
                  "work on with the copy of all that was saved: %s")
        self.shoot("moved")
        self.move()
        refusal = words("The file was moved, replaced or deleted while it was open; this change was not saved. Everything "
                        "that was saved before is kept as %s.")
        self.window.find("label", re.compile("[:：] ?" + refusal.pattern[1:]), timeout=5 * PATIENCE)
        os.rename(away, self.house.path)
        self.silent()
        self.move()
        self.moved()
        self.end()

    def work_goes_on_with_the_copy_of_a_deleted_file(self):
        self.start()
        for name in self.house.folder.iterdir():
            name.unlink()
        button = self.window.find("button", re.compile(_("Open the _copy").replace("_", "").split("(")[0]), timeout=8 * PATIENCE)
        button.click()
        self.window.find("list", _("Who are you?"), timeout=15 * PATIENCE)
        self.silent()
        self.shoot("copy")
        rescued = sorted((pathlib.Path(self.session.dir) / "data/yingbin/rescued").glob("*-house.db"))
        assert rescued, "no copy"
        self.house.path = str(rescued[-1])
        assert "no problem" in self.house.run("check").stdout
        assert self.house.stage(self.deal) == "LEAD"
        self.end()

    def another_program_holds_the_file(self):
        self.start()
        holder = subprocess.Popen([sys.executable, "-c", HOLD, self.house.path], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        assert holder.stdout.readline() == "held\n"
        self.move()
        alert = self.window.find(ALERT, words("Another program holds the file: %s. Your change waits for it."),
                                 timeout=6 * PATIENCE)
        assert str(holder.pid) in alert.text or str(holder.pid) in str(alert), alert
        self.shoot("busy")
        holder.stdin.close()
        holder.wait()
        self.moved()
        self.silent()
        self.end()

    def disk_is_write_protected(self):
        if not may_mount():
            return
        place = self.disk("64m")
        self.number += 1
        shutil.copy(self.master.path, place / "house.db")
        mount("tmpfs", place, "tmpfs", MS_REMOUNT | MS_RDONLY, None)
        self.house = House.__new__(House)
        self.house.path, self.house.folder = str(place / "house.db"), place
        self.open()
        self.told("View mode: the disk is write-protected. Everything can be looked at, nothing changed.")
        self.shoot("view")
        # Nothing is offered that could only fail.
        assert not self.window.exists("button", _("New deal"))
        card(self.window, "王移动").right_click()
        time.sleep(0.5 * PATIENCE)
        assert not self.app.find_all("menu item", _("Move to"))
        self.shoot("view-menu")
        self.session.key("Escape")
        self.end()

    def disk_fills_and_is_freed(self):
        if not may_mount():
            return
        place = self.disk("600m")
        self.start(place)
        reserve = place / "house.db-reserve"
        wait_until("the reserve is there", reserve.exists, 10)
        ballast = place / "ballast"
        fill(ballast, 300)
        self.told("Only %s are left on the disk of the file. Free some space soon.")
        self.shoot("low")
        fill(ballast, 10000)
        self.told("The disk is full: %s are left. Free some space now; work goes on by itself then, and nothing that was "
                  "saved is lost.")
        # The reserve makes room for what is in hand.
        self.move()
        self.moved()
        assert not reserve.exists()
        fill(ballast, 10000)
        self.shoot("full")
        os.unlink(ballast)
        self.silent()
        self.session.key("ctrl+z")
        wait_until("the undo is in the file", lambda: self.house.stage(self.deal) == "LEAD")
        wait_until("the reserve is there again", reserve.exists, 20)
        self.end()

    def clock_is_set_back(self):
        if not pathlib.Path(CLOCK_LIBRARY).exists():
            print("# libfaketime is not on this machine", flush=True)
            return
        self.start(LD_PRELOAD=CLOCK_LIBRARY, FAKETIME="-1d", FAKETIME_DONT_FAKE_MONOTONIC="1")
        alert = self.told("The clock of this computer is behind the last entry (%s). Set it right: new entries would stand "
                          "before old ones.")
        assert alert
        self.shoot("clock")
        self.move()
        self.moved()
        # The order is that of the numbers.
        assert "no problem" in self.house.run("check").stdout
        self.end()

    def second_start_shows_the_first_window(self):
        environment = dict(program_environment(language=LANGUAGE), YINGBIN_DATABASE=self.master.path,
                           XDG_STATE_HOME=str(self.master_state))
        self.app = self.session.launch([PROGRAM, "--as", "sm"], env=environment, timeout=20 * PATIENCE)
        self.window = self.app.window(_("Pipeline"), timeout=15 * PATIENCE)
        second = subprocess.run([PROGRAM], env=dict(self.session.env, **environment), timeout=20 * PATIENCE, check=False)
        assert second.returncode == 0, "the second start did not hand over to the first"
        assert len(self.app.windows()) == 1
        self.end()

    STEPS = (file_is_taken_away_and_put_back, work_goes_on_with_the_copy_of_a_deleted_file, another_program_holds_the_file,
             disk_is_write_protected, disk_fills_and_is_freed, clock_is_set_back, second_start_shows_the_first_window)


MS_RDONLY, MS_REMOUNT = 1, 32
LIBC = ctypes.CDLL(None, use_errno=True)


def mount(source, place, kind, flags, options):
    if LIBC.mount(source.encode(), str(place).encode(), kind.encode(), flags, options.encode() if options else None) != 0:
        raise OSError(ctypes.get_errno(), "mount", str(place))


def fill(path, mebibytes):
    """Makes a file of so much, or until there is no room."""
    with open(path, "ab", buffering=0) as file:
        try:
            for _number in range(mebibytes * 16):
                file.write(b"x" * 65536)
        except OSError:
            pass


if __name__ == "__main__":
    enter_name_space()
    run_steps(Journey)
