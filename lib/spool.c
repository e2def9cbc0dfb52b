/* spool.c - bytes that are read more than once: they wait in a temporary file without a name. */
#define _POSIX_C_SOURCE 200809L
#include "spool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "input.h"
#include "memory.h"

struct rg_spool {
    FILE *file;
    uint64_t size;
    bool is_pending; /* some of the bytes are not in the file yet */
};

/* One who reads: everybody has a place of his own. */
typedef struct reader {
    rg_spool *spool;
    uint64_t at, end;
} reader;

static rg_status fail(const char *what, rg_error *error)
{
    return rg_fail(error, RG_IO_ERROR, "cannot %s a temporary file: %s", what, strerror(errno));
}

rg_status rg_spool_open(rg_spool **spool, rg_error *error)
{
    rg_spool *made = rg_alloc(sizeof *made);
    *spool = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->file = tmpfile();
    if (!made->file) {
        rg_free(made);
        return fail("create", error);
    }
    *spool = made;
    return RG_OK;
}

void rg_spool_close(rg_spool *spool)
{
    if (!spool)
        return;
    fclose(spool->file);
    rg_free(spool);
}

rg_status rg_spool_write(void *context, rg_text text, rg_error *error)
{
    rg_spool *spool = context;
    if (text.size && fwrite(text.bytes, 1, text.size, spool->file) != text.size)
        return fail("write", error);
    spool->size += text.size;
    spool->is_pending = true;
    return RG_OK;
}

rg_status rg_spool_fill(rg_spool *spool, rg_input *input, const rg_check_options *options, rg_error *error)
{
    char piece[16384];
    size_t size = 1;
    rg_status status = RG_OK;
    while (status == RG_OK && size) {
        if (options && options->cancelled && options->cancelled(options->context))
            return rg_fail(error, RG_CANCELLED, "interrupted");
        status = rg_input_read(input, piece, sizeof piece, &size, error);
        if (status == RG_OK)
            status = rg_spool_write(spool, (rg_text){piece, size}, error);
    }
    return status;
}

rg_status rg_spool_clear(rg_spool *spool, rg_error *error)
{
    if (fflush(spool->file) != 0 || ftruncate(fileno(spool->file), 0) != 0 || fseeko(spool->file, 0, SEEK_SET) != 0)
        return fail("empty", error);
    spool->size = 0;
    return RG_OK;
}

uint64_t rg_spool_size(const rg_spool *spool)
{
    return spool->size;
}

/* ---------------------------------------------------------------- reading */

static rg_status settle(rg_spool *spool, rg_error *error)
{
    if (spool->is_pending && fflush(spool->file) != 0)
        return fail("write", error);
    spool->is_pending = false;
    return RG_OK;
}

static rg_status read_piece(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    reader *r = context;
    uint64_t left = r->end - r->at;
    size_t wanted = left < capacity ? (size_t)left : capacity;
    ssize_t got = pread(fileno(r->spool->file), buffer, wanted, (off_t)r->at);
    *size = got > 0 ? (size_t)got : 0;
    r->at += *size;
    if (got < 0 && errno == EINTR)
        return rg_fail(error, RG_CANCELLED, "interrupted while reading");
    return got < 0 || (wanted && !got) ? fail("read", error) : RG_OK;
}

rg_status rg_spool_at(rg_spool *spool, uint64_t at, void *bytes, size_t size, rg_error *error)
{
    char *to = bytes;
    rg_status status = settle(spool, error);
    while (status == RG_OK && size) {
        ssize_t got = pread(fileno(spool->file), to, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail("read", error);
        to += got;
        at += (uint64_t)got;
        size -= (size_t)got;
    }
    return status;
}

rg_status rg_spool_copy(rg_spool *spool, rg_write_function *write, void *context, rg_error *error)
{
    char piece[16384];
    rg_status status = RG_OK;
    for (uint64_t at = 0; status == RG_OK && at < spool->size;) {
        uint64_t left = spool->size - at;
        size_t size = left < sizeof piece ? (size_t)left : sizeof piece;
        status = rg_spool_at(spool, at, piece, size, error);
        if (status == RG_OK)
            status = write(context, (rg_text){piece, size}, error);
        at += size;
    }
    return status;
}

static void close_reader(void *context)
{
    rg_free(context);
}

rg_status rg_spool_read(rg_spool *spool, const char *name, rg_input **input, rg_error *error)
{
    *input = NULL;
    rg_status status = settle(spool, error);
    if (status != RG_OK)
        return status;
    reader *made = rg_alloc(sizeof *made);
    if (!made)
        return rg_fail_memory(error);
    *made = (reader){.spool = spool, .end = spool->size};
    return rg_input_open_stream(input, name, read_piece, close_reader, made, error);
}
