"""An export becomes the same import template in whatever form it comes, and that is the one which somebody else, who
reads the same tables, makes of it. It checks clean."""

import csv
import io
import os
import pathlib
import random
import re
import subprocess
import zipfile
import zlib

from shared.generate import SEED
from shared.program import expect, prove_all, rows, run

SIZES = [0, 5, 60]
TOOLS = pathlib.Path(__file__).parent.parent / "tools"
TEMPLATES = pathlib.Path(__file__).parent.parent.parent / "templates"
COLUMNS = ["ExternalId", "SMBiosId", "IPAddress", "MACAddress", "HostName", "VMware.MoRefId", "VMware.VCenterId",
           "CPU.NumberOfProcessors", "CPU.NumberOfCores", "CPU.NumberOfLogicalCores", "OS.Name", "OS.Version",
           "VMware.VMName", "RAM.TotalSizeInMB"]
# What the AWS exporter for vCenter writes: names at the root of a ZIP, and only what AWS needs.
MINIMAL = {
    "vInfo": ["VM", "Powerstate", "Template", "DNS Name", "CPUs", "Memory", "Total disk capacity MiB", "NICs", "Disks",
              "Host", "OS according to the configuration file", "OS according to the VMware Tools",
              "VI SDK API Version", "Primary IP Address", "VM ID", "VM UUID", "VI SDK Server type", "VI SDK Server",
              "VI SDK UUID"],
    "vNetwork": ["VM", "Network", "IPv4 Address", "IPv6 Address", "Switch", "Mac Address"],
    "vCPU": ["VM", "CPUs", "Sockets", "Reservation"],
    "vMemory": ["VM", "Size MiB", "Reservation"],
}


def uuid(rng):
    return "-".join("".join(rng.choices("0123456789abcdef", k=k)) for k in (8, 4, 4, 4, 12))


def machine(rng, number, vcenter, unique_names):
    vm = {"VM": f"vm {number}" if unique_names or rng.random() < 0.8 else rng.choice(["web", "db"]),
          "Template": "True" if rng.random() < 0.1 else "False",
          "SRM Placeholder": "True" if rng.random() < 0.1 else "False",
          "Powerstate": "poweredOn", "VM ID": f"vm-{number}" if rng.random() < 0.9 else "",
          "VM UUID": uuid(rng), "SMBIOS UUID": uuid(rng), "VI SDK UUID": vcenter,
          "DNS Name": rng.choice(["", "localhost", f"host{number}.example.com", f"host{number}"]),
          "CPUs": str(rng.choice([2, 4, 8])), "Memory": str(rng.choice([1024, 16384])),
          "OS according to the VMware Tools": rng.choice(["", "Debian GNU/Linux 12, 64 Bit"]),
          "OS according to the configuration file": "Microsoft Windows Server 2022 (64-bit)",
          "Guest Detailed Data": rng.choice(["", "bitness='64' distroName='x' distroVersion='12.5' familyName='Linux'"])}
    nics = []
    for nic in range(rng.choice([0, 1, 1, 2, 3])):
        mac = f"00:50:56:{number // 256:02x}:{number % 256:02x}:{nic:02x}"
        ips = [f"10.{nic}.{number // 256}.{number % 256}"] * rng.choice([0, 1, 1]) + \
              [f"10.{nic + 100}.{number // 256}.{number % 256}"] * rng.choice([0, 0, 1])
        v6 = rng.choice(["", f"2001:db8::{number:x}:{nic:x}", f"fe80::{number:x}, 2001:db8:1::{number:x}"])
        nics.append({"VM": vm["VM"], "IPv4 Address": ", ".join(ips), "IPv6 Address": v6,
                     "Mac Address": mac if rng.random() < 0.9 else f"00:50:56:ff:{number // 256:02x}:{number % 256:02x}"})
    vm["Primary IP Address"] = nics[-1]["IPv4 Address"].split(", ")[0] if nics else ""
    return vm, nics


def inventory(rng, size, unique_names):
    """Machines, each with its adapters."""
    vcenters = [uuid(rng) for _ in range(rng.choice([1, 2]))]
    return [machine(rng, number, rng.choice(vcenters), unique_names) for number in range(size)]


def tables_of(machines, names):
    """The tabs of an export. With `names` nothing but a machine's name tells whose a record is."""
    def whose(vm):
        keys = ["VM"] if names else ["VM", "VM ID", "VM UUID", "VI SDK UUID"]
        return {key: vm[key] for key in keys}

    tables = {"vInfo": [{**vm, "Total disk capacity MiB": "0", "NICs": str(len(nics)), "Disks": "0", "Host": "esx1",
                         "VI SDK API Version": "7.0", "VI SDK Server": "vc", "VI SDK Server type": "vCenter"}
                        for vm, nics in machines],
              "vNetwork": [{**nic, **whose(vm), "Network": "n", "Switch": "s"} for vm, nics in machines for nic in nics],
              "vCPU": [{**whose(vm), "CPUs": vm["CPUs"], "Sockets": "2", "Reservation": "0"} for vm, _ in machines],
              "vMemory": [{**whose(vm), "Size MiB": vm["Memory"], "Reservation": "0"} for vm, _ in machines]}
    return tables


def written(table, columns):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def files_of(machines, names):
    """All tabs as CSV. The order of the records of a tab says nothing."""
    files = {path.name.partition(".")[0]: path.read_text() for path in (TEMPLATES / "rvtools").glob("*.good.csv")}
    for name, table in tables_of(machines, names).items():
        columns = MINIMAL[name] if names else files[name].splitlines()[0].split(",")
        if name != "vInfo":
            # Stable within a machine: lists keep the order of the file.
            table = sorted(table, key=lambda record: zlib.crc32(record["VM"].encode()))
        files[name] = written(table, columns)
    return files


def unique(values):
    return ", ".join(dict.fromkeys(value for value in values if value))


def expected(machines, names):
    """What the import template must say, written down again from what is said of it."""
    count = {}
    for vm, _ in machines:
        count[vm["VM"]] = count.get(vm["VM"], 0) + 1
    result = []
    for vm, nics in machines:
        if "True" in (vm["Template"], "" if names else vm["SRM Placeholder"]):
            continue
        if names and count[vm["VM"]] > 1:
            nics = None
        ips = [vm["Primary IP Address"]]
        for column in ("IPv4 Address", "IPv6 Address"):
            ips += [ip for nic in nics or [] for ip in nic[column].split(", ")]
        version = re.search(r"distroVersion='([^']+)'", "" if names else vm["Guest Detailed Data"])
        moref = bool(vm["VM ID"])
        result.append([vm["VM UUID"], "" if names else vm["SMBIOS UUID"], unique(ips),
                       unique(nic["Mac Address"] for nic in nics or []),
                       vm["DNS Name"] if vm["DNS Name"] != "localhost" else "",
                       vm["VM ID"], vm["VI SDK UUID"] if moref else "", "2" if nics is not None else "", vm["CPUs"],
                       vm["CPUs"], vm["OS according to the VMware Tools"] or vm["OS according to the configuration file"],
                       version.group(1) if version else "", vm["VM"], vm["Memory"]])
    return [COLUMNS] + result


def packed(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def forms(folder, files):
    """The paths of the same export in all forms."""
    csvs = {f"RVTools_tab{name}.csv": text for name, text in files.items() if name != "vMetaData"}
    plain = folder / "RVTools_export_all"
    plain.mkdir()
    for name, text in csvs.items():
        (plain / name).write_text(text, newline="")
    root, inside, semicolons = folder / "root.zip", folder / "inside.zip", folder / "semicolons.zip"
    root.write_bytes(packed(csvs))
    inside.write_bytes(packed({f"RVTools_export_all/{name}": text for name, text in csvs.items()}))
    other = {}
    for name, text in csvs.items():
        table = io.StringIO()
        csv.writer(table, delimiter=";").writerows(csv.reader(io.StringIO(text)))
        other[name] = table.getvalue().encode("utf-16")
    semicolons.write_bytes(packed(other))
    workbook, prefixed = folder / "export.xlsx", folder / "prefixed.xlsx"
    sheets = [f"{name}={plain / f'RVTools_tab{name}.csv'}" for name in files if name != "vMetaData"]
    subprocess.run([TOOLS / "workbook", workbook, "--shared", *sheets], check=True)
    subprocess.run([TOOLS / "workbook", prefixed, "--prefix", *sheets], check=True)
    zipped = folder / "xlsx.zip"
    zipped.write_bytes(packed({"export.xlsx": prefixed.read_bytes()}))
    return [plain, root, inside, semicolons, workbook, prefixed, zipped]


def convert(path):
    """The rows of the result, which checks clean, and what was said."""
    out = path.parent / "result.csv"
    done = run("convert", path, "--to", "import-template", "-o", out, "-f", "concise", "-v")
    expect(done.returncode in (0, 1), done.stderr)
    checked = run("check", out, "-f", "concise", "-t", "import-template")
    expect(checked.returncode == 0, f"{path.name}: {checked.stdout.decode()}")
    piped = run("convert", path, "--to", "import-template", "-q").stdout
    expect(piped == out.read_bytes(), f"{path.name}: standard output differs from --output")
    if path.is_file():
        expect(run("convert", "-", "--to", "import-template", "-q", data=path.read_bytes()).stdout == piped,
               f"{path.name}: standard input differs")
    return rows(piped), done.stdout.decode(), done.returncode


def difference(found, wanted):
    return f"{[row for row in found if row not in wanted]} instead of {[row for row in wanted if row not in found]}"


def joins_hold_in_every_form(folder):
    rng = random.Random(SEED)
    for size in SIZES:
        machines = inventory(rng, size, unique_names=False)
        place = folder / str(size)
        place.mkdir()
        wanted = expected(machines, names=False)
        for path in forms(place, files_of(machines, False)):
            found, _, status = convert(path)
            expect(found == wanted, f"{path.name}: {difference(found, wanted)}")
            expect(status == 0, f"{path.name}: something was lost")


def names_that_two_machines_have_join_nothing(folder):
    rng, ambiguous = random.Random(SEED + 1), 0
    for size, unique_names in [(0, True), (30, True), (5, False), (60, False)]:
        machines = inventory(rng, size, unique_names)
        files = files_of(machines, True)
        path = folder / f"vcexport-{size}.zip"
        path.write_bytes(packed({f"RVTools_tab{name}.csv": files[name] for name in files if name != "vMetaData"}))
        found, said, status = convert(path)
        wanted = expected(machines, names=True)
        expect(found == wanted, f"{path.name}: {difference(found, wanted)}")
        doubtful = any(not row[7] for row in wanted)
        expect((status == 1) == doubtful, f"{path.name}: status {status}\n{said}")
        expect(("nothing tells" in said) == doubtful, said)
        ambiguous += doubtful
    expect(ambiguous > 0, "no names were alike: that proves nothing")


def samples_convert(folder):
    """Genuine exports: folders in the one that ROWGATE_SAMPLES names."""
    for sample in sorted(path for path in pathlib.Path(os.environ["ROWGATE_SAMPLES"]).glob("*") if path.is_dir()):
        files = {path.name.removeprefix("RVTools_tab").partition(".")[0]: path.read_bytes().decode()
                 for path in sample.glob("*.csv")}
        place = folder / sample.name
        place.mkdir()
        results = [convert(path)[0] for path in forms(place, files)]
        expect(all(result == results[0] for result in results), sample.name)
        expect(len(results[0]) > 1, f"{sample.name}: no records")


prove_all(joins_hold_in_every_form, names_that_two_machines_have_join_nothing)
if "ROWGATE_SAMPLES" in os.environ:
    prove_all(samples_convert)
