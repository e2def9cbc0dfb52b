/* decoder.c - text of any encoding as UTF-8.
 *
 * A file is taken for UTF-8 until a byte says otherwise. ASCII is the same in all single-byte encodings, so nothing
 * that was given out by then is wrong. What is left of the file is then looked at as a whole, before any of it is
 * converted: one umlaut may be an accident, and what it means depends on all others. */
#include "decoder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "recode.h"
#include "scan.h"
#include "survey.h"
#include "text.h"
#include "utf8.h"

#define RAW_SIZE 65536
#define WORTH_WHILE 4096 /* room that is worth reading into at once */

typedef enum { AT_START, WATCHING, CONVERTING, PLAIN } mode;

struct rg_decoder {
    rg_input *source;
    rg_input *text;
    mode mode;
    const char *encoding; /* NULL: UTF-8 */
    char *asked_for;      /* the same, when it was given */
    rg_recoder *recoder;  /* the one for it; NULL: UTF-8 */
    char *raw;            /* RAW_SIZE for bytes that were read and are not yet given out or converted */
    size_t start, size;
    bool is_likely;  /* the survey is not in doubt about it */
    FILE *rest;      /* the rest of the source, once it was surveyed */
    bool at_end;     /* the source has no more bytes */
    bool is_damaged; /* and this is why: told when those before are given out */
    rg_error damage;
    bool has_marked;               /* characters above ASCII were given out */
    char converted[RG_LEAST_ROOM]; /* text that waits for room */
    size_t converted_start, converted_size;
    uint64_t given;
    uint64_t first;
};

/* ---------------------------------------------------------------- raw bytes */

/* More bytes behind those in `raw`. */
static rg_status fill(rg_decoder *d, rg_error *error)
{
    size_t got = 0;
    rg_status status = RG_OK;
    memmove(d->raw, d->raw + d->start, d->size);
    d->start = 0;
    if (d->at_end)
        return RG_OK;
    if (d->rest) {
        got = fread(d->raw + d->size, 1, RAW_SIZE - d->size, d->rest);
        if (got == 0 && ferror(d->rest))
            status = rg_fail_file(error, RG_IO_ERROR, rg_input_name(d->source), "cannot read a temporary file: %s",
                                  strerror(errno));
    } else {
        status = rg_input_read(d->source, d->raw + d->size, RAW_SIZE - d->size, &got, &d->damage);
    }
    d->size += got;
    d->at_end = got == 0 || status != RG_OK; /* what can be read behind damage is not asked for: it may be endless */
    if (status == RG_DAMAGED) {
        d->is_damaged = true;
        return RG_OK;
    }
    if (status != RG_OK && !d->rest && error)
        *error = d->damage;
    return status;
}

static void take(rg_decoder *d, size_t size)
{
    d->start += size;
    d->size -= size;
}

/* ---------------------------------------------------------------- which encoding */

static rg_status begin_converting(rg_decoder *d, const char *encoding, rg_error *error)
{
    rg_status status = rg_recoder_open(&d->recoder, encoding, error);
    if (status != RG_OK)
        return status;
    d->encoding = encoding;
    d->first = d->given;
    d->mode = CONVERTING;
    return RG_OK;
}

static rg_status look_at_start(rg_decoder *d, rg_error *error)
{
    const char *name;
    while (d->size < RG_SURVEY_SAMPLE && !d->at_end) {
        rg_status status = fill(d, error);
        if (status != RG_OK)
            return status;
    }
    size_t sample = d->size < RG_SURVEY_SAMPLE ? d->size : RG_SURVEY_SAMPLE;
    switch (rg_survey_start((rg_text){d->raw + d->start, sample}, &name)) {
    case RG_GUESS_OTHER:
        return begin_converting(d, name, error);
    case RG_GUESS_BINARY:
        d->mode = PLAIN;
        return RG_OK;
    default:
        d->mode = WATCHING;
        return RG_OK;
    }
}

/* Bytes that are not UTF-8 begin at the front of `raw`. Set all that is left aside, and look at it. */
static rg_status look_at_rest(rg_decoder *d, rg_error *error)
{
    rg_survey survey = {0};
    FILE *rest = tmpfile();
    rg_status status = RG_OK;
    bool written = rest != NULL;
    while (status == RG_OK && written && (d->size || !d->at_end)) {
        rg_survey_add(&survey, (rg_text){d->raw + d->start, d->size}, false);
        written = fwrite(d->raw + d->start, 1, d->size, rest) == d->size;
        take(d, d->size);
        status = fill(d, error);
    }
    rg_survey_add(&survey, (rg_text){"", 0}, true);
    if (status == RG_OK && !(written && fflush(rest) == 0 && fseek(rest, 0, SEEK_SET) == 0))
        status = rg_fail_file(error, RG_IO_ERROR, rg_input_name(d->source), "cannot write a temporary file: %s",
                              strerror(errno));
    if (status != RG_OK) {
        if (rest)
            fclose(rest);
        return status;
    }
    d->rest = rest;
    d->at_end = false;
    d->mode = PLAIN;
    d->is_likely = rg_survey_is_likely(&survey);
    const char *name = d->has_marked ? NULL : rg_survey_name(&survey);
    return name ? begin_converting(d, name, error) : RG_OK;
}

/* ---------------------------------------------------------------- giving text */

static rg_status give(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    if (!d->size) {
        rg_status status = fill(d, error);
        if (status != RG_OK)
            return status;
    }
    *size = d->size < capacity ? d->size : capacity;
    memcpy(buffer, d->raw + d->start, *size);
    take(d, *size);
    return RG_OK;
}

/* Give what of `text`, bytes that were read, is UTF-8, into `buffer`, where they may be already. How many those are. */
static size_t give_valid(rg_decoder *d, rg_text text, char *buffer, size_t capacity)
{
    bool is_ascii = rg_is_ascii(text);
    size_t valid = is_ascii ? text.size : rg_utf8_valid_prefix(text);
    size_t size = valid < capacity ? valid : capacity;
    d->has_marked |= !is_ascii && !rg_is_ascii((rg_text){text.bytes, size});
    if (buffer != text.bytes)
        memcpy(buffer, text.bytes, size);
    return size;
}

/* Nothing waits, and there is room: what is read need not be copied. */
static rg_status watch_in_place(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    size_t got = 0;
    rg_status status = rg_input_read(d->source, buffer, capacity < RAW_SIZE ? capacity : RAW_SIZE, &got, &d->damage);
    d->at_end = got == 0;
    *size = give_valid(d, (rg_text){buffer, got}, buffer, got);
    d->start = 0;
    d->size = got - *size;
    memcpy(d->raw, buffer + *size, d->size);
    if (status == RG_DAMAGED)
        d->is_damaged = true;
    else if (status != RG_OK && error)
        *error = d->damage;
    return status == RG_DAMAGED ? RG_OK : status;
}

/* Give what is UTF-8; a character that is cut off by the end of the bytes at hand waits for the next. */
static rg_status watch(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    for (;;) {
        rg_text text = {d->raw + d->start, d->size};
        rg_status status = RG_OK;
        if (!d->size && !d->at_end && capacity >= WORTH_WHILE)
            status = watch_in_place(d, buffer, capacity, size, error);
        else if (!d->size)
            status = fill(d, error);
        else if ((*size = give_valid(d, text, buffer, capacity)) > 0)
            take(d, *size);
        else if (d->at_end || rg_utf8_incomplete(text) != text.size)
            return look_at_rest(d, error);
        else
            status = fill(d, error);
        if (status != RG_OK || *size || (d->at_end && !d->size))
            return status;
    }
}

/* `capacity` is at least RG_LEAST_ROOM. */
static rg_status convert(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    char *out = buffer;
    size_t room = capacity;
    while (room == capacity) {
        if (d->size < RG_LONGEST_UNIT && !d->at_end) {
            rg_status status = fill(d, error);
            if (status != RG_OK)
                return status;
            continue;
        }
        if (!d->size)
            break;
        rg_text in = {d->raw + d->start, d->size};
        rg_recoder_decode(d->recoder, &in, &out, &room);
        take(d, d->size - in.size);
    }
    *size = capacity - room;
    return RG_OK;
}

/* By way of `converted` where the caller's buffer might not hold even one character. */
static rg_status give_converted(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    if (!d->converted_size && capacity >= RG_LEAST_ROOM)
        return convert(d, buffer, capacity, size, error);
    if (!d->converted_size) {
        d->converted_start = 0;
        rg_status status = convert(d, d->converted, RG_LEAST_ROOM, &d->converted_size, error);
        if (status != RG_OK)
            return status;
    }
    *size = d->converted_size < capacity ? d->converted_size : capacity;
    memcpy(buffer, d->converted + d->converted_start, *size);
    d->converted_start += *size;
    d->converted_size -= *size;
    return RG_OK;
}

static rg_status read_text(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    rg_decoder *d = context;
    rg_status status = d->mode == AT_START ? look_at_start(d, error) : RG_OK;
    *size = 0;
    if (status == RG_OK && d->mode == WATCHING)
        status = watch(d, buffer, capacity, size, error);
    if (status == RG_OK && *size == 0 && d->mode == CONVERTING)
        status = give_converted(d, buffer, capacity, size, error);
    if (status == RG_OK && *size == 0 && d->mode == PLAIN)
        status = give(d, buffer, capacity, size, error);
    d->given += *size;
    if (status != RG_OK || *size || !d->is_damaged)
        return status;
    if (error)
        *error = d->damage;
    return RG_DAMAGED;
}

/* ---------------------------------------------------------------- open, close, ask */

static void close_nothing(void *context)
{
    (void)context;
}

/* Begin with an encoding that was given. Which end of UTF-16 comes first is still for the file to say. */
static rg_status begin_as_asked(rg_decoder *d, const char *encoding, rg_error *error)
{
    if (rg_text_equal_nocase(rg_text_of(encoding), rg_text_of("UTF-16")))
        encoding = "UTF-16LE";
    d->asked_for = rg_alloc(strlen(encoding) + 1);
    if (!d->asked_for)
        return rg_fail_memory(error);
    strcpy(d->asked_for, encoding);
    if (rg_text_equal_nocase(rg_text_of(encoding), rg_text_of("UTF-8"))) {
        d->mode = PLAIN;
        return RG_OK;
    }
    return begin_converting(d, d->asked_for, error);
}

rg_status rg_decoder_open(rg_decoder **decoder, rg_input *input, const char *encoding, rg_error *error)
{
    rg_decoder *d = rg_alloc(sizeof *d);
    *decoder = NULL;
    if (!d)
        return rg_fail_memory(error);
    d->source = input;
    d->raw = rg_resize(NULL, RAW_SIZE); /* not zeroed: a small file leaves most of it untouched */
    if (!d->raw) {
        rg_decoder_close(d);
        return rg_fail_memory(error);
    }
    rg_status status = rg_input_open_stream(&d->text, rg_input_name(input), read_text, close_nothing, d, error);
    if (status == RG_OK && encoding)
        status = begin_as_asked(d, encoding, error);
    if (status != RG_OK) {
        rg_decoder_close(d);
        return status;
    }
    *decoder = d;
    return RG_OK;
}

void rg_decoder_close(rg_decoder *d)
{
    if (!d)
        return;
    rg_input_close(d->text);
    rg_recoder_close(d->recoder);
    if (d->rest)
        fclose(d->rest);
    rg_free(d->asked_for);
    rg_free(d->raw);
    rg_free(d);
}

rg_input *rg_decoder_text(rg_decoder *d)
{
    return d->text;
}

const char *rg_decoder_encoding(const rg_decoder *d, uint64_t *first)
{
    *first = d->first;
    return d->encoding;
}

bool rg_decoder_is_likely(const rg_decoder *d)
{
    return d->is_likely;
}

rg_status rg_decoder_encode(rg_decoder *d, rg_text text, rg_buffer *out, bool *faithful, rg_error *error)
{
    return rg_recoder_encode(d->recoder, text, out, faithful, error);
}

bool rg_decoder_can_encode(rg_decoder *d, rg_text text)
{
    return !d->recoder || rg_recoder_can_encode(d->recoder, text);
}
