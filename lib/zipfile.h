/* zipfile.h - ZIP archives, to read and to write. */
#ifndef RG_ZIPFILE_H
#define RG_ZIPFILE_H

#include <stdio.h>

#include "deflated.h"
#include "input.h"

typedef struct rg_zip rg_zip;

typedef struct rg_zip_member {
    const char *name; /* the zip's; as it stands there, however odd */
    uint64_t size;    /* unpacked, as the archive says */
    bool encrypted;
    bool unsupported; /* packed in a way that libzip cannot unpack */
    bool is_link;
} rg_zip_member;

/* Open the archive at `path`, or, when that is NULL, in `file`, which is the zip's from then on, also on failure.
 * RG_DAMAGED: it is none, or broken. */
rg_status rg_zip_open(rg_zip **zip, const char *path, FILE *file, rg_error *error);
void rg_zip_close(rg_zip *zip);
size_t rg_zip_count(const rg_zip *zip);
rg_zip_member rg_zip_member_at(const rg_zip *zip, size_t index);

/* A member's bytes. The zip must outlive the input. RG_DAMAGED comes from reading it: broken, or unpacked larger than
 * any honest member. */
rg_status rg_zip_read(rg_zip *zip, size_t index, rg_input **input, rg_error *error);

/* A member of an archive that is to be written. */
typedef struct rg_zip_part {
    const char *name;
    rg_deflated *file; /* stays the caller's */
    rg_deflated_piece piece;
} rg_zip_part;

/* Is all there that writing takes? To be asked before there is much to lose. */
rg_status rg_zip_can_write(rg_error *error);
/* Write an archive; it appears at `path` when it is whole. `options` (may be NULL) lends its `cancelled`. */
rg_status rg_zip_write(const char *path, const rg_zip_part *parts, size_t count, const rg_check_options *options,
                       rg_error *error);

#endif
