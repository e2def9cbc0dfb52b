/* units.c - units of amounts of data. */
#include "units.h"

#include <stddef.h>
#include <string.h>

#define UNITS(X)                                                                                                       \
    X("B", 1)                                                                                                          \
    X("KB", 1e3)                                                                                                       \
    X("KiB", 1024)                                                                                                     \
    X("MB", 1e6)                                                                                                       \
    X("MiB", 1048576)                                                                                                  \
    X("GB", 1e9)                                                                                                       \
    X("GiB", 1073741824)                                                                                               \
    X("TB", 1e12)                                                                                                      \
    X("TiB", 1099511627776)

double rg_unit_bytes(const char *word)
{
    static const struct {
        const char *word;
        double bytes;
    } units[] = {
#define X(word, bytes) {word, bytes},
        UNITS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].word, word) == 0)
            return units[i].bytes;
    return 0;
}

const char *rg_unit_words(void)
{
#define X(word, bytes) ", " word
    static const char words[] = UNITS(X);
#undef X
    return &words[2]; /* behind the first comma */
}
