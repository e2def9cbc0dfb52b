/* decoder.c - text of any encoding as UTF-8.
 *
 * A file is taken for UTF-8 until a byte says otherwise. ASCII is the same in all single-byte encodings, so nothing
 * that was given out by then is wrong. What is left of the file is then looked at as a whole, before any of it is
 * converted: one umlaut may be an accident, and what it means depends on all others. */
#include "decoder.h"

#include <string.h>

#include "error.h"
#include "memory.h"
#include "recode.h"
#include "scan.h"
#include "survey.h"
#include "text.h"
#include "undecoded.h"
#include "utf8.h"

#define WORTH_WHILE 4096 /* room that is worth reading into at once */

typedef enum { AT_START, WATCHING, CONVERTING, PLAIN } mode;

struct rg_decoder {
    rg_input *text;
    rg_undecoded raw;
    mode mode;
    const char *encoding;          /* NULL: UTF-8 */
    char *asked_for;               /* the same, when it was given */
    rg_recoder *recoder;           /* the one for it; NULL: UTF-8 */
    bool is_likely;                /* the survey is not in doubt about it */
    bool has_marked;               /* characters above ASCII were given out */
    size_t valid;                  /* bytes that wait in `raw`, from the first on, and are known to be UTF-8 */
    char converted[RG_LEAST_ROOM]; /* text that waits for room */
    size_t converted_start, converted_size;
    uint64_t given;
    uint64_t first;
};

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
    while (d->raw.size < RG_SURVEY_SAMPLE && !d->raw.at_end) {
        rg_status status = rg_undecoded_fill(&d->raw, error);
        if (status != RG_OK)
            return status;
    }
    rg_text sample = rg_undecoded_text(&d->raw);
    sample.size = sample.size < RG_SURVEY_SAMPLE ? sample.size : RG_SURVEY_SAMPLE;
    switch (rg_survey_start(sample, &name)) {
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

/* Bytes that are not UTF-8 begin at the front of `raw`. Only all that is left can explain them. */
static rg_status look_at_rest(rg_decoder *d, rg_error *error)
{
    rg_survey survey = {0};
    rg_status status = rg_undecoded_survey(&d->raw, &survey, error);
    if (status != RG_OK)
        return status;
    d->mode = PLAIN;
    d->is_likely = rg_survey_is_likely(&survey);
    const char *name = d->has_marked ? NULL : rg_survey_name(&survey);
    return name ? begin_converting(d, name, error) : RG_OK;
}

/* ---------------------------------------------------------------- giving text */

/* Up to `most` of the bytes in memory, as they are. */
static size_t hand_out(rg_decoder *d, size_t most, char *buffer, size_t capacity)
{
    size_t size = most < capacity ? most : capacity;
    memcpy(buffer, rg_undecoded_text(&d->raw).bytes, size);
    rg_undecoded_take(&d->raw, size);
    return size;
}

static rg_status give(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    if (!d->raw.size) {
        rg_status status = rg_undecoded_fill(&d->raw, error);
        if (status != RG_OK)
            return status;
    }
    *size = hand_out(d, d->raw.size, buffer, capacity);
    return RG_OK;
}

/* How many of these bytes, from the first on, are UTF-8. All of those are given out. */
static size_t find_valid(rg_decoder *d, rg_text text)
{
    bool is_ascii = rg_is_ascii(text);
    size_t valid = is_ascii ? text.size : rg_utf8_valid_prefix(text);
    d->has_marked |= !is_ascii && !rg_is_ascii((rg_text){text.bytes, valid});
    return valid;
}

/* Nothing waits, and there is room: what is read need not be copied. */
static rg_status watch_in_place(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    size_t got;
    rg_status status = rg_undecoded_read(&d->raw, buffer, capacity, &got, error);
    *size = find_valid(d, (rg_text){buffer, got});
    rg_undecoded_keep(&d->raw, (rg_text){buffer + *size, got - *size});
    return status;
}

/* Give what is UTF-8; a character that is cut off by the end of the bytes at hand waits for the next. One that is cut
 * off by the end of the caller's room is not: its other bytes are valid, although they could not be told to be by
 * themselves. */
static rg_status watch(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    for (;;) {
        rg_text text = rg_undecoded_text(&d->raw);
        rg_status status = RG_OK;
        if (!d->valid)
            d->valid = find_valid(d, text);
        if (d->valid) {
            *size = hand_out(d, d->valid, buffer, capacity);
            d->valid -= *size;
        } else if (!text.size && !d->raw.at_end && capacity >= WORTH_WHILE) {
            status = watch_in_place(d, buffer, capacity, size, error);
        } else if (text.size && (d->raw.at_end || rg_utf8_incomplete(text) != text.size)) {
            return look_at_rest(d, error);
        } else {
            status = rg_undecoded_fill(&d->raw, error);
        }
        if (status != RG_OK || *size || (d->raw.at_end && !d->raw.size))
            return status;
    }
}

/* `capacity` is at least RG_LEAST_ROOM. */
static rg_status convert(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    char *out = buffer;
    size_t room = capacity;
    while (room == capacity) {
        if (d->raw.size < RG_LONGEST_UNIT && !d->raw.at_end) {
            rg_status status = rg_undecoded_fill(&d->raw, error);
            if (status != RG_OK)
                return status;
            continue;
        }
        rg_text in = rg_undecoded_text(&d->raw);
        if (!in.size)
            break;
        rg_recoder_decode(d->recoder, &in, &out, &room);
        rg_undecoded_take(&d->raw, d->raw.size - in.size);
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
    if (status != RG_OK || *size || !d->raw.is_damaged)
        return status;
    if (error)
        *error = d->raw.damage;
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
    if (!rg_undecoded_open(&d->raw, input)) {
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
    rg_undecoded_close(&d->raw);
    rg_free(d->asked_for);
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
    if (d->recoder)
        return rg_recoder_encode(d->recoder, text, out, faithful, error);
    if (faithful)
        *faithful = true;
    rg_buffer_add(out, text.bytes, text.size);
    return out->failed ? rg_fail_memory(error) : RG_OK;
}

bool rg_decoder_can_encode(rg_decoder *d, rg_text text)
{
    return !d->recoder || rg_recoder_can_encode(d->recoder, text);
}
