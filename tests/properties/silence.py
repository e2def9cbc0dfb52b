"""A header error silences the findings that it causes, a broken record those about its values, and the totals say what
was not checked (invariant 6)."""

from shared.generate import files
from shared.program import check, expect, for_each_file, prove_all

# A record with one of these has no fields that could be told apart.
BROKEN = {"E201", "E202", "E203", "E204", "E205", "E209", "E211"}


def results_of(folder, text, *options):
    path = folder / "servers.csv"
    path.write_text(text)
    report, = check("--template=import-template", *options, path)
    return report, [(result["code"], result.get("line")) for result in report["results"]]


def alien_header_is_said_once(folder):
    report, found = results_of(folder, "first,second\n,,,\n\n\"x\na,b,c\n")
    expect(found == [("E103", 1)], found)
    records = report["records"]
    expect(records["unchecked"] == records["failed"] == records["total"] > 0, records)


def unknown_column_is_not_checked(folder):
    _, found = results_of(folder, "ExternalId,CPU.Number\na,x y\nb,z\n")
    expect(found == [("W105", 1)], found)


def second_column_of_a_name_is_not_checked(folder):
    report, found = results_of(folder, "HostName,HostName\nweb1,not a name\n")
    expect(found == [("E108", 1)], found)
    expect(report["records"]["failed"] == 1, report["records"])


def missing_identity_is_said_once(folder):
    _, found = results_of(folder, "OS.Name,OS.Version\nDebian,12\nDebian,11\n")
    expect(found == [("E111", 1)], found)


def other_columns_are_still_checked(folder):
    _, found = results_of(folder, "HostName,HostName,CPU.NumberOfCores\nweb1,x y,many\n")
    expect(found == [("E108", 1), ("E310", 2)], found)


def findings_beyond_the_limit_are_counted(folder):
    report, found = results_of(folder, "ExternalId,CPU.NumberOfCores\n" + "a,x\n" * 50, "--max-findings=3")
    expect(len(found) == report["findings"]["shown"] == 3, report["findings"])
    expect(report["findings"]["by_code"] == {"E310": 50, "W503": 49}, report["findings"])
    expect(report["records"]["failed"] == 50, report["records"])


def broken_records_are_silent(path):
    report, = check(path)
    found, totals = {}, {"error": 0, "warning": 0}
    for result in report["results"]:
        totals[result["severity"]] += 1
        found.setdefault(result.get("record"), set()).add(result["code"])
    for record, codes in found.items():
        expect(record is None or not codes & BROKEN or len(codes) == 1, f"record {record} has {sorted(codes)}")
    findings, records = report["findings"], report["records"]
    expect([findings["errors"], findings["warnings"]] == list(totals.values()), f"{findings}: {totals}")
    expect(findings["shown"] == sum(totals.values()) == sum(findings["by_code"].values()), findings)
    expect(records["unchecked"] <= records["failed"], records)
    if {"E102", "E103"} & found.get(None, set()):
        expect(records["unchecked"] == records["total"], records)


prove_all(alien_header_is_said_once, unknown_column_is_not_checked, second_column_of_a_name_is_not_checked,
          missing_identity_is_said_once, other_columns_are_still_checked, findings_beyond_the_limit_are_counted)
for_each_file(files(80), broken_records_are_silent)
