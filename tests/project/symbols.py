"""The shared library exports all that symbols.txt lists, and nothing else; so does the header promise.

usage: symbols.py NM LIBRARY HEADER
"""

import pathlib
import re
import subprocess
import sys


def exported(nm, library):
    """The library's own names: those that begin with an underscore are the compiler's."""
    table = subprocess.run([nm, "-D", "--defined-only", library], check=True, text=True, capture_output=True).stdout
    names = {line.split()[-1].split("@")[0] for line in table.splitlines() if line.split()[-2] in "TDBRVW"}
    return {name for name in names if not name.startswith("_")}


def promised(header):
    text = pathlib.Path(header).read_text()
    return set(re.findall(r"^RG_API\b[^;(]*?(\w+)\(", text, re.MULTILINE))


def main(nm, library, header):
    listed = set(pathlib.Path(__file__).with_name("symbols.txt").read_text().split())
    wrong = 0
    for what, names in (("the library", exported(nm, library)), ("rowgate.h", promised(header))):
        for name in sorted(names ^ listed):
            wrong += 1
            print(f"{name}: in {what}, not in symbols.txt" if name in names else f"{name}: in symbols.txt, not in {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
