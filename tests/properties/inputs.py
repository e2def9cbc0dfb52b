"""The result depends neither on how the bytes come - a file, standard input, gzip - nor on how many come at once, nor on
how many threads look at them (invariant 3)."""

import gzip

from shared.generate import files
from shared.program import expect, for_each_file, pieces, run


def same_from_anywhere(path):
    data, packed = path.read_bytes(), path.with_suffix(".gz")
    packed.write_bytes(gzip.compress(data, 1))
    from_file = run("check", "--format=json", path)
    for what, arguments, stdin in (("a pipe", ["--stdin-filename", path, "-"], data),
                                   ("gzip in a pipe", ["--stdin-filename", path, "-"], packed.read_bytes()),
                                   ("gzip", [packed], None)):
        other = run("check", "--format=json", *arguments, data=stdin)
        expect(other.returncode == from_file.returncode, f"{what}: status {other.returncode}")
        report = other.stdout.replace(str(packed).encode(), str(path).encode())
        expect(report == from_file.stdout, f"{what}: another report")


def same_for_any_read_size(path):
    whole = pieces(path, read_size=0)
    for read_size in (7, 64, 4096):
        expect(pieces(path, read_size) == whole, f"reads of {read_size} bytes: another result")


def same_for_any_number_of_jobs(path):
    """Small reads make small chunks, so that every border between two rows is one between two threads as well. (Chunks
    of single bytes are tests/unit/test_crew.c's, with shorter texts.)"""
    alone = pieces(path)
    for jobs, read_size in ((2, 0), (2, 19), (3, 50), (3, 700), (8, 33), (8, 300)):
        expect(pieces(path, read_size, jobs) == alone, f"{jobs} jobs, chunks of {read_size} bytes: another result")
    alone, together = (run("check", "--format=json", f"--jobs={jobs}", path).stdout for jobs in (1, 8))
    expect(alone == together, "8 jobs: another report")


for_each_file(files(20), same_from_anywhere)
for_each_file(files(20), same_for_any_read_size)
for_each_file(files(20), same_for_any_number_of_jobs)
