/* deflated.c - bytes that are compressed as they come, by zlib: the thread that tells of a record packs it while others
 * still check, and nothing is left for the end. */
#include "deflated.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#include "error.h"
#include "memory.h"
#include "spool.h"

/* Packing should not take longer than checking. */
#define LEVEL 1
/* No zlib header, which ZIP has no use for. */
#define RAW (-MAX_WBITS)
/* Of memory: zlib's own choice. More makes it slower, and what it makes no smaller. */
#define MEMORY_LEVEL 8
/* zlib is not called for the few bytes of one record; nor with so many that who checks ahead would have to wait. */
#define PIECE 8192

struct rg_deflated {
    const char *archive;
    rg_spool *spool;
    z_stream stream;
    bool is_ready;           /* the stream has its memory, which many never need */
    int failure;             /* of writing, as errno says it; 0: none. What is in the file is not what was added */
    rg_deflated_piece piece; /* the one at hand; `packed` is known at its end */
    size_t waiting;          /* bytes in `in` */
    unsigned char in[PIECE], out[PIECE];
};

static rg_status write_error(rg_deflated *deflated, rg_error *error)
{
    deflated->failure = deflated->failure ? deflated->failure : errno;
    return rg_fail_file(error, RG_IO_ERROR, deflated->archive, "cannot write the temporary files of the archive: %s",
                        strerror(deflated->failure));
}

rg_status rg_deflated_open(rg_deflated **deflated, const char *archive, rg_error *error)
{
    *deflated = NULL;
    rg_deflated *made = rg_alloc(sizeof *made);
    if (!made)
        return rg_fail_memory(error);
    made->archive = archive;
    rg_status status = rg_spool_open(&made->spool, NULL);
    if (status != RG_OK) {
        status = status == RG_NO_MEMORY ? rg_fail_memory(error) : write_error(made, error);
        rg_free(made);
        return status;
    }
    *deflated = made;
    return RG_OK;
}

void rg_deflated_close(rg_deflated *deflated)
{
    if (!deflated)
        return;
    if (deflated->is_ready)
        deflateEnd(&deflated->stream);
    rg_spool_close(deflated->spool);
    rg_free(deflated);
}

/* ---------------------------------------------------------------- writing */

static void *allocate(void *context, unsigned count, unsigned size)
{
    (void)context;
    return rg_alloc((size_t)count * size);
}

static void release(void *context, void *memory)
{
    (void)context;
    rg_free(memory);
}

static bool make_ready(rg_deflated *deflated)
{
    z_stream *stream = &deflated->stream;
    if (deflated->is_ready)
        return true;
    stream->zalloc = allocate;
    stream->zfree = release;
    deflated->is_ready = deflateInit2(stream, LEVEL, Z_DEFLATED, RAW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
    return deflated->is_ready;
}

/* Compress what waits. Once there is memory zlib cannot fail. */
static rg_status compress_waiting(rg_deflated *deflated, int flush, rg_error *error)
{
    z_stream *stream = &deflated->stream;
    if (!make_ready(deflated))
        return rg_fail_memory(error);
    deflated->piece.size += deflated->waiting;
    deflated->piece.crc = (uint32_t)crc32(deflated->piece.crc, deflated->in, (unsigned)deflated->waiting);
    stream->next_in = deflated->in;
    stream->avail_in = (unsigned)deflated->waiting;
    deflated->waiting = 0;
    do {
        stream->next_out = deflated->out;
        stream->avail_out = sizeof deflated->out;
        deflate(stream, flush);
        rg_text made = {(const char *)deflated->out, sizeof deflated->out - stream->avail_out};
        if (rg_spool_write(deflated->spool, made, NULL) != RG_OK)
            return write_error(deflated, error);
    } while (!stream->avail_out);
    return RG_OK;
}

rg_status rg_deflated_add(rg_deflated *deflated, rg_text text, rg_error *error)
{
    rg_status status = deflated->failure ? write_error(deflated, error) : RG_OK;
    while (status == RG_OK && text.size) {
        size_t room = sizeof deflated->in - deflated->waiting, size = text.size < room ? text.size : room;
        memcpy(deflated->in + deflated->waiting, text.bytes, size);
        deflated->waiting += size;
        text.bytes += size;
        text.size -= size;
        if (size == room)
            status = compress_waiting(deflated, Z_NO_FLUSH, error);
    }
    return status;
}

rg_status rg_deflated_end(rg_deflated *deflated, rg_deflated_piece *piece, rg_error *error)
{
    rg_status status = deflated->failure ? write_error(deflated, error) : compress_waiting(deflated, Z_FINISH, error);
    if (status != RG_OK)
        return status;
    uint64_t end = rg_spool_size(deflated->spool);
    if (rg_spool_at(deflated->spool, end, NULL, 0, NULL) != RG_OK) /* all of it has reached the file */
        return write_error(deflated, error);
    deflated->piece.packed = end - deflated->piece.start;
    *piece = deflated->piece;
    deflated->piece = (rg_deflated_piece){.start = end};
    deflateReset(&deflated->stream);
    return RG_OK;
}

/* ---------------------------------------------------------------- reading */

bool rg_deflated_read(rg_deflated *deflated, uint64_t at, void *bytes, size_t size)
{
    errno = EIO; /* what is not said otherwise: bytes are missing that were there */
    return rg_spool_at(deflated->spool, at, bytes, size, NULL) == RG_OK;
}
