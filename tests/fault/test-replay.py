#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Power cuts while the real yingbinctl writes a file: its system calls are recorded by strace and replayed up to any of
them, with everything a disk may then hold. The file must be the old one or the new one, whole, and the new one as soon as
the program said so. "-m slow" looks at more images."""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, WRITER = (os.path.abspath(path) for path in sys.argv[1:3])
SLOW = sys.argv[-2:] == ["-m", "slow"]
SECTOR = 512
IMAGES = ("drop", "prefix", "prefix", "subset", "subset", "torn", "torn", "keep")
QUICK_IMAGES, SLOW_IMAGES = 100, 6000
CALLS = ("openat,creat,write,writev,pwrite64,pwritev,lseek,ftruncate,truncate,fallocate,copy_file_range,sendfile,fsync,"
         "fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,dup,dup2,dup3,mmap")
LINE = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|0x[0-9a-f]+)")
HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
DESCRIPTOR = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


# ---- the recording ---------------------------------------------------------------------------------------------------

def whole_lines(path):
    """A call that another thread interrupted stands on two lines."""
    begun = {}
    for line in path.read_text(errors="replace").splitlines():
        pid = line.split(None, 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>")
        elif " resumed>" in line and pid in begun:
            yield begun.pop(pid) + line.split(" resumed>", 1)[1]
        else:
            yield line


class Recording:
    """What was done to the files below a folder, as a list of events."""

    def __init__(self, trace, folder):
        self.folder = str(folder)
        self.events = []
        self.positions = {}
        for line in whole_lines(trace):
            match = LINE.match(line)
            if match and not match["result"].startswith("-"):
                self.take(match["name"], match["arguments"], int(match["result"], 0))

    def inside(self, name):
        if name.startswith(("anon_inode:", "socket:", "pipe:")):
            return None
        path = os.path.normpath(os.path.join(self.folder, name))
        return path if path == self.folder or path.startswith(self.folder + "/") else None

    def take(self, name, arguments, result):
        texts = [unhex(text) for text in HEX.findall(arguments)]
        if name in ("openat", "creat"):
            self.open(self.inside(texts[0].decode()), arguments, result)
        elif name.startswith("rename"):
            self.add("rename", self.inside(texts[0].decode()), self.inside(texts[1].decode()))
        elif name in ("unlink", "unlinkat"):
            self.add("unlink", self.inside(texts[0].decode()))
        else:
            descriptor = DESCRIPTOR.match(arguments)
            if descriptor and descriptor[1] == "1" and name == "write":
                self.events.append(("said",))
            elif descriptor:
                self.change(name, int(descriptor[1]), self.inside(unhex(descriptor[2]).decode()), arguments, texts, result)

    def add(self, kind, path, *more):
        if path:
            self.events.append((kind, path, *more))

    def open(self, path, arguments, descriptor):
        self.positions[descriptor] = 0
        if "O_CREAT" in arguments:
            self.add("create", path)
        if "O_TRUNC" in arguments:
            self.add("truncate", path, 0)

    def change(self, name, descriptor, path, arguments, texts, result):
        if name == "lseek":
            self.positions[descriptor] = result
        elif path is None or (name == "mmap" and not ("PROT_WRITE" in arguments and "MAP_SHARED" in arguments)):
            return
        elif name in ("write", "writev"):
            position = self.positions.get(descriptor, 0)
            self.add("write", path, position, b"".join(texts)[:result])
            self.positions[descriptor] = position + result
        elif name == "pwrite64":
            self.add("write", path, int(arguments.rsplit(",", 1)[1]), texts[0][:result])
        elif name == "ftruncate":
            self.add("truncate", path, int(arguments.rsplit(",", 1)[1]))
        elif name == "fallocate" and arguments.split(",")[1].strip() == "0":
            self.add("truncate", path, sum(int(text) for text in arguments.split(",")[2:4]))  # of a new file: it grows
        elif name in ("fsync", "fdatasync"):
            self.add("sync", path)
        else:
            raise AssertionError(f"{name} is not replayed: {arguments[:80]}")


# ---- the disk --------------------------------------------------------------------------------------------------------

class File:
    def __init__(self, content=b""):
        self.synced = bytes(content)
        self.waiting = []

    def image(self, kind, chance):
        content = bytearray(self.synced)
        count = {"drop": 0, "prefix": chance.randrange(len(self.waiting) + 1)}.get(kind, len(self.waiting))
        for change in self.waiting[:count]:
            if kind in ("subset", "torn") and chance.random() < 0.5:
                continue
            apply(content, change, chance if kind == "torn" else None)
        return bytes(content)


def apply(content, change, chance=None):
    if change[0] == "truncate":
        length = change[1]
        content[:] = content[:length] + bytes(max(0, length - len(content)))
        return
    start, data = change[1:]
    content.extend(bytes(max(0, start + len(data) - len(content))))
    for at in range(0, len(data), SECTOR):
        if chance is None or chance.random() < 0.5:
            sector = data[at:at + SECTOR]
            content[start + at:start + at + len(sector)] = sector


class Disk:
    def __init__(self, names, strict):
        self.names = {name: File(content) for name, content in names.items()}
        self.durable = dict(self.names)
        self.strict = strict
        self.said = False

    def run(self, event):
        kind = event[0]
        if kind == "said":
            self.said = True
            return
        path = event[1]
        file = self.names.get(path)
        if kind == "create":
            self.names.setdefault(path, File())
        elif kind in ("write", "truncate"):
            file.waiting.append((kind, *event[2:]))
        elif kind == "sync":
            self.sync(path, file)
        elif kind == "rename":
            self.names[event[2]] = self.names.pop(path)
        elif kind == "unlink":
            self.names.pop(path, None)

    def sync(self, path, file):
        if file:
            file.synced = file.image("keep", random)
            file.waiting = []
        if file and self.strict:
            self.durable[path] = file
        else:
            self.durable = dict(self.names)

    def after_cut(self, path, kind, chance):
        """None: there is no such file."""
        names = {"drop": self.durable, "keep": self.names}.get(kind)
        if names is None:
            names = self.durable if chance.random() < 0.5 else self.names
        return names[path].image(kind, chance) if path in names else None


# ---- the cases -------------------------------------------------------------------------------------------------------

def run(*command, **further):
    environment = dict(os.environ, YINGBIN_PASSWORD="demo", LC_ALL="C.UTF-8", **further)
    process = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120)
    assert process.returncode == 0, (command, process.stderr.decode()[-2000:])


def record(folder, *command, **environment):
    trace = folder.parent / "trace"
    before = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    # The leak finder of a sanitizer needs to trace as well.
    run("strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-E", "ASAN_OPTIONS=detect_leaks=0",
        "-o", str(trace), *command, **environment)
    return before, Recording(trace, folder).events


def replay(before, events, path, strict):
    """How many images there were, and what was wrong with some."""
    old, new = before.get(path), pathlib.Path(path).read_bytes()
    assert new and new != old
    chance = random.Random(7)
    wanted = SLOW_IMAGES if SLOW else QUICK_IMAGES
    per_event = max(1, round(wanted / len(events) / len(IMAGES)))
    counts = {"images": 0, "torn": 0, "lost": 0}
    disk = Disk(before, strict)
    for event in events + [("said",)]:
        disk.run(event)
        for kind in IMAGES * per_event:
            content = disk.after_cut(path, kind, chance)
            counts["images"] += 1
            if content not in (old, new):
                counts["torn"] += 1
            elif disk.said and content != new:
                counts["lost"] += 1
    return counts


def replay_both(name, before, events, path):
    torn = lost = 0
    for strict in (False, True):
        counts = replay(before, events, path, strict)
        print(f"# {name}, {'strict' if strict else 'ext4-like'}: {len(events)} events, {counts['images']} images: "
              f"{counts['torn']} torn or empty, {counts['lost']} lost")
        torn += counts["torn"]
        lost += counts["lost"]
    return torn, lost


def yingbinctl(database, *command):
    return (PROGRAM, "--database", str(database), "--as", "gm", *command)


def exports(folder, database, suffix):
    """A new file, and one that replaces another."""
    path = folder / f"deals{suffix}"
    for name in ("new", "replaced"):
        before, events = record(folder, *yingbinctl(database, "export", "deals", "--output", str(path)))
        assert replay_both(f"{suffix}, {name}", before, events, str(path)) == (0, 0)
        path.write_bytes(b"what was there before")


def test_csv(folder, database):
    exports(folder, database, ".csv")


def test_xlsx(folder, database):
    exports(folder, database, ".xlsx")


def test_backup(folder, database):
    """A new one: its content is another every time, and it never replaces one."""
    path = folder / "house.ybbackup"
    before, events = record(folder, PROGRAM, "--database", str(database), "--as", "ad", "backup", "--output", str(path))
    assert replay_both("backup", before, events, str(path)) == (0, 0)


def test_mapping_file(folder, database):
    path = folder / "mapping.ini"
    for name in ("new", "replaced"):
        before, events = record(folder, WRITER, "map", str(path))
        assert replay_both(f"mapping, {name}", before, events, str(path)) == (0, 0)
        path.write_bytes(b"# what was there before\n")


def test_settings(folder, database):
    """What the program remembers, in GLib's own file. It is never torn; that it may be the old one after a power cut costs
    nobody anything: it is the size of a window."""
    path = folder / "glib-2.0/settings/keyfile"
    path.parent.mkdir(parents=True)
    schemas = pathlib.Path(os.path.dirname(WRITER)).parents[1] / "data"
    path.write_bytes(b"[cn/yingbin/Yingbin]\nwindow-width=800\n")
    before, events = record(folder, WRITER, "settings", XDG_CONFIG_HOME=str(folder), GSETTINGS_BACKEND="keyfile",
                            GSETTINGS_SCHEMA_DIR=str(schemas))
    assert replay_both("settings", before, events, str(path))[0] == 0


def test_control_plain_writing_is_seen(folder, database):
    """A program that just writes over the file, and says that it is done."""
    path = folder / "plain.csv"
    path.write_bytes(b"what was there before")
    program = "import sys; open(sys.argv[1], 'w').write('x' * 40000); print('done', flush=True)"
    before, events = record(folder, sys.executable, "-c", program, str(path))
    torn, lost = replay_both("plain writing", before, events, str(path))
    assert torn > 0 and lost > 0


def why_not():
    if not shutil.which("strace"):
        return "strace is not on this machine"
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode != 0:
        return "no process may be traced here"
    return None


def main():
    cases = (test_csv, test_xlsx, test_backup, test_mapping_file, test_settings, test_control_plain_writing_is_seen)
    reason, failed = why_not(), False
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory(prefix="yb-fault-") as place:
        database = os.path.join(place, "d.db")
        if reason is None:
            run(PROGRAM, "--database", database, "demo", "--customers", "40", "--seed", "7", "--until", "2026-10-31")
        for number, case in enumerate(cases, 1):
            name = case.__name__.removeprefix("test_").replace("_", "-")
            if reason:
                print(f"ok {number} {name} # SKIP {reason}")
                continue
            folder = pathlib.Path(place) / name / "out"
            folder.mkdir(parents=True)
            try:
                case(folder.resolve(), database)
                print(f"ok {number} {name}", flush=True)
            except AssertionError as error:
                failed = True
                print(f"# {error}\nnot ok {number} {name}", flush=True)
    sys.exit(failed)


main()
