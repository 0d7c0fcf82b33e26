#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes every cell of a workbook as "sheet<TAB>row<TAB>column<TAB>type<TAB>value".

Read by another program's library, openpyxl. The value is JSON text; type is openpyxl's: s text, n number,
d date, f formula. At the end come the pane, the filter and the properties.
"""
import json
import sys

import openpyxl


def main():
    book = openpyxl.load_workbook(sys.argv[1])
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = cell.value.isoformat() if cell.data_type == "d" else cell.value
                    text = json.dumps(value, ensure_ascii=False)
                    print(sheet.title, cell.row, cell.column, cell.data_type, text, sep="\t")
        print(sheet.title, "frozen", sheet.freeze_panes, "filter", sheet.auto_filter.ref, sep="\t")
    print("author", book.properties.creator, sep="\t")
    print("remark", book.properties.description, sep="\t")


main()
