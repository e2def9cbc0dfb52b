"""Corrected failed entries go back where they came from: unchanged ones give the original byte for byte (invariant 1),
whatever is wrong with the file; a corrected field changes its own bytes and no others."""

import random


from shared.generate import PREAMBLES, SEED, files
from shared.program import archive, check, expect, for_each_file, read_pieces, run


def in_other_forms(count):
    """The same files in other encodings, with other delimiters, and with lines above the header."""
    for number, (name, data) in enumerate(files(count)):
        rng = random.Random(f"{SEED}/form/{number}")
        text = data.decode("utf-8", errors="replace")
        form = number % 8
        if form == 0:
            data = (rng.choice(PREAMBLES) + text).encode("utf-16")
        elif form == 1:
            data = text.encode("utf-16-le")
        elif form == 2:
            data = text.replace(",", ";").encode()
        elif form == 3:
            data = (text + "x,é,\n").encode("windows-1252", errors="replace")
        elif form == 4:
            data = b"\xef\xbb\xbf" + (rng.choice(PREAMBLES) + text).encode()
        yield name, data


def failed_entries(path):
    zip_path = path.with_suffix(".zip")
    zip_path.unlink(missing_ok=True)
    check(f"--archive={zip_path}", path)
    return zip_path if zip_path.exists() else None


def merge(path, *arguments):
    merged = path.with_suffix(".merged")
    merged.unlink(missing_ok=True)
    done = run("merge", path, *arguments, "-o", merged)
    expect(done.returncode in (0, 1) and merged.exists(),
           f"{arguments}: {done.returncode}: {done.stdout.decode()[-2000:]} {done.stderr.decode()}")
    return merged.read_bytes(), done.stdout.decode()


def unchanged(path):
    zip_path = failed_entries(path)
    if not zip_path:
        return
    data, csv_path = path.read_bytes(), path.with_suffix(".failed.csv")
    csv_path.write_bytes(archive(zip_path)[1])
    for arguments in ([zip_path], [csv_path], [csv_path, "--errors", zip_path]):
        merged, report = merge(path, *arguments)
        expect(merged == data, f"{arguments}: the merged file is not the original: {report[-2000:]}")


def shortened(path):
    """Some rows were taken out, which is no reason to change the others, or to lose their records."""
    rng = random.Random(f"{SEED}/{path.name}")
    if b"\xef\xbf\xbd" in path.read_bytes().decode(errors="replace").encode():
        return  # the pieces are told in UTF-8
    pieces = read_pieces(path)
    header = b"".join(content for kind, _, content, _ in pieces if kind == "header")
    rows = [content for kind, _, content, is_failed in pieces if kind == "data" and is_failed]
    if not rows or any(kind == "rest" for kind, *_ in pieces):
        return
    csv_path = path.with_suffix(".failed.csv")
    csv_path.write_bytes(header + b"".join(row for row in rows if rng.random() < 0.7))
    done = run("merge", path, csv_path, "--deleted=keep")
    expect(done.stdout == path.read_bytes(), f"the merged file is not the original: {done.stderr.decode()}")


def find_correctable(path, data, pieces):
    """(record, offset in it, size) of values that a finding names, and that stand in the file as they are."""
    starts, at = {}, 0
    for kind, number, content, is_failed in pieces:
        if kind == "data" and is_failed:
            starts[number] = (at, content)
        at += len(content)
    report, = check(path)
    for result in report["results"]:
        start, content = starts.get(result.get("record"), (0, b""))
        value, offset = result.get("value", "").encode(), result.get("byte_offset", 0) - start
        if result.get("fix") is None and value.strip() and b'"' not in value and result["code"][1] == "3" \
                and content[offset:offset + len(value)] == value:
            yield result["record"], offset, len(value)


def corrected(path):
    """One value that was at fault is corrected: these bytes of the file change, and no others."""
    data = path.read_bytes()
    if b"\xef\xbf\xbd" in data.decode(errors="replace").encode():
        return
    rng = random.Random(f"{SEED}/{path.name}")
    pieces = read_pieces(path)
    places = list(find_correctable(path, data, pieces))
    failed = [content for kind, _, content, is_failed in pieces if kind == "data" and is_failed]
    if not places or len(set(failed)) < len(failed) or any(kind == "rest" for kind, *_ in pieces):
        return  # of records that are the same it is all the same which one is corrected
    record, offset, size = rng.choice(places)
    wanted = rows = b""
    for kind, number, content, is_failed in pieces:
        if kind == "data" and number == record:
            content = content[:offset] + b"corrected" + content[offset + size:]
        wanted += content
        if kind == "header" or (kind == "data" and is_failed):
            rows += content
    csv_path = path.with_suffix(".failed.csv")
    csv_path.write_bytes(rows)
    merged, report = merge(path, csv_path)
    expect(merged == wanted, f"record {record}: the merged file is not what was corrected: {report[-3000:]}")
    path.write_bytes(merged)
    again, _ = merge(path, csv_path, "--conflicts=keep", "--deleted=keep", "--new=skip")
    expect(again == merged, "a second time it is not the same")


for_each_file(files(30), corrected)
for_each_file(files(15), unchanged)
for_each_file(in_other_forms(16), unchanged)
for_each_file(files(12), shortened)
