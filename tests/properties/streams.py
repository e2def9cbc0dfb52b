"""Trouble with files and streams is noticed, told in one line and gives 3; what is broken off leaves nothing behind."""

import os
import signal
import subprocess
import time

from shared.program import ROWGATE, expect, prove_all, run

HEADER = b"ExternalId,HostName\n"
PATIENCE = 20  # seconds


def must_be_trouble(done, said):
    error = done.stderr.decode()
    expect(done.returncode == 3, f"status {done.returncode}: {error}")
    expect(error.startswith("rowgate: ") and error.count("\n") == 1 and said in error, error)


def sample(folder, rows=5):
    path = folder / "servers.csv"
    path.write_bytes(HEADER + b"".join(b"srv-%d,we b\n" % n for n in range(rows)))
    return path


def full_disk(folder):
    for rows in (5, 20_000):
        for options in (["--format=full"], ["--format=jsonl"], ["--format=json", "--output=/dev/full"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([ROWGATE, "check", *options, sample(folder, rows)], stdout=full,
                                      stderr=subprocess.PIPE)
            must_be_trouble(done, "No space left on device")


def full_disk_for_words(_):
    """What is no report is not lost without a word, either."""
    for words in (["help"], ["explain", "--list"], ["template", "show", "import-template"]):
        with open("/dev/full", "wb") as full:
            must_be_trouble(subprocess.run([ROWGATE, *words], stdout=full, stderr=subprocess.PIPE), "No space left")


def closed_pipe(folder):
    for rows in (5, 20_000):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([ROWGATE, "check", "--format=jsonl", sample(folder, rows)], stdout=writer,
                              stderr=subprocess.PIPE)
        os.close(writer)
        must_be_trouble(done, "Broken pipe")


def unreadable_files(folder):
    damaged, cut = folder / "damaged.csv.gz", folder / "cut.csv.gz"
    packed = subprocess.run(["gzip", "-c", sample(folder, 20_000)], capture_output=True, check=True).stdout
    damaged.write_bytes(packed[:2000] + bytes(100) + packed[2100:])
    cut.write_bytes(packed[:-20])
    for path, said in ((folder / "none.csv", "No such file"), (damaged, "damaged"), (cut, "cut off")):
        done = run("check", "--format=concise", f"--archive={folder / 'a.zip'}", path)
        must_be_trouble(done, said)
        expect(str(path) in done.stderr.decode(), done.stderr)
        expect(not (folder / "a.zip").exists(), "there is an archive")


def unreadable_file_among_others(folder):
    path = sample(folder)
    done = run("check", "--format=concise", folder / "none.csv", path)
    must_be_trouble(done, "No such file")
    expect(str(path).encode() in done.stdout, "the other file is not checked")


def unwritable_output(folder):
    for option in ("--output", "--archive"):
        must_be_trouble(run("check", "-q", f"{option}={folder / 'none' / 'file'}", sample(folder)), "No such file")


def signals_leave_nothing(folder):
    """A check that waits for more input, in the middle of a file."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        child = subprocess.Popen([ROWGATE, "check", "--format=jsonl", f"--output={folder / 'report'}",
                                  f"--archive={folder / 'a.zip'}", "-"], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": folder})
        child.stdin.write(HEADER + b"srv,we b\n" * 100_000)
        child.stdin.flush()
        wait_for(lambda: any(folder.iterdir()), "no temporary file")
        child.send_signal(number)
        status = status_of(child)
        child.stdin.close()
        said = child.stderr.read().decode()
        expect(status == -number, f"{number.name}: status {status}: {said}")
        expect(said.count("\n") <= 1, f"{number.name}: {said}")
        expect(not list(folder.iterdir()), f"{number.name}: there is {list(folder.iterdir())}")
        child.stdout.close()
        child.stderr.close()


def signal_while_packing_leaves_nothing(folder):
    """The archive is written at the end: the signal comes as soon as there is something of it."""
    output = folder / "out"
    output.mkdir()
    path = folder / "servers.csv"
    with open(path, "wb") as file:
        file.write(HEADER)
        for n in range(60_000):
            file.write(b"srv-%d,%s b\n" % (n, os.urandom(20).hex().encode()))
    child = subprocess.Popen([ROWGATE, "check", "-q", f"--archive={output / 'a.zip'}", path], stderr=subprocess.PIPE)
    wait_for(lambda: any(output.iterdir()) or child.poll() is not None, "no archive")
    child.send_signal(signal.SIGINT)
    status = status_of(child)
    child.stderr.close()
    left = [entry.name for entry in output.iterdir()]
    expect((status, left) in ((-signal.SIGINT, []), (1, ["a.zip"])), f"status {status}, left {left}")


def status_of(child):
    try:
        return child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        return "that it goes on"


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        expect(time.monotonic() < end, what)
        time.sleep(0.005)


def ignored_signal_stays_ignored(folder):
    """As under nohup."""
    child = subprocess.Popen(["sh", "-c", 'trap "" HUP; exec "$0" check -q -', ROWGATE], stdin=subprocess.PIPE)
    child.stdin.write(HEADER)
    child.stdin.flush()
    time.sleep(0.3)
    child.send_signal(signal.SIGHUP)
    child.communicate(b"srv,web1\n", PATIENCE)
    expect(child.returncode == 0, f"status {child.returncode}")


prove_all(full_disk, full_disk_for_words, closed_pipe, unreadable_files, unreadable_file_among_others, unwritable_output,
          signals_leave_nothing, signal_while_packing_leaves_nothing, ignored_signal_stays_ignored)
