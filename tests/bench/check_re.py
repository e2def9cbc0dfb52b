"""The script that people write: Python's csv and re over every field. Prints the number of bad fields.

usage: check_re.py FILE
"""

import csv
import re
import sys

from patterns import PATTERNS


def main(path):
    bad = 0
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        matches = [re.compile(PATTERNS[name]).fullmatch for name in next(rows)]
        for row in rows:
            for value, match in zip(row, matches):
                if value and not match(value):
                    bad += 1
    print(bad)


if __name__ == "__main__":
    main(*sys.argv[1:])
