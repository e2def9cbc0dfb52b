"""The whole way: check a file and pack what failed, fix the failed entries, merge them, and check again. The merged file is
clean, each repaired field has its new value, and every other byte is the original's (invariants 1, 2 and 4 together)."""

import csv
import io
import os
import random

from shared.generate import SEED
from shared.program import archive, check, expect, for_each_file, run

HEADER = ["ExternalId", "HostName", "IPAddress", "MACAddress", "RAM.TotalSizeInMB", "CPU.UsagePct.Avg", "OS.Name",
          "Applications"]
# By column: values that fail, and what they become. Not those of ExternalId: a record whose key is corrected is found by
# its place among the others, which is not certain where a neighbour is no record, and is asked about then.
VALUES = {
    "HostName": [("N/A", ""), ("“web-7”", "web-7"), ("https://web-8.example.com/x", "web-8.example.com"),
                 ("web\u200b-9", "web-9")],
    "IPAddress": [("10.0.0.7; 10.0.0.8", "10.0.0.7, 10.0.0.8"), ("10.0.0.7 10.0.0.8", "10.0.0.7, 10.0.0.8"),
                  ("10.0.0.7:443", "10.0.0.7"), ("010.0.0.007", "10.0.0.7"), ("-", "")],
    "MACAddress": [("001B.4411.3AB7", "00:1B:44:11:3A:B7"), ("001b44113ab7", "00:1b:44:11:3a:b7")],
    "RAM.TotalSizeInMB": [("16 GB", "16384"), ("16,384", "16384"), ("1.5TB", "1572864"), ("null", "")],
    "CPU.UsagePct.Avg": [("45 %", "45"), ("45,5", "45.5"), ("7pct", "7")],
    "OS.Name": [("N/A", ""), ("-", "")],
    "Applications": [("Payroll;Mail", "Payroll, Mail")],
}


def quoted(value, always=False):
    return '"' + value.replace('"', '""') + '"' if always or any(c in value for c in ',"\n') else value


def good_row(rng, n):
    return [f"srv-{n}", f"web{n}.example.com", rng.choice([f"10.1.{n % 250}.{n // 250}", f"10.1.{n % 250}.1, 10.2.{n % 250}.2"]),
            f"00:1B:44:11:{n // 250:02X}:{n % 250:02X}", str(1024 * rng.randint(1, 64)), rng.choice(["7", "45.5", ""]),
            rng.choice(["Linux", "Windows Server 2022"]), rng.choice(["", "Payroll", "Payroll, Mail", 'SAP "ERP"'])]


def line(row, quotes=()):
    return ",".join(quoted(value, number in quotes) for number, value in enumerate(row))


def damaged_value(rng, row):
    """One value fails. Its quotes stay; all other bytes, too."""
    at = rng.randrange(1, len(HEADER))
    bad, meant = rng.choice(VALUES[HEADER[at]])
    quotes = {number for number in range(len(row)) if rng.random() < 0.1}
    before, after = row[:at] + [bad] + row[at + 1:], row[:at] + [meant] + row[at + 1:]
    is_quoted = at in quotes or "," in bad
    return line(before, quotes), line(after, quotes | {at} if is_quoted else quotes), None


def damaged_structure(rng, row):
    """The fields cannot be told apart, or are no record: values are what counts then; None: the record goes."""
    row[2] = "10.3.0.1, 10.3.0.2"
    whole = line(row)
    kind = rng.randrange(7)
    if kind == 0:
        return whole.replace('"10.3.0.1, 10.3.0.2"', "10.3.0.1, 10.3.0.2"), None, row
    if kind == 1:
        return whole + ",,", None, row
    if kind == 2:
        return line(row[:5]), None, row[:5] + ["", "", ""]
    if kind == 3:
        row[6] = 'Linux "7" disk'
        return line(row).replace('"Linux ""7"" disk"', 'Linux "7" disk'), None, row
    if kind == 4:
        row[6] = 'Linux "7" disk'
        return line(row).replace('"Linux ""7"" disk"', '"Linux "7" disk"'), None, row
    return rng.choice(["# a comment", "," * 7, "Total,12,,,,,,"]), None, None


def make(rng):
    """The file; and for each of its records the lines (or the values, where only they count) that it ends as."""
    end = rng.choice(["\n", "\r\n"])
    text, wanted = ",".join(HEADER) + end, []
    for n in range(1, rng.randint(5, 60)):
        row = good_row(rng, n)
        dice = rng.random()
        before, after, values = (damaged_value(rng, row) if dice < 0.2 else damaged_structure(rng, row) if dice < 0.3
                                 else (line(row), line(row), None))
        text += before + end
        if after is not None:
            wanted.append(after + end)
        elif values is not None:
            wanted.append(values)
    return text.encode(), wanted


def files(count):
    for number in range(int(os.environ.get("ROWGATE_RUNS", count))):
        yield f"way-{SEED}-{number}.csv", make(random.Random(f"{SEED}/way/{number}"))[0]


def whole_way(path):
    number = int(path.stem.rsplit("-", 1)[1])
    data, wanted = make(random.Random(f"{SEED}/way/{number}"))
    expect(path.read_bytes() == data, "the file is another")
    pack, failed, merged = (path.with_suffix(suffix) for suffix in (".zip", ".failed.csv", ".merged.csv"))
    report, = check(f"--archive={pack}", path)
    if not report["findings"]["errors"]:
        return
    failed.write_bytes(archive(pack)[1])
    done = run("fix", "--unsafe", "--quiet", "--in-place", failed)
    expect(done.returncode == 0, f"the failed entries are not fixed: {done.stderr.decode()}{failed.read_text()}")
    done = run("merge", "--deleted=drop", "--errors", pack, "-o", merged, path, failed)
    expect(done.returncode == 0, f"not merged, or not clean: {done.stdout.decode()}{done.stderr.decode()}")
    result, = check(merged)
    expect(result["findings"]["errors"] == 0, result["results"])
    lines = merged.read_bytes().decode().splitlines(keepends=True)
    expect(len(lines) == len(wanted) + 1, f"{len(lines)} lines, {len(wanted) + 1} wanted")
    for is_now, want in zip(lines[1:], wanted):
        if isinstance(want, str):
            expect(is_now == want, f"{is_now!r}, not {want!r}")
        else:
            values = next(csv.reader(io.StringIO(is_now)))
            expect(values == want, f"{values}, not {want}")


for_each_file(files(25), whole_way)
