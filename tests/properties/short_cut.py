"""Lines that have only one reading are cut without libcsv, which stays the definition: with every byte read by libcsv
each piece, field and finding is the same; and so it is on a machine without vector instructions."""

from shared.generate import files
from shared.program import expect, for_each_file, pieces


def same_as_libcsv(path):
    found = pieces(path)
    expect(found == pieces(path, program="PIECES_LIBCSV"), "libcsv reads it differently")
    expect(found == pieces(path, program="PIECES_PORTABLE"), "it is read differently without vector instructions")


for_each_file(files(150), same_as_libcsv)
