"""Random files in the form of the import template, mostly valid, then damaged in every way that files are."""

import os
import random

SEED = int(os.environ.get("ROWGATE_SEED", "20240229"))

# Values that are fine, then values that are not.
VALUES = {
    "ExternalId": (["srv-{n}", "CMDB:emea/{n}", "Zürich-{n}", "{n}"], ["6.93217E+12", "N/A", "x" * 300]),
    "SMBiosId": (["4c4c4544-0051-3610-8052-b4c04f{n:06}", "CZJ{n}"], ["null", "{{4c4c4544}}"]),
    "IPAddress": (["10.1.{m}.{k}", "10.1.{m}.{k}, 10.2.{m}.{k}", "2001:db8::{k}"],
                  ["10.1.300.7", "10.1.1.1:443", "10.1.1.1; 10.1.1.2"]),
    "MACAddress": (["00:1B:44:11:{m:02X}:{k:02X}", "00-15-E9-2B-{m:02x}-{k:02x}"], ["001B.4411.3AB7", "-"]),
    "HostName": (["web{n}.example.com", "DB-{n}"], ["web {n}", "https://web{n}", "-web"]),
    "VMware.MoRefId": (["vm-{n}"], ["VM-{n}", "{n}"]),
    "VMware.VCenterId": (["vcenter01.example.com"], ["vcenter 01"]),
    "CPU.NumberOfProcessors": (["1", "2"], ["0", "two"]),
    "CPU.NumberOfCores": (["2", "4"], ["2.5", "4 cores"]),
    "CPU.NumberOfLogicalCores": (["4", "8", "1"], ["-8"]),
    "OS.Name": (["Windows Server 2022", "Debian GNU/Linux 12 (bookworm)"], ["2022"]),
    "RAM.TotalSizeInMB": (["16384", "512.5"], ["16,384", "16 GB"]),
    "RAM.UsedSizeInMB.Avg": (["100", "9011.47"], ["9011,47", "99999"]),
    "RAM.UsedSizeInMB.Max": (["9012", "400"], ["-1"]),
    "CPU.UsagePct.Avg": (["0", "55.34"], ["45 %", "101"]),
    "CPU.UsagePct.Max": (["60", "100"], ["1"]),
    "Applications": (["Payroll", "Payroll, Intranet", "SAP \"ERP\""], ["Payroll;Intranet", "a,,b"]),
    "ApplicationWave": (["Wave 1", "2"], ["Wave\u200b1"]),
    "Tags": (["zone:1", "zone:1, critical:yes"], ["zone=1", "zone"]),
    "ServerId": ([""], ["d-server-01kk9i6ywwaxmp", "i-1"]),
    "Notes": (["anything at all", "two\nlines"], ["also this"]),
}
TOGETHER = ("VMware.MoRefId", "VMware.VCenterId")
ALWAYS_GIVEN = ("ExternalId", *TOGETHER)
PREAMBLES = ["", "Servers of 2024\n", "Inventory, as of May\n\n"]
BLANK_SHARE = 0.15
BAD_SHARE = 0.02


def value_for(rng, column, n):
    good, bad = VALUES[column]
    if column not in ALWAYS_GIVEN and rng.random() < BLANK_SHARE:
        return ""
    choice = rng.choice(bad if rng.random() < BAD_SHARE else good)
    return choice.format(n=n, m=n // 250 % 250, k=n % 250)


def quote(rng, value):
    if any(character in value for character in ",\"\n\r") or rng.random() < 0.05:
        return '"' + value.replace('"', '""') + '"'
    return value


def header_for(rng):
    others = [name for name in VALUES if name != "ExternalId"]
    columns = ["ExternalId", *rng.sample(others, rng.randint(1, len(others)))]
    if rng.random() < 0.95 and any(name in columns for name in TOGETHER):
        columns = list(dict.fromkeys([*columns, *TOGETHER]))
    rng.shuffle(columns)
    return columns


def sound_file(rng, most_records=30):
    """A file that is well formed, with a few bad values in it."""
    columns = header_for(rng)
    end = rng.choice(["\n", "\n", "\r\n", "\r\n", "\r"])
    rows = [columns] + [[value_for(rng, column, n) for column in columns] for n in range(rng.randint(0, most_records))]
    text = "".join(",".join(quote(rng, value) for value in row) + end for row in rows)
    return text.encode()


# ------------------------------------------------------------------ damage: each takes and gives the file's bytes

def insert(rng, data, what):
    at = rng.randint(0, len(data))
    return data[:at] + what + data[at:]


def drop_bytes(rng, data):
    at = rng.randint(0, len(data))
    return data[:at] + data[at + rng.randint(1, 20):]


def insert_quote(rng, data):
    return insert(rng, data, b'"')


def drop_quote(rng, data):
    places = [at for at, byte in enumerate(data) if byte == ord('"')]
    at = rng.choice(places) if places else len(data)
    return data[:at] + data[at + 1:]


def swallow_line_end(rng, data):
    lines = data.splitlines(keepends=True)
    if lines:
        at = rng.randrange(len(lines))
        lines[at] = lines[at].rstrip(b"\r\n")
    return b"".join(lines)


def change_line_end(rng, data):
    lines = data.splitlines(keepends=True)
    for at in rng.sample(range(len(lines)), min(len(lines), 3)):
        lines[at] = lines[at].rstrip(b"\r\n") + rng.choice([b"\r", b"\n", b"\r\n", b"\r\r\n", b"\n\r"])
    return b"".join(lines)


def insert_line(rng, data):
    lines = data.splitlines(keepends=True)
    line = rng.choice([b"\n", b"  \r\n", b"\r", b",,,,\n", b"x\n", b"a,b\r\n", b"# remark\n"])
    lines.insert(rng.randint(0, len(lines)), line)
    return b"".join(lines)


def repeat_line(rng, data):
    lines = data.splitlines(keepends=True)
    if lines:
        lines.insert(rng.randrange(len(lines)), rng.choice(lines))
    return b"".join(lines)


def change_header(rng, data):
    header, newline, rest = data.partition(b"\n")
    change = rng.choice([bytes.lower, bytes.upper, lambda h: h.replace(b"Id", b" Id", 1),
                         lambda h: h.replace(b",", b",,", 1), lambda h: b"Remark," + h, lambda h: h + b"," + h[:10],
                         lambda h: h.replace(b"ExternalId", b"ExtrenalId")])
    return change(header) + newline + rest


def insert_bytes(rng, data):
    return insert(rng, data, rng.choice([b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1b[31m", b"\x7f", b",", b", ",
                                         b"\xc2\xa0", b"\xe2\x80\x8b", b" ", b"\t", b"\xef\xbb\xbf", b"\r", b"\n"]))


def insert_long(rng, data):
    return insert(rng, data, rng.choice([b"x" * 70_000, b"," * 70_000, b'"' * 70_001, b"y\n" * 300, b"x" * 300]))


def begin_with(rng, data):
    return rng.choice([b"\xef\xbb\xbf", b"sep=,\r\n", b"Servers of 2024\n\n", b"\n", b"\""]) + data


def cut_off(rng, data):
    return data[:rng.randint(0, len(data))]


DAMAGE = [drop_bytes, insert_quote, insert_quote, drop_quote, swallow_line_end, change_line_end, insert_line,
          repeat_line, change_header, insert_bytes, insert_bytes, insert_long, begin_with, cut_off]


def any_file(rng):
    data = sound_file(rng)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3, 6])):
        data = rng.choice(DAMAGE)(rng, data)
    return data


def files(count):
    """(name, bytes) of so many files, the same each time unless ROWGATE_SEED says otherwise. Each has a seed of its
    own, so that ROWGATE_RUNS=1000 begins with the same files as ROWGATE_RUNS=10."""
    for number in range(int(os.environ.get("ROWGATE_RUNS", count))):
        yield f"{SEED}-{number}.csv", any_file(random.Random(f"{SEED}/{number}"))
