/* folding.h - like findings gathered into groups, of which the first few are kept as text and the others counted. */
#ifndef RG_FOLDING_H
#define RG_FOLDING_H

#include "buffer.h"
#include "memory.h"

/* Findings of one code, in one column, by one rule. */
typedef struct rg_group {
    const rg_code *code;
    rg_severity severity;
    size_t field_number;
    const char *field, *rule; /* NULL: none */
    const rg_member *member;  /* of those in records */
    bool in_records;          /* else in the header or the file as a whole */
    rg_buffer samples;        /* those that are shown */
    uint64_t sample_count;
    uint64_t folded, first_line, last_line; /* the others, and where they are */
    struct rg_group *next;                  /* in the order of their first finding */
    struct rg_group *next_of_code;
} rg_group;

/* Zero-initialised is empty. The memory is bounded: there are only so many groups. */
typedef struct rg_folding {
    rg_arena arena;
    rg_group *first, *last;
    rg_group **by_code;
    size_t count;
    uint64_t overflow; /* findings beyond the last group */
} rg_folding;

/* The group of a finding; NULL when there is no room for one more: the finding was counted in `overflow`. */
rg_group *rg_folding_group(rg_folding *folding, const rg_finding *finding);
/* Count a finding that is not shown. */
void rg_group_fold(rg_group *group, const rg_finding *finding);
void rg_folding_clear(rg_folding *folding);

#endif
