"""Failed entries that were opened in a spreadsheet, and saved as CSV with its defaults, merge back right: what nobody
has touched keeps its bytes, whatever the spreadsheet has made of it."""

import csv
import subprocess

from shared.program import archive, check, expect, prove_all, run

HEADER = "ExternalId,SMBiosId,HostName,IPAddress,RAM.TotalSizeInMB,CPU.UsagePct.Avg,OS.Version,Applications,Notes"
# What spreadsheets like to change: leading zeros, long numbers, trailing zeros, dates, truth values; and each row fails.
ROWS = [
    '007,4711,web-1,10.0.0.300,16384.0,45.50,8.10,"Payroll, Intranet",true',
    '0042,6932170000000000123,web 2,10.0.0.2,512.50,1e1,12,Mail,2024-01-05',
    '"srv-3",CZJ3,"web-3",10.0.0.3;10.0.0.4,"1024",5,"10.0",Mail,01/02/2024',
    'Zürich-4,CZJ4,web-4,"10.0.1.1, 10.0.1.300",16 GB,5,1.10,"SAP ""ERP""","two\nlines"',
    'srv-5,CZJ5,web-5,10.0.0.5,100,45 %,3-4,Mail,"  kept  "',
    'srv-6,CZJ6,web-6,10.0.0.6,100,5,1,Mail,more,than the header',
    '9007199254740993,CZJ7,web 7,10.0.0.7,100,5,1,Mail,+49 30 123456',
]
GOOD = "srv-{n},CZJ{n},host-{n},10.1.1.{n},00100,5.0,08,Mail,\n"


def make(folder, end):
    """Good and bad rows by turns."""
    path = folder / "servers.csv"
    text = HEADER + "\n" + "".join(GOOD.format(n=n + 10) + row + "\n" for n, row in enumerate(ROWS))
    path.write_bytes(text.replace("\n", end).encode())
    check(f"--archive={folder / 'a.zip'}", path)
    failed = folder / "failed-entries-file.csv"
    failed.write_bytes(archive(folder / "a.zip")[1])
    return path, failed


def save_in_spreadsheet(folder, failed):
    """As a user does: open, and save as CSV. The profile is one of its own."""
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv",
                    "--outdir", folder / "saved", failed], check=True, capture_output=True, timeout=300)
    return folder / "saved" / failed.name


def merge(path, *arguments):
    done = run("merge", path, *arguments)
    expect(done.returncode in (0, 1) and done.stdout, done.stderr.decode())
    return done.stdout


def saved_without_a_change(folder):
    path, failed = make(folder, "\r\n")
    saved = save_in_spreadsheet(folder, failed)
    expect(saved.read_bytes() != failed.read_bytes(), "the spreadsheet has changed nothing: it proves nothing")
    for arguments in ([saved], [saved, "--errors", folder / "a.zip"]):
        merged = merge(path, *arguments)
        expect(merged == path.read_bytes(), f"{arguments}: not the original: {merged.decode()}")


def corrected_and_saved(folder):
    path, failed = make(folder, "\n")
    saved = save_in_spreadsheet(folder, failed)
    with open(saved, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    repairs = [(0, "IPAddress", "10.0.0.30", "10.0.0.300"), (1, "HostName", "web-2", "web 2"),
               (2, "IPAddress", "10.0.0.3, 10.0.0.4", "10.0.0.3;10.0.0.4"), (3, "RAM.TotalSizeInMB", "16384", "16 GB"),
               (3, "IPAddress", "10.0.1.1, 10.0.1.30", "10.0.1.1, 10.0.1.300"), (4, "CPU.UsagePct.Avg", "45", "45 %"),
               (6, "HostName", "web-7", "web 7")]
    wanted = path.read_bytes().decode()
    for row, column, value, before in repairs:
        rows[row][header.index(column)] = value
        quoted = f'"{value}"' if "," in value and f'"{before}"' not in wanted else value
        expect(wanted.count(before) == 1, before)
        wanted = wanted.replace(before, quoted)
    rows[5][header.index("Notes"):] = ["more,than the header", ""]
    wanted = wanted.replace("more,than the header", '"more,than the header"')
    # Columns change places, and one is added, as people do.
    order = [*range(3, len(header)), 2, 1, 0]
    with open(saved, "w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([[row[at] for at in order] + [""] for row in [header, *rows]])
    merged = merge(path, saved).decode()
    expect(merged == wanted, f"it is\n{merged}\nand should be\n{wanted}")


prove_all(saved_without_a_change, corrected_and_saved)
