"""Fixing comes to an end: what is fixed once stays as it is, and check finds nothing more that has a fix. No byte is
touched that no finding names: the diff tells of each change, and patched with it the file is the fixed one (invariant 4)."""

import json
import re

from shared.generate import files
from shared.program import check, expect, for_each_file, run

HUNK = re.compile(rb"@@ -(\d+),(\d+) \+(\d+),(\d+) @@(.*)")


def fixed(data, *options):
    done = run("fix", "--quiet", "--jobs=2", *options, "-", data=data)
    expect(done.returncode in (0, 1), f"status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def changes_of(path, *options):
    return json.loads(run("fix", "--quiet", "--diff=json", *options, path).stdout)["changes"]


def patch(data, diff):
    """The file with the diff's hunks applied; each must find exactly what it removes."""
    lines, result, at = data.splitlines(keepends=True), [], 0
    parts = diff.split(b"\n")
    place = 0
    while place < len(parts):
        line = parts[place]
        if line.startswith(b"--- "):  # a further pass: a diff of what the one before has left
            result += lines[at:]
            lines, result, at = b"".join(result).splitlines(keepends=True), [], 0
            place += 2
            continue
        head = HUNK.match(line)
        if not head:
            expect(line == b"", f"no part of a diff: {line[:80]}")
            place += 1
            continue
        start, count, _, new = (int(head.group(n)) for n in range(1, 5))
        expect(head.group(5), "a hunk without a word on what was changed")
        result += lines[at:start - 1]
        at = start - 1
        place += 1
        for sign, wanted in ((b"-", count), (b"+", new)):
            for _ in range(wanted):
                text = parts[place]
                expect(text.startswith(sign), f"{text[:80]} should begin with {sign}")
                place += 1
                text = text[1:] + b"\n"
                if place < len(parts) and parts[place].startswith(b"\\ No newline"):
                    text = text[:-1]
                    place += 1
                if sign == b"-":
                    expect(lines[at] == text, f"line {at + 1} is not what the diff removes")
                    at += 1
                else:
                    result.append(text)
    return b"".join(result + lines[at:])


def fixes(path):
    data = path.read_bytes()
    for options in ((), ("--unsafe",)):
        once = fixed(data, *options)
        expect(fixed(once, *options) == once, f"{options}: what is fixed is fixed once more")
        path.write_bytes(once)
        left = [result for result in check(path)[0]["results"] if "fix" in result]
        path.write_bytes(data)
        # Of two short records in a row nobody knows whether they are one: that is asked by --unsafe.
        left = [result for result in left if options or (result["fix"]["safe"] and result["code"] != "E202")]
        expect(not left, f"{options}: left to be fixed: {left[:1]}")
        changes = changes_of(path, *options)
        expect(bool(changes) == (once != data), f"{options}: {len(changes)} changes, other bytes: {once != data}")
        codes = {change["code"] for change in changes}
        if "E116" in codes or re.search(rb"\r(?!\n)", data) or {"E117", "E104", "W112"} & codes:
            continue  # a diff tells of text, and counts lines by line feeds; or every line is another
        diff = run("fix", "--quiet", "--diff", *options, path).stdout
        expect(patch(data, diff) == once, f"{options}: patched with the diff it is not what fix writes")


for_each_file(files(16), fixes)
