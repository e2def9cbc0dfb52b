"""Every record is accepted or failed, none is lost or changed: the pieces of a file are the file, and the archive has
the header and the failed records as they stood, and one row for each error (invariant 1)."""

from shared.generate import files
from shared.program import archive, check, expect, for_each_file, read_pieces, rows


def failed_entries(path):
    zip_path = path.with_suffix(".zip")
    report, = check(f"--archive={zip_path}", path)
    found = read_pieces(path)
    data = [piece for piece in found if piece[0] in ("data", "rest")]
    records = {number: failed for _, number, _, failed in data}
    totals = report["records"]
    expect(totals["accepted"] + totals["failed"] == totals["total"] == len(records), f"{len(records)} records: {totals}")
    expect(totals["failed"] == sum(records.values()), f"{sum(records.values())} failed records: {totals}")
    errors = [result for result in report["results"] if result["severity"] == "error"]
    with_errors = {error["record"] for error in errors if "record" in error}
    expect(all(records[number] for number in with_errors), f"accepted, with errors: {with_errors}")
    if all("record" in error for error in errors):
        expect(with_errors == {number for number, failed in records.items() if failed}, "failed, without errors")
    expect(zip_path.exists() == bool(errors), f"an archive: {zip_path.exists()}, {len(errors)} errors")
    if not errors:
        return
    errors_file, failed_file = archive(zip_path)
    expect(failed_file == b"".join(content for kind, _, content, failed in found if failed or kind == "header"),
           "failed-entries-file.csv is not the header and the failed records")
    check_errors_file(errors_file, errors)


def check_errors_file(text, errors):
    expect(text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b"").replace(b'"', b""),
           "a line of errors-file.csv does not end with CR LF")
    header, *table = rows(text)
    expect(header == ["Line Number", "Column Name", "ExternalId", "Error Message"], header)
    expect(len(table) == len(errors), f"{len(table)} rows, {len(errors)} errors")
    for row, error in zip(table, errors):
        expect(row[0] == str(error.get("line") or ""), f"{row}: line {error.get('line')}")
        expect(row[1] == (error.get("field") or ""), f"{row}: column {error.get('field')}")
        expect(row[3].startswith(error["message"]), f"{row}: {error['message']}")
        external_id = error.get("external_id") or ""
        expect(row[2] == external_id or "\ufffd" in external_id, f"{row}: ExternalId {external_id}")


for_each_file(files(50), failed_entries)
