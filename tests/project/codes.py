"""Each finding code has a golden case that shows it, and is explained.

usage: ROWGATE=PROGRAM codes.py SOURCE_DIRECTORY
"""

import os
import pathlib
import re
import subprocess
import sys


def run(*arguments):
    return subprocess.run([os.environ["ROWGATE"], *arguments], capture_output=True, text=True, check=True).stdout


def main(source):
    codes = re.findall(r"^([EW]\d{3})  ", run("explain", "--list"), re.MULTILINE)
    # Only what a check prints counts, not the pages of `explain`.
    shown = "\n".join(path.read_text() for path in pathlib.Path(source, "tests", "cases").glob("*/stdout")
                    if not path.parent.name.startswith("explain"))
    wrong = [f"{code}: no case shows it" for code in codes if not re.search(rf"^{code} |\[{code}\]$", shown, re.MULTILINE)]
    for code in codes:
        title, _, text = run("explain", code).partition("\n")
        if len(text.split()) < 20 or "the way out: " not in text:
            wrong.append(f"{code}: not explained")
    print("\n".join(wrong))
    return 1 if wrong or len(codes) < 40 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
