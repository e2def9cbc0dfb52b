/* undecoded.h - the bytes of an input that nobody has decoded yet: those in memory, and those that were set aside. */
#ifndef RG_UNDECODED_H
#define RG_UNDECODED_H

#include <stdio.h>

#include "rowgate.h"
#include "survey.h"

#define RG_UNDECODED_SIZE 65536

typedef struct rg_undecoded {
    rg_input *source;
    char *bytes; /* RG_UNDECODED_SIZE, of which those that were read and not taken are in use */
    size_t start, size;
    FILE *rest;      /* the rest of the source, once it was surveyed */
    bool at_end;     /* there are no more bytes than these */
    bool is_damaged; /* and this is why: told when those before are given out */
    rg_error damage;
} rg_undecoded;

/* `source` is borrowed. False: no memory. */
bool rg_undecoded_open(rg_undecoded *raw, rg_input *source);
void rg_undecoded_close(rg_undecoded *raw);

rg_text rg_undecoded_text(const rg_undecoded *raw);
/* More bytes behind those in memory. */
rg_status rg_undecoded_fill(rg_undecoded *raw, rg_error *error);
/* The first of them are done with. */
void rg_undecoded_take(rg_undecoded *raw, size_t size);

/* When nothing is in memory, and nothing was set aside: bytes to where they are wanted. */
rg_status rg_undecoded_read(rg_undecoded *raw, char *buffer, size_t capacity, size_t *size, rg_error *error);
/* These are not wanted there. */
void rg_undecoded_keep(rg_undecoded *raw, rg_text text);

/* Set all that is left aside, to be read again, and look at it. */
rg_status rg_undecoded_survey(rg_undecoded *raw, rg_survey *survey, rg_error *error);

#endif
