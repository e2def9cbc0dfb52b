/* spool.c - bytes to come back to: few stay in memory, many go to a temporary file without a name. */
#define _POSIX_C_SOURCE 200809L
#include "spool.h"

#include <errno.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define WINDOW 65536 /* read at once: what is wanted next is usually near */

static rg_status fail(rg_error *error)
{
    return rg_fail(error, RG_IO_ERROR, "cannot use a temporary file: %s", strerror(errno));
}

static rg_status move_to_file(rg_spool *spool, rg_error *error)
{
    spool->file = tmpfile();
    if (!spool->file ||
        fwrite(rg_buffer_text(&spool->memory).bytes, 1, spool->memory.size, spool->file) != spool->memory.size)
        return fail(error);
    rg_buffer_free(&spool->memory);
    return RG_OK;
}

rg_status rg_spool_add(rg_spool *spool, rg_text bytes, rg_error *error)
{
    if (!spool->file && spool->memory.size + bytes.size > spool->limit) {
        rg_status status = move_to_file(spool, error);
        if (status != RG_OK)
            return status;
    }
    spool->size += bytes.size;
    if (spool->file)
        return fwrite(bytes.bytes, 1, bytes.size, spool->file) == bytes.size ? RG_OK : fail(error);
    rg_buffer_add(&spool->memory, bytes.bytes, bytes.size);
    return spool->memory.failed ? rg_fail_memory(error) : RG_OK;
}

/* Have the bytes from `start` on in memory. */
static rg_status move_window(rg_spool *spool, uint64_t start, rg_error *error)
{
    static const char nothing[WINDOW];
    if (!spool->memory.bytes)
        rg_buffer_add(&spool->memory, nothing, WINDOW);
    if (spool->memory.failed)
        return rg_fail_memory(error);
    spool->memory_start = start;
    if (fseeko(spool->file, (off_t)start, SEEK_SET) != 0)
        return fail(error);
    spool->memory.size = fread(spool->memory.bytes, 1, WINDOW, spool->file);
    return spool->memory.size ? RG_OK : fail(error);
}

rg_status rg_spool_read(rg_spool *spool, uint64_t start, size_t size, char *out, rg_error *error)
{
    while (size) {
        uint64_t end = spool->memory_start + spool->memory.size;
        if (start < spool->memory_start || start >= end) {
            rg_status status = move_window(spool, start, error);
            if (status != RG_OK)
                return status;
            continue;
        }
        size_t here = size < end - start ? size : (size_t)(end - start);
        memcpy(out, spool->memory.bytes + (start - spool->memory_start), here);
        out += here;
        start += here;
        size -= here;
    }
    return RG_OK;
}

void rg_spool_free(rg_spool *spool)
{
    if (spool->file)
        fclose(spool->file);
    rg_buffer_free(&spool->memory);
    *spool = (rg_spool){0};
}
