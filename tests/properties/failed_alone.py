"""The failed entries, checked by themselves, have the findings that they had before, except those that depend on other
rows (invariant 2): what the archive holds can be corrected with nothing else at hand."""

from shared.generate import files
from shared.program import archive, check, expect, for_each_file

# These are about several records, or about the file.
ABOUT_OTHERS = ("E501", "E502", "W503", "E60")


def findings_by_record(report):
    """For each record in order: what was found, without the places, which shift."""
    found = {}
    for result in report["results"]:
        if result.get("record") and not result["code"].startswith(ABOUT_OTHERS):
            what = [result.get(key) for key in ("code", "severity", "field", "message", "hint", "value", "external_id")]
            found.setdefault(result["record"], []).append(what)
    return found


def failed_records(report):
    if any(result["code"].startswith("E1") for result in report["results"]):
        return range(1, report["records"]["total"] + 1)  # the header fails them all
    return sorted({result["record"] for result in report["results"] if result["severity"] == "error"})


def failed_alone(path):
    zip_path, alone_path = path.with_suffix(".zip"), path.with_suffix(".failed.csv")
    before, = check(f"--archive={zip_path}", path)
    if not zip_path.exists() or "E205" in before["findings"]["by_code"]:
        return  # how far an open quote reaches depends on what follows it
    alone_path.write_bytes(archive(zip_path)[1])
    after, = check(alone_path)
    failed = failed_records(before)
    expect(after["records"]["total"] == len(failed) == before["records"]["failed"],
           f"{len(failed)} failed, {before['records']}, by themselves {after['records']}")
    found, found_alone = findings_by_record(before), findings_by_record(after)
    for position, number in enumerate(failed, 1):
        expect(found.get(number) == found_alone.get(position),
               f"record {number}: {found.get(number)}; by itself: {found_alone.get(position)}")


for_each_file(files(50), failed_alone)
