/* undecoded.c - the bytes of an input that nobody has decoded yet: those in memory, and those that were set aside. */
#include "undecoded.h"

#include <errno.h>
#include <string.h>

#include "error.h"
#include "input.h"
#include "memory.h"

bool rg_undecoded_open(rg_undecoded *raw, rg_input *source)
{
    /* The memory is not zeroed: a small file leaves most of it untouched. */
    *raw = (rg_undecoded){.source = source, .bytes = rg_resize(NULL, RG_UNDECODED_SIZE)};
    return raw->bytes;
}

void rg_undecoded_close(rg_undecoded *raw)
{
    if (raw->rest)
        fclose(raw->rest);
    rg_free(raw->bytes);
}

rg_text rg_undecoded_text(const rg_undecoded *raw)
{
    return (rg_text){raw->bytes + raw->start, raw->size};
}

void rg_undecoded_take(rg_undecoded *raw, size_t size)
{
    raw->start += size;
    raw->size -= size;
}

static rg_status fail(const rg_undecoded *raw, const char *what, rg_error *error)
{
    return rg_fail_file(error, RG_IO_ERROR, rg_input_name(raw->source), "cannot %s a temporary file: %s", what,
                        strerror(errno));
}

/* The source has given `got` bytes. Damage is told later, and what can be read behind it is not asked for: it may be
 * endless. What else goes wrong is told at once. */
static rg_status note_read(rg_undecoded *raw, size_t got, rg_status status, rg_error *error)
{
    raw->at_end = got == 0 || status != RG_OK;
    if (status == RG_DAMAGED)
        raw->is_damaged = true;
    else if (status != RG_OK && error)
        *error = raw->damage;
    return status == RG_DAMAGED ? RG_OK : status;
}

rg_status rg_undecoded_fill(rg_undecoded *raw, rg_error *error)
{
    size_t got = 0, room = RG_UNDECODED_SIZE - raw->size;
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

rg_status rg_undecoded_read(rg_undecoded *raw, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    *size = 0;
    rg_status status = rg_input_read(raw->source, buffer, capacity < RG_UNDECODED_SIZE ? capacity : RG_UNDECODED_SIZE,
                                     size, &raw->damage);
    return note_read(raw, *size, status, error);
}

void rg_undecoded_keep(rg_undecoded *raw, rg_text text)
{
    raw->start = 0;
    raw->size = text.size;
    memcpy(raw->bytes, text.bytes, text.size);
}

rg_status rg_undecoded_survey(rg_undecoded *raw, rg_survey *survey, rg_error *error)
{
    FILE *rest = tmpfile();
    rg_status status = RG_OK;
    bool written = rest != NULL;
    while (status == RG_OK && written && (raw->size || !raw->at_end)) {
        rg_survey_add(survey, rg_undecoded_text(raw), false);
        written = fwrite(raw->bytes + raw->start, 1, raw->size, rest) == raw->size;
        rg_undecoded_take(raw, raw->size);
        status = rg_undecoded_fill(raw, error);
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
