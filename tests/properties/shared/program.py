"""Run the program under test, and read what it writes."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROWGATE = os.environ["ROWGATE"]
IS_SANITIZED = "-fsanitize" in os.environ.get("CFLAGS", "")


def run(*arguments, data=None, **options):
    """The finished process. Anything but the four documented statuses fails at once."""
    done = subprocess.run([ROWGATE, *map(str, arguments)], input=data, capture_output=True, **options)
    expect(done.returncode in (0, 1, 2, 3), f"status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done


def check(*arguments, **options):
    """The report in JSON on files that can be read: one dictionary for each."""
    done = run("check", "--format=json", *arguments, **options)
    expect(done.returncode in (0, 1), f"status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)["files"]


def pieces(path, read_size=0, jobs=1, program="PIECES"):
    """What the library makes of the file: the output of pieces.c."""
    done = subprocess.run([os.environ[program], str(read_size), str(jobs), str(path)], capture_output=True)
    expect(done.returncode == 0, done.stderr.decode(errors="replace"))
    return done.stdout


def read_pieces(path):
    """(kind, number, bytes, failed) for each piece of the file."""
    data, end, found = path.read_bytes(), 0, []
    for line in pieces(path).splitlines():
        if line.startswith(b"  "):  # a finding
            continue
        kind, number, offset, size, verdict = line.decode().split(" ")
        start, end_before, end = int(offset), end, int(offset) + int(size)
        if kind == "end":
            expect(end_before == len(data), f"the pieces end at byte {end_before}, the file at {len(data)}")
            return found
        expect(start == end_before, f"a piece begins at byte {start}, the one before ends at {end_before}")
        found.append((kind, int(number), data[start:end], verdict == "failed"))
    raise AssertionError("the last piece is missing")


def most_memory(output, *arguments):
    """The most memory that the program had, in bytes; its standard output goes to a file."""
    environment = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1:thread_local_quarantine_size_kb=16:detect_leaks=0"}
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.posix_spawn(ROWGATE, [ROWGATE, *map(str, arguments)], environment,
                           file_actions=[(os.POSIX_SPAWN_DUP2, file, 1)])
    os.close(file)
    _, status, usage = os.wait4(child, 0)
    expect(os.waitstatus_to_exitcode(status) in (0, 1), f"{arguments}: status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def archive(path):
    """The rows of errors-file.csv without their header, and the bytes of failed-entries-file.csv."""
    with zipfile.ZipFile(path) as members:
        expect(members.namelist() == ["errors-file.csv", "failed-entries-file.csv"], members.namelist())
        return members.read("errors-file.csv"), members.read("failed-entries-file.csv")


def rows(text):
    return list(csv.reader(io.StringIO(text.decode(errors="surrogateescape"), newline="")))


class Broken(Exception):
    """A property does not hold."""


def expect(condition, what):
    if not condition:
        raise Broken(what)


def for_each_file(files, prove):
    """Call prove(path) for each of the files; say which one it was when it fails, and keep that one."""
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files:
            path = pathlib.Path(folder, name)
            path.write_bytes(data)
            try:
                prove(path)
            except Broken as broken:
                kept = pathlib.Path(tempfile.gettempdir(), f"rowgate-{name}")
                kept.write_bytes(data)
                sys.exit(f"{prove.__name__}: {broken}\nthe file is kept as {kept}")
            count += 1
    expect(count > 0, "no files")
    print(f"{prove.__name__}: holds for {count} files")


def prove_all(*properties):
    """Call each function with an empty folder of its own."""
    for prove in properties:
        with tempfile.TemporaryDirectory() as folder:
            try:
                prove(pathlib.Path(folder))
            except Broken as broken:
                sys.exit(f"{prove.__name__}: {broken}")
        print(f"{prove.__name__}: holds")
