"""Memory for merging and cutting is bounded, too: by so many bytes for each failed record, not by the file's size."""

import os
import sys

from shared.program import IS_SANITIZED, ROWGATE, archive, check, expect, prove_all

MIB = 1024 * 1024
SMALL, LARGE = (MIB, 4 * MIB) if IS_SANITIZED else (4 * MIB, 40 * MIB)
MOST_GROWTH = 4 * MIB
HEADER = "ExternalId,HostName,IPAddress,Notes\n"


def make(path, size):
    """One row in a hundred fails; a row is long, so that the file is larger than what is kept of it."""
    count = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        while file.tell() < size:
            file.write(f"srv-{count},web-{count},10.0.0.{1 if count % 100 else 300},{'x' * 1000}\n")
            count += 1


def peak(*arguments):
    """The most memory that the program had, in bytes."""
    environment = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1:thread_local_quarantine_size_kb=16:detect_leaks=0"}
    output = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(ROWGATE, [ROWGATE, *map(str, arguments)], environment,
                           file_actions=[(os.POSIX_SPAWN_DUP2, output, 1)])
    os.close(output)
    _, status, usage = os.wait4(child, 0)
    expect(os.waitstatus_to_exitcode(status) in (0, 1), f"{arguments}: {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def repair_is_bounded(folder):
    path, failed = folder / "servers.csv", folder / "failed.csv"
    seen = []
    for size in (SMALL, LARGE):
        make(path, size)
        check(f"--archive={folder / 'a.zip'}", "--max-findings=1", path)
        failed.write_bytes(archive(folder / "a.zip")[1].replace(b".300,", b".30,"))
        seen.append([peak("merge", "--in-place", "-q", path, failed),
                     peak("split", "-q", "--force", path),
                     peak("split", "-q", "--force", "--max-records=2000", path)])
    for what, small, large in zip(("merge", "split", "split into parts"), *seen):
        said = f"{what}: {small / MIB:.1f} MiB, then {large / MIB:.1f} MiB"
        print(said)
        expect(large - small <= MOST_GROWTH, said)


prove_all(repair_is_bounded)
