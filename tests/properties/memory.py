"""Memory is bounded, whatever the input (invariant 5): by the template's limits, not by the size of the file, of a
field, or the number of findings."""

import json
import pathlib
import subprocess
import zipfile

from shared.program import IS_SANITIZED, expect, most_memory, prove_all

MIB = 1024 * 1024
# A sanitizer has memory and time of its own: smaller files, and the growth counts.
# Both have as many keys as are compared, and are long enough for threads.
SMALL, LARGE = (5 * MIB, 8 * MIB) if IS_SANITIZED else (5 * MIB, 40 * MIB)
MOST_GROWTH = 3 * MIB
MOST_GROWTH_PACKED = 12 * MIB # shared strings go to a file when they are many
MOST_IN_ALL = 32 * MIB
HEADER = b"ExternalId,HostName,IPAddress,CPU.NumberOfCores,Applications\n"


def numbered(row):
    return lambda n: row % (n, n)


def repeated(text):
    return lambda n: text


FORMATS = ["json", "full"]  # by turns: each input with each would take minutes
# What follows the header (for the last, what belongs to it): the n-th part of it.
INPUTS = {
    "good rows": numbered(b'srv-%09d,web%09d.example.com,"10.0.0.1, 10.0.0.2",4,"Payroll, Intranet"\n'),
    "bad rows": numbered(b"srv-%09d,web %09d,10.0.0.1.1,four,Payroll;Intranet\n"),
    "rows of the wrong width": numbered(b"srv-%09d,web%09d,10.0.0.1,4,Payroll, Intranet\n"),
    "a new application in each row": numbered(b"srv-%09d,web1,10.0.0.1,4,App %09d\n"),
    "one endless field": repeated(b"x" * 1024),
    "one quote that is never closed": lambda n: b"srv,web,,,\n" * 90 if n else b'"',
    "a quote that is not closed in each row": repeated(b'srv,"web' + b"," * 100 + b"\n"),
    "an endless line of commas": repeated(b"," * 1024),
    "an endless line of quotes": repeated(b'"' * 1024),
    "blank lines": repeated(b" " * 100 + b"\n"),
    "an endless header": numbered(b"Column %09d,Column %09d,"),
}


def write(path, size, what):
    """In small parts: the most memory of a process is at least that of the one which started it."""
    part = INPUTS[what]
    with open(path, "wb") as file:
        file.write(HEADER.rstrip() + b"," if "header" in what else HEADER)
        count = 0
        while file.tell() < size:
            file.write(part(count))
            count += 1


def measure(path, output, *options):
    return most_memory(output, "check", "--jobs=8", "--format=json", "--max-findings=9", *options, path)


def peak(path, size, what, folder, *options):
    write(path, size, what)
    return most_memory(folder / "report", "check", "--jobs=8", "--template=import-template", *options, path)


def memory_is_bounded(folder):
    path = folder / "servers.csv"
    for number, what in enumerate(INPUTS):
        options = [f"--format={FORMATS[number % len(FORMATS)]}", f"--archive={folder / 'a.zip'}"]
        small, large = (peak(path, size, what, folder, *options) for size in (SMALL, LARGE))
        said = f"{what}: {small / MIB:.1f} MiB, then {large / MIB:.1f} MiB"
        print(said)
        expect(large - small <= MOST_GROWTH, said)
        expect(IS_SANITIZED or large <= MOST_IN_ALL, said)


def many_unique_keys_fit(folder):
    """Beyond some number they are in a file; the last of them is still compared with the first."""
    path, template, output = folder / "keys.csv", folder / "keys.yaml", folder / "report"
    count, most = (20_000, 400 * MIB) if IS_SANITIZED else (1_200_000, 90 * MIB)
    template.write_text("name: keys\nfields: [{name: id, constraints: {unique: true}}]\n")
    with open(path, "w") as file:
        file.write("id\n")
        for start in range(0, count, 1000):
            file.write("".join(f"server-{n * 7919 % 2_000_003:07}-of-many\n" for n in range(start, start + 1000)))
        file.write("server-0000000-of-many\n")
    taken = measure(path, output, f"--template={template}")
    report, = json.loads(output.read_text())["files"]
    expect(report["findings"]["by_code"] == {"E501": 1}, report["findings"])
    expect("line 2 (record 1)" in report["results"][0]["message"], report["results"])
    expect(IS_SANITIZED or report["keys_in_temporary_file"] > count / 4, "no key went to the file")
    expect(taken <= most, f"{count} unique keys: {taken / MIB:.1f} MiB")


def zip_of(path, size):
    """A member of this size; written in small parts, too."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, \
            archive.open("servers.csv", "w", force_zip64=True) as file:
        file.write(HEADER)
        count = written = 0
        while written < size:
            written += file.write(numbered(b'srv-%09d,web%09d.example.com,"10.0.0.1, 10.0.0.2",4,x\n')(count))
            count += 1


def bomb(path, size):
    """A member that is hardly anything until it is unpacked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, \
            archive.open("servers.csv", "w", force_zip64=True) as file:
        file.write(HEADER)
        for _ in range(size // MIB):
            file.write((b"," * 1023 + b"\n") * 1024)


def workbook_of(path, size):
    """A sheet of so many bytes, each text of which is another shared string."""
    table = path.with_suffix(".csv")
    write(table, size, "good rows")
    tool = pathlib.Path(__file__).parent.parent / "tools" / "workbook"
    subprocess.run([tool, path, "--shared", f"Servers={table}"], check=True)


def containers_are_bounded(folder):
    for name, make, sizes in (("zip", zip_of, (SMALL, LARGE)), ("xlsx", workbook_of, (SMALL, LARGE)),
                              ("zip", bomb, (SMALL, 300 * MIB))):
        path = folder / f"servers.{name}"
        seen = []
        for size in sizes:
            make(path, size)
            seen.append(measure(path, folder / "report", f"--archive={folder / 'a.zip'}", "-t", "import-template"))
        said = f"{make.__name__}: {seen[0] / MIB:.1f} MiB, then {seen[1] / MIB:.1f} MiB"
        print(said)
        expect(seen[1] - seen[0] <= MOST_GROWTH_PACKED, said)
        expect(IS_SANITIZED or seen[1] <= MOST_IN_ALL, said)
    expect(b'"E702":1' in (folder / "report").read_bytes(), "the bomb was not seen")


def export_of(path, size):
    """Machines with two adapters each, which only their names tell apart: what is remembered of a join is the most."""
    path.mkdir(exist_ok=True)
    with open(path / "vInfo.csv", "w") as machines, open(path / "vNetwork.csv", "w") as adapters, \
            open(path / "vCPU.csv", "w") as processors:
        machines.write("VM,Powerstate,Template,DNS Name,CPUs,Memory,VM UUID\n")
        adapters.write("VM,Network,IPv4 Address,IPv6 Address,Switch,Mac Address\n")
        processors.write("VM,CPUs,Sockets,Reservation\n")
        for n in range(size // 200):
            machines.write(f"machine {n:09},poweredOn,False,host{n:09}.example.com,2,4096,\n")
            for nic in range(2):
                adapters.write(f"machine {n:09},net,10.{nic}.{n // 256 % 256}.{n % 256},,switch,00:50:56:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}\n")
            processors.write(f"machine {n:09},2,1,0\n")


def conversions_are_bounded(folder):
    seen = []
    for size in (SMALL, LARGE):
        export_of(folder / "export", size)
        seen.append(most_memory(folder / "said", "convert", "--to=import-template", "--quiet", "-o",
                                folder / "result.csv", folder / "export"))
    said = f"conversion: {seen[0] / MIB:.1f} MiB, then {seen[1] / MIB:.1f} MiB"
    print(said)
    expect(seen[1] - seen[0] <= MOST_GROWTH_PACKED, said)
    expect(IS_SANITIZED or seen[1] <= MOST_IN_ALL, said)
    lines = (folder / "result.csv").read_bytes().count(b"\n")
    expect(lines == LARGE // 200 + 1, f"{lines} lines")


def fixes_are_bounded(folder):
    """What is fixed goes through temporary files, however much it is."""
    for what in ("bad rows", "rows of the wrong width", "a quote that is not closed in each row", "blank lines"):
        seen = []
        for size in (SMALL, LARGE):
            write(folder / "servers.csv", size, what)
            seen.append(most_memory(folder / "diff", "fix", "--jobs=8", "--unsafe", "--quiet", "--diff", "-o",
                                    folder / "fixed.csv", folder / "servers.csv"))
        said = f"fix, {what}: {seen[0] / MIB:.1f} MiB, then {seen[1] / MIB:.1f} MiB"
        print(said)
        expect(seen[1] - seen[0] <= MOST_GROWTH, said)
        expect(IS_SANITIZED or seen[1] <= MOST_IN_ALL, said)


prove_all(memory_is_bounded, containers_are_bounded, many_unique_keys_fit, conversions_are_bounded, fixes_are_bounded)
