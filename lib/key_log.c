/* key_log.c - keys one after the other. Each is an entry: what is remembered of it, its size (together the head), and
 * its bytes. The log grows without being copied, and small as its entries are they begin at multiples of four bytes, so
 * that 32 bits say where in 16 GiB one is. */
#define _POSIX_C_SOURCE 200809L
#include "key_log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "memory.h"

#define UNIT 4
#define SMALL RG_KEY_LOG_SMALL
#define KEPT (SMALL + RG_LARGE) /* the end of the log that stays in memory, at most, when it has a file */
#define HEAD 40                 /* four numbers, at most */

static void keep_large(rg_key_log *log, size_t most)
{
    while (log->large_count > most)
        rg_free(log->large[--log->large_count]);
}

void rg_key_log_close(rg_key_log *log)
{
    if (log->file)
        fclose(log->file);
    keep_large(log, 0);
    rg_free(log->large);
    rg_free(log->small);
    rg_free(log->at_hand);
}

/* ---------------------------------------------------------------- bytes */

static rg_status file_error(rg_error *error)
{
    return rg_fail(error, RG_IO_ERROR,
                   "keys that must be unique are too many for memory, and cannot be kept in a "
                   "temporary file: %s",
                   strerror(errno));
}

static bool read_all(int file, char *bytes, size_t size, uint64_t offset)
{
    for (ssize_t got = 0; size; bytes += got, size -= (size_t)got, offset += (uint64_t)got) {
        got = pread(file, bytes, size, (off_t)offset);
        if (got <= 0)
            return false;
    }
    return true;
}

static bool write_all(int file, const char *bytes, size_t size, uint64_t offset)
{
    for (ssize_t put = 0; size; bytes += put, size -= (size_t)put, offset += (uint64_t)put) {
        put = pwrite(file, bytes, size, (off_t)offset);
        if (put <= 0)
            return false;
    }
    return true;
}

/* The bytes at `offset`, which are in memory, and how many lie together there. */
static char *log_at(const rg_key_log *log, uint64_t offset, size_t *together)
{
    size_t at = (size_t)(offset - log->filed);
    if (at < SMALL) {
        *together = log->small_room - at;
        return log->small + at;
    }
    at -= SMALL;
    *together = RG_LARGE - at % RG_LARGE;
    return log->large[at / RG_LARGE] + at % RG_LARGE;
}

static rg_status read_log(rg_key_log *log, uint64_t offset, char *bytes, size_t size, rg_error *error)
{
    if (offset < log->filed)
        return read_all(fileno(log->file), bytes, size, offset) ? RG_OK : file_error(error);
    for (size_t part; size; bytes += part, size -= part, offset += part) {
        const char *from = log_at(log, offset, &part);
        part = size < part ? size : part;
        memcpy(bytes, from, part);
    }
    return RG_OK;
}

static rg_status write_log(rg_key_log *log, uint64_t offset, const char *bytes, size_t size, rg_error *error)
{
    if (offset < log->filed)
        return write_all(fileno(log->file), bytes, size, offset) ? RG_OK : file_error(error);
    for (size_t part; size; bytes += part, size -= part, offset += part) {
        char *to = log_at(log, offset, &part);
        part = size < part ? size : part;
        memcpy(to, bytes, part);
    }
    return RG_OK;
}

/* Make room for `size` more bytes. Only what is small is copied for that. */
static bool extend_log(rg_key_log *log, size_t size)
{
    size_t needed = (size_t)(log->end - log->filed) + size;
    while (log->small_room < SMALL && log->small_room <= needed) {
        size_t room = log->small_room ? 4 * log->small_room : SMALL / 64;
        char *bytes = rg_resize(log->small, room);
        if (!bytes)
            return false;
        log->small = bytes;
        log->small_room = room;
    }
    while (SMALL + log->large_count * RG_LARGE <= needed) {
        char *bytes = RG_GROW(log->large, log->large_count, log->large_capacity) ? rg_alloc_large(1) : NULL;
        if (!bytes)
            return false;
        log->large[log->large_count++] = bytes;
    }
    return true;
}

/* Move what is in memory to the file. */
static rg_status file_log(rg_key_log *log, rg_error *error)
{
    if (!log->file)
        log->file = tmpfile();
    if (!log->file)
        return file_error(error);
    size_t part;
    for (uint64_t at = log->filed; at < log->end; at += part) {
        const char *bytes = log_at(log, at, &part);
        part = log->end - at < part ? (size_t)(log->end - at) : part;
        if (!write_all(fileno(log->file), bytes, part, at))
            return file_error(error);
    }
    log->filed = log->end;
    log->filed_count = log->count;
    keep_large(log, 1);
    return RG_OK;
}

/* ---------------------------------------------------------------- entries */

/* A number in as many bytes as it needs, seven bits in each. */
static char *put_number(char *to, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        *to++ = (char)(0x80 | (number & 0x7F));
    *to++ = (char)number;
    return to;
}

static const char *get_number(const char *from, uint64_t *number)
{
    unsigned shift = 0;
    for (*number = 0; *from & 0x80; shift += 7)
        *number |= (uint64_t)(*from++ & 0x7F) << shift;
    *number |= (uint64_t)*from++ << shift;
    return from;
}

/* What changes has the same room whatever it is. A line is hardly ever far from its record: the difference is told. */
static size_t put_head(const rg_key_log *log, char *head, const rg_seen *seen, uint64_t size)
{
    char *at = head;
    if (log->changes) {
        memcpy(at, seen, sizeof *seen);
        at += sizeof *seen;
    } else {
        at = put_number(at, seen->record);
        at = put_number(at, seen->line - seen->record);
        at = put_number(at, seen->number);
    }
    return (size_t)(put_number(at, size) - head);
}

static size_t get_head(const rg_key_log *log, const char *head, rg_seen *seen, uint64_t *size)
{
    const char *at = head;
    if (log->changes) {
        memcpy(seen, at, sizeof *seen);
        at += sizeof *seen;
    } else {
        at = get_number(at, &seen->record);
        at = get_number(at, &seen->line);
        at = get_number(at, &seen->number);
        seen->line += seen->record;
    }
    return (size_t)(get_number(at, size) - head);
}

static uint64_t round_up(uint64_t offset)
{
    return (offset + UNIT - 1) / UNIT * UNIT;
}

rg_status rg_key_log_read(rg_key_log *log, uint32_t place, rg_seen *seen, rg_text *key, uint32_t *next, rg_error *error)
{
    char head[HEAD];
    size_t together = 0;
    uint64_t offset = (uint64_t)place * UNIT, end = offset < log->filed ? log->filed : log->end, size;
    if (offset >= log->end)
        return RG_DONE;
    rg_status status = read_log(log, offset, head, end - offset < HEAD ? (size_t)(end - offset) : HEAD, error);
    if (status != RG_OK)
        return status;
    offset += get_head(log, head, seen, &size);
    if (next)
        *next = (uint32_t)(round_up(offset + size) / UNIT);
    *key = (rg_text){offset < log->filed ? NULL : log_at(log, offset, &together), (size_t)size};
    if (size <= together)
        return RG_OK;
    char *bytes = rg_resize(log->at_hand, (size_t)size);
    if (!bytes)
        return rg_fail_memory(error);
    key->bytes = log->at_hand = bytes;
    return read_log(log, offset, bytes, (size_t)size, error);
}

rg_status rg_key_log_change(rg_key_log *log, uint32_t place, const rg_seen *seen, rg_error *error)
{
    return write_log(log, (uint64_t)place * UNIT, (const char *)seen, sizeof *seen, error);
}

/* At the end, for which there is room. */
static void add_entry(rg_key_log *log, rg_text key, const rg_seen *seen)
{
    char head[HEAD];
    size_t together, head_size;
    char *bytes = log_at(log, log->end, &together);
    if (HEAD + key.size <= together) {
        head_size = put_head(log, bytes, seen, key.size);
        memcpy(bytes + head_size, key.bytes, key.size);
    } else {
        head_size = put_head(log, head, seen, key.size);
        write_log(log, log->end, head, head_size, NULL);
        write_log(log, log->end + head_size, key.bytes, key.size, NULL);
    }
    log->end = round_up(log->end + head_size + key.size);
    log->count++;
}

rg_status rg_key_log_add(rg_key_log *log, rg_text key, const rg_seen *seen, uint32_t *place, rg_error *error)
{
    size_t most = log->file && KEPT < log->memory ? KEPT : log->memory;
    rg_status status = log->end - log->filed >= most ? file_log(log, error) : RG_OK;
    if (status != RG_OK)
        return status;
    if ((log->end + HEAD + key.size) / UNIT >= UINT32_MAX - 1)
        return rg_fail(error, RG_LIMIT_REACHED, "there are more than 16 GiB of keys that must be unique");
    if (!extend_log(log, HEAD + key.size + UNIT))
        return rg_fail_memory(error);
    *place = (uint32_t)(log->end / UNIT);
    add_entry(log, key, seen);
    return RG_OK;
}
