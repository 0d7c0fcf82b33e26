#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start, first frame, moves and memory of the program against an empty libadwaita window.

bench-window.py BUILD_FOLDER [--data FOLDER] [--rounds N]

Runs the program as it was built under Xvfb, in turns with the empty window (which is told to use cairo: the cheaper way
where no graphics card is; the program finds that out by itself), so that both see the same minute of the same machine.
Medians are compared. Ends with 1 if a goal is missed.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MB = 1024
PATIENCE = 60
TYPICAL, BIG = 20000, 1000000
N_MOVES = 20

missed = False


def report(name, figures, measured, goal, unit):
    global missed
    ok = measured <= goal
    missed = missed or not ok
    print(f"{name:14} {figures}  = {measured:.2f}{unit} (goal <= {goal:g}{unit}) {'ok' if ok else 'MISSED'}", flush=True)


class Program:
    """A program with the trace in it."""

    def __init__(self, build, command, home, **variables):
        environment = dict(os.environ, LD_PRELOAD=str(build / "tests/perf/libbench-trace.so"),
                           GSETTINGS_BACKEND="memory", GSETTINGS_SCHEMA_DIR=str(build / "data"), HOME=home,
                           XDG_DATA_HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home, XDG_CACHE_HOME=home,
                           YINGBIN_NO_KEYRING="1", YINGBIN_PASSWORD="demo",
                           LC_ALL="zh_CN.UTF-8", YINGBIN_LOCALEDIR=str(build / "po"), **variables)
        self.lines = []
        self.start = time.monotonic() * 1e6
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        text=True)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stderr:
            self.lines.append(line.split())

    def wait(self, found, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = found(list(self.lines))
            if value is not None:
                return value
            if self.process.poll() is not None:
                break
            time.sleep(0.002)
        said = "\n".join(" ".join(line) for line in self.lines if line[:1] != ["trace"])
        self.stop()
        sys.exit(f"bench-window: {what} did not come\n{said}")

    def first_frame(self, cards):
        """us at which the first frame with so many cards was painted."""
        def found(lines):
            for words in lines:
                if words[:2] == ["trace", "frame"] and int(words[3]) >= cards:
                    return int(words[2])
            return None
        return self.wait(found, f"a frame with {cards} cards")

    def memory(self):
        time.sleep(1.5)
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1)) / MB

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.thread.join()


def program(build, database, home):
    command = [str(build / "src/app/yingbin"), "--database", str(database), "--as", "sm", "--page", "pipeline"]
    return Program(build, command, home)


def making_of_board(lines):
    return next(int(words[2]) for words in lines if words[:2] == ["trace", "board"])


def start_round(build, databases, home, series):
    empty = Program(build, [str(build / "tests/perf/empty-window")], home, GSK_RENDERER="cairo")
    series["empty"].append((empty.first_frame(0) - empty.start) / 1e3)
    series["empty memory"].append(empty.memory())
    empty.stop()

    for name, database in databases.items():
        running = program(build, database, home)
        frame = running.first_frame(1)
        series[name].append((frame - running.start) / 1e3)
        series[name + " frame"].append((frame - making_of_board(running.lines)) / 1e3)
        series[name + " memory"].append(running.memory())
        running.stop()


def measure_moves(build, database, home, folder):
    """From the news of a move in the window's process to the end of the frame that shows it."""
    running = program(build, database, home)
    running.first_frame(1)
    time.sleep(2)
    subprocess.run([str(build / "tests/perf/yb-bench"), "--data", str(folder), "--customers", str(BIG), "--only",
                    "move", "--rounds", str(N_MOVES), "--pace", "700"], stdout=subprocess.DEVNULL, check=False)
    time.sleep(1)
    times = []
    pending = None
    for words in list(running.lines):
        if words[:2] == ["trace", "changed"] and pending is None:
            pending = int(words[2])
        elif words[:2] == ["trace", "frame"] and pending is not None:
            times.append((int(words[2]) - pending) / 1e3)
            pending = None
    running.stop()
    return times


def under_display():
    if os.environ.get("YB_BENCH_DISPLAY"):
        return
    os.environ["YB_BENCH_DISPLAY"] = "1"
    command = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24 -nolisten tcp", "dbus-run-session", "--", sys.executable]
    os.execvp(command[0], command + sys.argv)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    under_display()
    build = arguments.build.resolve()
    folder = (arguments.data or build / "bench-data").resolve()
    databases = {}
    for name, size in (("typical", TYPICAL), ("big", BIG)):
        found = sorted(folder.glob(f"demo-{size}-*.yingbin"), key=os.path.getmtime)
        if not found:
            sys.exit(f"bench-window: no demo file of {size} customers in {folder}; run yb-bench first")
        databases[name] = found[-1]

    home = tempfile.mkdtemp(prefix="yb-bench-")
    series = {key: [] for key in ("empty", "empty memory", "typical", "typical frame", "typical memory", "big",
                                  "big frame", "big memory")}
    try:
        for _ in range(arguments.rounds):
            start_round(build, databases, home, series)
        moves = measure_moves(build, databases["big"], home, folder)
    finally:
        shutil.rmtree(home, ignore_errors=True)

    median = {key: statistics.median(values) for key, values in series.items()}
    report("start", f"to the board {median['typical']:.0f} ms (best {min(series['typical']):.0f}); empty window "
           f"{median['empty']:.0f} ms (best {min(series['empty']):.0f})", median["typical"] / median["empty"], 1.6, "x")
    report("memory", f"typical file {median['typical memory']:.1f} MB PSS, big file {median['big memory']:.1f}; empty "
           f"window {median['empty memory']:.1f}", median["typical memory"] - median["empty memory"], 25, " MB more")
    report("first frame", f"of the board, {BIG} customers: p50 {median['big frame']:.0f} ms, best "
           f"{min(series['big frame']):.0f}; typical {median['typical frame']:.0f}", median["big frame"], 180, " ms")
    if not moves:
        sys.exit("bench-window: no move reached the window")
    report("move painted", f"{len(moves)} moves, {BIG} customers: p50 {statistics.median(moves):.1f} ms, min "
           f"{min(moves):.1f}, max {max(moves):.1f}", statistics.median(moves), 8, " ms")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
