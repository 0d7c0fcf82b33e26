#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of the tree fails on a tree that is wrong in its way: a check that cannot fail checks nothing. TAP."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REAL = HERE.parents[1]
LICENCE = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
DESKTOP = "[Desktop Entry]\nType=Application\nName=A\nName[zh_CN]=甲\nExec=a\n"

# check, what is wrong, the file, its content
CASES = [
    ("layers.py", "a step over a wall", "src/model/yb-a.c", LICENCE + '#include "../store/yb-b.h"\n'),
    ("layers.py", "a layer that knows a higher one", "src/model/yb-a.c", LICENCE + '#include "yb-page.h"\n'),
    ("layers.py", "another folder's private header", "src/page/yb-a.c", LICENCE + '#include "yb-secret-private.h"\n'),
    ("layers.py", "SQL in a page", "src/page/yb-a.c", LICENCE + 'const char *q = "SELECT id FROM deal";\n'),
    ("sizes.py", "a file that is too long", "src/model/yb-a.c", LICENCE + "int a;\n" * 1000),
    ("sizes.py", "a function that is too long", "src/model/yb-a.c",
     LICENCE + "static void\nlong_one (void)\n{\n" + "  a ();\n" * 101 + "}\n"),
    ("spdx.py", "a file without licence", "src/model/yb-a.c", "int a;\n"),
    ("translations.py", "a string that zh_CN does not know", "src/model/yb-a.c",
     LICENCE + 'const char *a = N_ ("Unheard of");\n'),
    ("translations.py", "a missing entry in POTFILES.in", "src/model/yb-b.c", LICENCE + 'const char *a = _ ("Known");\n'),
    ("validators.py", "broken XML", "ui/a.ui", "<interface><object></interface>\n"),
    ("validators.py", "a desktop file without its key", "_build/data/cn.yingbin.Yingbin.desktop",
     "[Desktop Entry]\nName=A\n"),
]


def make_good_tree(root):
    """A small tree in which every check is content."""
    contents = {
        "src/page/yb-page.h": LICENCE,
        "src/store/yb-secret-private.h": LICENCE,
        "src/model/yb-known.c": LICENCE + 'const char *known = _ ("Known");\n',
        "po/POTFILES.in": "data/a.gschema.xml\nsrc/model/yb-known.c\n",
        "po/zh_CN.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh_CN\\n"\n'
                       '\nmsgid "Known"\nmsgstr "已知"\n',
        "ui/good.ui": "<interface/>\n",
        "data/a.gschema.xml": "<schemalist/>\n",
        "_build/data/cn.yingbin.Yingbin.desktop": DESKTOP,
    }
    for path, text in contents.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    build = pathlib.Path(sys.argv[1])
    shutil.copy(build / "data/cn.yingbin.Yingbin.metainfo.xml", root / "_build/data")


def run(check, root):
    environment = dict(os.environ, YB_SOURCE_ROOT=str(root))
    result = subprocess.run([sys.executable, str(HERE / check), str(root / "_build")], env=environment,
                            capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def main():
    checks = sorted({case[0] for case in CASES})
    print(f"1..{len(checks) + len(CASES)}")
    number = 0
    for check in checks:
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            make_good_tree(pathlib.Path(folder))
            code, output = run(check, folder := pathlib.Path(folder))
        print("ok" if code == 0 else "not ok", number, f"{check} passes a good tree")
        if code != 0:
            print("\n".join("# " + line for line in output.split("\n")))
    for check, what, path, text in CASES:
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            make_good_tree(root)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            code, output = run(check, root)
        # 1 is a finding; anything else is a check that broke.
        print("ok" if code == 1 and "Traceback" not in output else "not ok", number, f"{check} finds {what}")
        if "Traceback" in output:
            print("\n".join("# " + line for line in output.split("\n")))


main()
