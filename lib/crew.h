/* crew.h - threads that look at records, each by itself; the records come out in the order of the file. */
#ifndef RG_CREW_H
#define RG_CREW_H

#include "chunk.h"
#include "reader.h"

typedef struct rg_crew rg_crew;

/* `jobs` threads, the caller's among them; the others start when so much was read that they are of use. `reader`,
 * `layout` and `makers` (NULL: no keys are needed) are borrowed: from now on nobody else reads. `chunk_size`: bytes
 * that one looks at in one go. */
rg_status rg_crew_open(rg_crew **crew, rg_reader *reader, const rg_layout *layout, const rg_key_makers *makers,
                       rg_pattern_limits limits, unsigned jobs, size_t chunk_size, rg_error *error);
/* Waits for threads that are still at work. */
void rg_crew_close(rg_crew *crew);

/* The next row, and the chunk that has what was found in it, and its keys; both live until the next call. RG_DONE:
 * there is none. Otherwise reading has failed, or looking at a row: `*row` is that row when a pattern gives no answer
 * (RG_LIMIT_REACHED), else NULL. */
rg_status rg_crew_next(rg_crew *crew, const rg_examined **row, const rg_chunk **of, rg_error *error);

#endif
