"""What a file is split into is the file: accepted and failed rows (invariant 1), and parts without their repeated
headers. Parts are no larger than allowed, and records of one server are not separated when they are to stay together."""

import json
import random
import re

from shared.generate import SEED, files
from shared.program import check, expect, for_each_file, read_pieces, run

PREAMBLE = "Servers of 2024\n"
MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def in_other_forms(count):
    """Now and then in UTF-16, perhaps with a line above the header: then a part needs the mark before its header."""
    for number, (name, data) in enumerate(files(count)):
        text = data.decode("utf-8", errors="replace")
        if number % 6 == 0:
            data = (PREAMBLE * (number % 4 == 0) + text).encode("utf-16")
        elif number % 6 == 1:
            data = b"\xef\xbb\xbf" + (PREAMBLE.encode() if number % 4 == 1 else b"") + data
        yield name, data


def accepted_and_failed(path):
    folder = path.parent
    done = run("split", "--force", "--accepted", folder / "a", "--failed", folder / "f", path)
    expect(done.returncode in (0, 1), done.stderr)
    accepted, failed = (folder / "a").read_bytes(), (folder / "f").read_bytes()
    data, wanted = path.read_bytes(), {False: b"", True: b""}
    is_wide = data.startswith(MARKS[0])
    if is_wide:  # the pieces are told in UTF-8; of a file in UTF-16 every record fails
        path = folder / "text"
        path.write_bytes(data.decode("utf-16-le").encode())
    for at, (kind, _, content, is_failed) in enumerate(read_pieces(path)):
        content = content.decode().encode("utf-16-le") if is_wide else content
        wanted[kind in ("data", "rest") if is_wide else is_failed] += content
        if kind == "header":
            mark = next((mark for mark in MARKS if data.startswith(mark)), b"") if at else b""
            wanted[True] += mark + content
    expect(accepted == wanted[False], "the accepted rows are not those of the file")
    expect(failed == wanted[True], "the failed rows are not those of the file")


def split_in_parts(path, *options):
    manifest = path.with_suffix(".json")
    done = run("split", "--force", "--manifest", manifest, *options, path)
    if b"does not fit" in done.stderr or b"do not fit" in done.stderr:
        expect(done.returncode == 1 and not manifest.exists(), done.stderr)
        return None
    expect(done.returncode in (0, 1), done.stderr)
    parts = json.loads(manifest.read_bytes())["parts"]
    manifest.unlink()
    together, line = b"", 1
    for part in parts:
        data = (path.parent / part["path"]).read_bytes()
        expect(len(data) == part["bytes"], f"{part}: {len(data)} bytes")
        together += data[part["repeated_header_bytes"]:]
        expect(part["first_line"] == line or not data, f"{part}: the part before ends at line {line - 1}")
        line = part["last_line"] + 1
    expect(together == path.read_bytes(), "the parts are not the file")
    return parts


def parts(path):
    rng = random.Random(f"{SEED}/{path.name}")
    report, = check(path)
    most = rng.randint(1, 12)
    made = split_in_parts(path, "--max-records", most)
    expect(all(part["records"] <= most for part in made), made)
    expect(sum(part["records"] for part in made) == report["records"]["total"], made)
    size = rng.randint(1, 5000)
    made = split_in_parts(path, "--max-bytes", size)
    expect(not made or all(part["bytes"] <= size for part in made), made)


def kept_together(path):
    """With a few records said twice, a few lines below."""
    rng = random.Random(f"{SEED}/{path.name}")
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(3):
        at = rng.randrange(len(lines)) if lines else 0
        lines[at + 5:at + 5] = lines[at:at + 1]
    path.write_bytes(b"".join(lines))
    most = rng.randint(4, 40)
    made = split_in_parts(path, "--keep-together", "--max-records", most)
    if not made:
        return
    expect(all(part["records"] <= most for part in made), made)
    part_of = {record: number for number, part in enumerate(made)
               for record in range(part["first_record"], part["first_record"] + part["records"])}
    report, = check("--set=records=0", "--template=import-template", path)
    for result in report["results"]:
        if result["code"] == "W503":
            first = int(re.search(r"\(record ([\d,]+)\)", result["message"]).group(1).replace(",", ""))
            expect(part_of[first] == part_of[result["record"]], f"{first} and {result['record']} are one server: {made}")


for_each_file(in_other_forms(20), accepted_and_failed)
for_each_file(in_other_forms(20), parts)
for_each_file(files(20), kept_together)
