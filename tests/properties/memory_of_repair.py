"""Memory for merging and cutting is bounded, too: by so many bytes for each failed record, not by the file's size."""

import os

from shared.program import IS_SANITIZED, archive, check, expect, most_memory, prove_all

MIB = 1024 * 1024
# Both have more keys than fit into the first small pieces of memory for them, and are long enough for threads.
SMALL, LARGE = (6 * MIB, 25 * MIB) if IS_SANITIZED else (6 * MIB, 60 * MIB)
MOST_GROWTH = 8 * MIB # up to 25,000 records are compared: more than are in the small one
HEADER = "ExternalId,HostName,IPAddress,Notes\n"


def make(path, size):
    """One row in a hundred fails; a row is long, so that the file is larger than what is kept of it."""
    count = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        while file.tell() < size:
            file.write(f"srv-{count},web-{count},10.0.0.{1 if count % 100 else 300},{'x' * 1000}\n")
            count += 1


def repair_is_bounded(folder):
    path, failed = folder / "servers.csv", folder / "failed.csv"
    seen = []
    for size in (SMALL, LARGE):
        make(path, size)
        check(f"--archive={folder / 'a.zip'}", "--max-findings=1", path)
        failed.write_bytes(archive(folder / "a.zip")[1].replace(b".300,", b".30,"))
        seen.append([most_memory(os.devnull, "merge", "--in-place", "-q", path, failed),
                     most_memory(os.devnull, "split", "-q", "--force", path),
                     most_memory(os.devnull, "split", "-q", "--force", "--max-records=2000", path)])
    for what, small, large in zip(("merge", "split", "split into parts"), *seen):
        said = f"{what}: {small / MIB:.1f} MiB, then {large / MIB:.1f} MiB"
        print(said)
        expect(large - small <= MOST_GROWTH, said)


prove_all(repair_is_bounded)
