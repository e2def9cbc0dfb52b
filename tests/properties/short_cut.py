"""Lines that have only one reading are cut without libcsv, which stays the definition: with every byte read by libcsv
each piece, field and finding is the same."""

from shared.generate import files
from shared.program import expect, for_each_file, pieces


def same_as_libcsv(path):
    expect(pieces(path) == pieces(path, program="PIECES_LIBCSV"), "libcsv reads it differently")


for_each_file(files(150), same_as_libcsv)
