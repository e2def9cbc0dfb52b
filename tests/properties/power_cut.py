"""Whoever is killed at any moment leaves the old file or the new one, whole."""

import random
import signal
import subprocess
import time

from shared.generate import SEED
from shared.program import IS_SANITIZED, ROWGATE, archive, check, expect, prove_all

ROWS = 2_000 if IS_SANITIZED else 9_000
KILLS = 25


def make(folder):
    """A file with a bad row in every ten, and its failed entries, corrected."""
    path = folder / "servers.csv"
    rows = [f"srv-{n},web-{n}.example.com,10.0.{n // 250 % 250}.{n % 250 if n % 10 else 300}\n" for n in range(ROWS)]
    path.write_text("ExternalId,HostName,IPAddress\n" + "".join(rows))
    check(f"--archive={folder / 'a.zip'}", path)
    corrected = folder / "corrected.csv"
    corrected.write_bytes(archive(folder / "a.zip")[1].replace(b".300\n", b".30\n"))
    return path, corrected


def kill_often(folder, path, command, new):
    """What stands at `path` is the old file or the new one, whenever the command is killed."""
    rng = random.Random(SEED)
    old, outcomes = path.read_bytes(), {}
    started = time.monotonic()
    expect(subprocess.run(command).returncode == 0, "the new file is not fine")
    needed = time.monotonic() - started
    expect(path.read_bytes() == new, "the new file is not what was meant")
    for number in range(KILLS):
        path.write_bytes(old)
        process = subprocess.Popen(command)
        # Most of it is reading: the end, where the file is replaced, is what matters.
        time.sleep(needed * (rng.uniform(0.7, 1.1) if number % 2 else rng.uniform(0, 1)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        is_now = path.read_bytes()
        expect(is_now in (old, new), f"kill {number}: {len(is_now)} bytes, neither the old file nor the new one")
        outcomes[is_now == new] = outcomes.get(is_now == new, 0) + 1
        for left in folder.glob("servers.csv.*"):  # beside it, under a name of its own: in nobody's way
            left.unlink()
    print(f"{command[1]}: the old file {outcomes.get(False, 0)} times, the new one {outcomes.get(True, 0)} times")
    path.write_bytes(old)
    expect(subprocess.run(command).returncode == 0 and path.read_bytes() == new, "afterwards it does not work")


def killed_while_it_merges(folder):
    path, corrected = make(folder)
    new = path.read_bytes().replace(b".300\n", b".30\n")
    kill_often(folder, path, [ROWGATE, "merge", "--in-place", "-q", path, corrected], new)


def killed_while_it_fixes(folder):
    path, _ = make(folder)
    new = path.read_bytes().replace(b".300\n", b".30\n")
    path.write_bytes(path.read_bytes().replace(b".300\n", b".30 \n"))
    kill_often(folder, path, [ROWGATE, "fix", "--in-place", "-q", path], new)


prove_all(killed_while_it_merges, killed_while_it_fixes)
