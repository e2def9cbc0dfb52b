/* failed_source.h - where failed entries and errors-file.csv are found: a file, or a part of an archive or folder. */
#ifndef RG_FAILED_SOURCE_H
#define RG_FAILED_SOURCE_H

#include "container.h"

#define RG_NO_PART SIZE_MAX

/* Zero-initialised is closed. */
typedef struct rg_failed_source {
    rg_findings findings;
    rg_container *container;
} rg_failed_source;

rg_status rg_failed_source_open(rg_failed_source *source, rg_input *input, rg_error *error);
void rg_failed_source_close(rg_failed_source *source);
/* Is it a file, and nothing else? */
bool rg_failed_source_is_file(const rg_failed_source *source);
/* The part with the failed entries, of several those of the file at `original`; or RG_NO_PART. */
size_t rg_failed_source_rows(const rg_failed_source *source, const char *original);
/* The part that is errors-file.csv, or RG_NO_PART. */
size_t rg_failed_source_errors(const rg_failed_source *source);
/* Append the bytes of a part. */
rg_status rg_failed_source_read(rg_failed_source *source, size_t part, rg_spool *spool, rg_error *error);

#endif
