"""Corrected failed entries go back where they came from: unchanged ones give the original byte for byte (invariant 1),
whatever is wrong with the file; a corrected field changes its own bytes and no others."""

import random


from shared.generate import PREAMBLES, SEED, files
from shared.program import archive, check, expect, for_each_file, run


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
    """Some rows were taken out, which is no reason to change the others, or to lose the records."""
    zip_path = failed_entries(path)
    if not zip_path:
        return
    rng = random.Random(f"{SEED}/{path.name}")
    header, *lines = archive(zip_path)[1].splitlines(keepends=True)
    csv_path = path.with_suffix(".failed.csv")
    csv_path.write_bytes(header + b"".join(line for line in lines if rng.random() < 0.7))
    done = run("merge", path, csv_path, "--deleted=keep", "--conflicts=keep", "--new=skip")
    if done.returncode < 2:
        expect(done.stdout == path.read_bytes(), f"the merged file is not the original: {done.stderr.decode()}")


for_each_file(files(15), unchanged)
for_each_file(in_other_forms(16), unchanged)
for_each_file(files(12), shortened)
