/* raw.c - the bytes of an input that nobody has decoded yet: those that are in memory, and those that were set aside.
 */
#include "raw.h"

#include <errno.h>
#include <string.h>

#include "error.h"
#include "input.h"
#include "memory.h"

bool rg_raw_open(rg_raw *raw, rg_input *source)
{
    /* The memory is not zeroed: a small file leaves most of it untouched. */
    *raw = (rg_raw){.source = source, .bytes = rg_resize(NULL, RG_RAW_SIZE)};
    return raw->bytes;
}

void rg_raw_close(rg_raw *raw)
{
    if (raw->rest)
        fclose(raw->rest);
    rg_free(raw->bytes);
}

rg_text rg_raw_text(const rg_raw *raw)
{
    return (rg_text){raw->bytes + raw->start, raw->size};
}

void rg_raw_take(rg_raw *raw, size_t size)
{
    raw->start += size;
    raw->size -= size;
}

static rg_status fail(const rg_raw *raw, const char *what, rg_error *error)
{
    return rg_fail_file(error, RG_IO_ERROR, rg_input_name(raw->source), "cannot %s a temporary file: %s", what,
                        strerror(errno));
}

/* The source has given `got` bytes. Damage is told later, and what can be read behind it is not asked for: it may be
 * endless. What else goes wrong is told at once. */
static rg_status note_read(rg_raw *raw, size_t got, rg_status status, rg_error *error)
{
    raw->at_end = got == 0 || status != RG_OK;
    if (status == RG_DAMAGED)
        raw->is_damaged = true;
    else if (status != RG_OK && error)
        *error = raw->damage;
    return status == RG_DAMAGED ? RG_OK : status;
}

rg_status rg_raw_fill(rg_raw *raw, rg_error *error)
{
    size_t got = 0, room = RG_RAW_SIZE - raw->size;
    rg_status status = RG_OK;
    memmove(raw->bytes, raw->bytes + raw->start, raw->size);
    raw->start = 0;
    if (raw->at_end)
        return RG_OK;
    if (raw->rest)
        got = fread(raw->bytes + raw->size, 1, room, raw->rest);
    else
        status = rg_input_read(raw->source, raw->bytes + raw->size, room, &got, &raw->damage);
    raw->size += got;
    if (raw->rest && got == 0 && ferror(raw->rest))
        return fail(raw, "read", error);
    return note_read(raw, got, status, error);
}

rg_status rg_raw_read(rg_raw *raw, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    *size = 0;
    rg_status status =
        rg_input_read(raw->source, buffer, capacity < RG_RAW_SIZE ? capacity : RG_RAW_SIZE, size, &raw->damage);
    return note_read(raw, *size, status, error);
}

void rg_raw_keep(rg_raw *raw, rg_text text)
{
    raw->start = 0;
    raw->size = text.size;
    memcpy(raw->bytes, text.bytes, text.size);
}

rg_status rg_raw_survey(rg_raw *raw, rg_survey *survey, rg_error *error)
{
    FILE *rest = tmpfile();
    rg_status status = RG_OK;
    bool written = rest != NULL;
    while (status == RG_OK && written && (raw->size || !raw->at_end)) {
        rg_survey_add(survey, rg_raw_text(raw), false);
        written = fwrite(raw->bytes + raw->start, 1, raw->size, rest) == raw->size;
        rg_raw_take(raw, raw->size);
        status = rg_raw_fill(raw, error);
    }
    rg_survey_add(survey, (rg_text){"", 0}, true);
    if (status == RG_OK && !(written && fflush(rest) == 0 && fseek(rest, 0, SEEK_SET) == 0))
        status = fail(raw, "write", error);
    if (status != RG_OK) {
        if (rest)
            fclose(rest);
        return status;
    }
    raw->rest = rest;
    raw->at_end = false;
    return RG_OK;
}
