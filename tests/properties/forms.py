"""The same inventory gives the same findings for the same records, in whatever form it comes."""

import csv
import gzip
import io
import json
import pathlib
import random
import subprocess
import zipfile

from shared.generate import SEED, sound_file
from shared.program import expect, prove_all, run

FILES = 8
TOOLS = pathlib.Path(__file__).parent.parent / "tools"
# What is said once, of the form itself.
OF_FORM = {"E116", "E117", "E118", "E711", "W113"}


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def written(rows, **dialect):
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue()


def workbook(folder, rows, *options):
    table, path = folder / "table.csv", folder / "servers.xlsx"
    table.write_text(written(rows), newline="")
    subprocess.run([TOOLS / "workbook", path, *options, f"Servers={table}"], check=True)
    return path.read_bytes()


def zipped(name, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def forms(folder, data):
    rows, text = rows_of(data), data.decode()
    yield "servers.csv.gz", gzip.compress(data)
    yield "marked.csv", b"\xef\xbb\xbf" + data
    for encoding in ("utf-16", "utf-16-be", "utf-32"):
        yield f"{encoding}.csv", (b"\xfe\xff" if encoding.endswith("be") else b"") + text.encode(encoding)
    yield "windows-1252.csv", text.replace("\u200b", "").encode("windows-1252")
    for name, delimiter in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|")):
        yield f"{name}.csv", written(rows, delimiter=delimiter).encode()
    yield "sep.csv", b"sep=;\r\n" + written(rows, delimiter=";").encode()
    yield "servers.zip", zipped("servers.csv", data)
    yield "servers.xlsx", workbook(folder, rows, "--shared")
    yield "prefixed.xlsx", workbook(folder, rows, "--prefix", "--tail")
    yield "servers-xlsx.zip", zipped("servers.xlsx", workbook(folder, rows))


def findings(path):
    """What is said of records, but for where: that differs by nature."""
    done = run("check", "--format=json", "-t", "import-template", path)
    results = json.loads(done.stdout)["files"][0]["results"]
    return [(r["code"], r["record"], r.get("field"), r["message"], r.get("value")) for r in results
            if "record" in r and r["code"] not in OF_FORM]


def the_form_does_not_matter(folder):
    rng, total = random.Random(SEED), 0
    for _ in range(FILES):
        data = sound_file(rng).replace(b"\xe2\x80\x8b", b"")
        if len(rows_of(data)) < 2 or not any(rows_of(data)[0]):
            continue
        plain = folder / "servers.csv"
        plain.write_bytes(data)
        expected = findings(plain)
        total += len(expected)
        for name, bytes_ in forms(folder, data):
            path = folder / "in-a-form" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(bytes_)
            found = findings(path)
            expect(found == expected, f"{name}: {[f for f in found if f not in expected]} instead of "
                                      f"{[f for f in expected if f not in found]}\n{data!r}")
    expect(total > FILES, "hardly anything was found: the files prove nothing")


prove_all(the_form_does_not_matter)
