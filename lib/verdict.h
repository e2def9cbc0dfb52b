/* verdict.h - what a check comes to, in one sentence, and what to do next. */
#ifndef RG_VERDICT_H
#define RG_VERDICT_H

#include "buffer.h"

/* "4,811 records", "1 record". */
void rg_add_count(rg_buffer *out, uint64_t number, const char *noun);
/* The verdict on one file, without a line end. */
void rg_add_verdict(rg_buffer *out, const char *path, const rg_summary *summary);
/* Where an error stands in the way of all records. */
typedef struct rg_obstacle {
    bool container; /* the file as a whole */
    bool header;
} rg_obstacle;

/* What to do now. `archive`: the one that was written, or NULL. */
void rg_add_next_step(rg_buffer *out, const char *path, const rg_summary *summary, rg_obstacle obstacle,
                      const char *archive);

#endif
