/* decoder.c - text of any encoding as UTF-8, and back. iconv does the work.
 *
 * A file is taken for UTF-8 until a byte says otherwise. ASCII is the same in all single-byte encodings, so nothing
 * that was given out by then is wrong. What is left of the file is then looked at as a whole, before any of it is
 * converted: one umlaut may be an accident, and what it means depends on all others. */
#include "decoder.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "scan.h"
#include "survey.h"
#include "text.h"
#include "utf8.h"

#define RAW_SIZE 65536
#define LONGEST_UNIT 8   /* no encoding needs more bytes to say what a character is */
#define LEAST_ROOM 16    /* iconv wants room for a character at least, and a unit of four bytes for three each */
#define WORTH_WHILE 4096 /* room that is worth reading into at once */
#define NO_ICONV ((iconv_t)-1)

typedef enum { AT_START, WATCHING, CONVERTING, PLAIN } mode;

struct rg_decoder {
    rg_input *source;
    rg_input *text;
    mode mode;
    const char *encoding; /* NULL: UTF-8 */
    size_t unit;          /* bytes that belong together in it */
    char *asked_for;      /* the same, when it was given */
    iconv_t from, to;     /* to and from UTF-8 */
    char *raw;            /* RAW_SIZE for bytes that were read and are not yet given out or converted */
    size_t start, size;
    bool is_likely;  /* the survey is not in doubt about it */
    FILE *rest;      /* the rest of the source, once it was surveyed */
    bool at_end;     /* the source has no more bytes */
    bool is_damaged; /* and this is why: told when those before are given out */
    rg_error damage;
    bool has_marked;            /* characters above ASCII were given out */
    char converted[LEAST_ROOM]; /* text that waits for room */
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
    d->from = iconv_open("UTF-8", encoding);
    d->to = d->from == NO_ICONV ? NO_ICONV : iconv_open(encoding, "UTF-8");
    if (d->to == NO_ICONV)
        return errno == EINVAL
                   ? rg_fail(error, RG_BAD_USAGE, "there is no encoding `%s`; `iconv -l` lists them", encoding)
                   : rg_fail_memory(error);
    d->encoding = encoding;
    d->unit = strncmp(encoding, "UTF-16", 6) == 0 ? 2 : strncmp(encoding, "UTF-32", 6) == 0 ? 4 : 1;
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

/* A byte that means nothing in the encoding: let it through as three bytes that are no UTF-8, so that it is reported
 * where it stands, and can be told again when it is written back. */
static void pass_byte(rg_decoder *d, char **out, size_t *room)
{
    unsigned char byte = (unsigned char)d->raw[d->start];
    const char escaped[] = {RG_ESCAPED_BYTE, (char)(0x80 | byte >> 4), (char)(0x80 | (byte & 0x0F))};
    memcpy(*out, escaped, sizeof escaped);
    *out += sizeof escaped;
    *room -= sizeof escaped;
    take(d, 1);
}

/* `capacity` is at least LEAST_ROOM. */
static rg_status convert(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    char *out = buffer;
    size_t room = capacity;
    while (room == capacity) {
        if (d->size < LONGEST_UNIT && !d->at_end) {
            rg_status status = fill(d, error);
            if (status != RG_OK)
                return status;
            continue;
        }
        if (!d->size)
            break;
        char *in = d->raw + d->start;
        size_t left = d->size;
        size_t result = iconv(d->from, &in, &left, &out, &room);
        take(d, d->size - left);
        /* A unit that is wide is passed whole: what follows would be out of step. */
        size_t bad = result == (size_t)-1 && room == capacity ? d->size < d->unit ? d->size : d->unit : 0;
        while (bad--)
            pass_byte(d, &out, &room);
    }
    *size = capacity - room;
    return RG_OK;
}

/* By way of `converted` where the caller's buffer might not hold even one character. */
static rg_status give_converted(rg_decoder *d, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    if (!d->converted_size && capacity >= LEAST_ROOM)
        return convert(d, buffer, capacity, size, error);
    if (!d->converted_size) {
        d->converted_start = 0;
        rg_status status = convert(d, d->converted, LEAST_ROOM, &d->converted_size, error);
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
    d->from = d->to = NO_ICONV;
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
    if (d->from != NO_ICONV)
        iconv_close(d->from);
    if (d->to != NO_ICONV)
        iconv_close(d->to);
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

/* ---------------------------------------------------------------- back */

/* What was let through as it was; how many bytes of the text it takes. `*faithful` becomes false where it was not. */
static size_t restore(const char *in, size_t left, rg_buffer *out, bool *faithful)
{
    char byte;
    if (rg_escaped_byte((rg_text){in, left}, &byte)) {
        rg_buffer_add(out, &byte, 1);
        return 3;
    }
    *faithful = false;
    rg_buffer_add(out, in, 1);
    return 1;
}

bool rg_escaped_byte(rg_text text, char *byte)
{
    if (text.size < 3 || text.bytes[0] != RG_ESCAPED_BYTE || (text.bytes[1] & 0xF0) != 0x80 ||
        (text.bytes[2] & 0xF0) != 0x80)
        return false;
    *byte = (char)((text.bytes[1] & 0x0F) << 4 | (text.bytes[2] & 0x0F));
    return true;
}

rg_status rg_decoder_encode(rg_decoder *d, rg_text text, rg_buffer *out, bool *faithful, rg_error *error)
{
    bool is_faithful = true;
    char piece[1024];
    char *in = (char *)(uintptr_t)text.bytes;
    size_t left = text.size;
    while (left) {
        char *end = piece;
        size_t room = sizeof piece, before = left;
        size_t result = iconv(d->to, &in, &left, &end, &room);
        rg_buffer_add(out, piece, sizeof piece - room);
        if (result == (size_t)-1 && left == before) {
            size_t size = restore(in, left, out, &is_faithful);
            in += size;
            left -= size;
        }
    }
    if (faithful)
        *faithful = is_faithful;
    return out->failed ? rg_fail_memory(error) : RG_OK;
}

bool rg_decoder_can_encode(rg_decoder *d, rg_text text)
{
    char piece[1024], *in = (char *)(uintptr_t)text.bytes;
    size_t left = text.size;
    while (d->encoding && left) {
        char *end = piece;
        size_t room = sizeof piece, before = left;
        if (iconv(d->to, &in, &left, &end, &room) == (size_t)-1 && left == before)
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- mojibake */

/* Two characters above ASCII side by side: less cannot have been one character of UTF-8. */
static bool has_pair(rg_text text)
{
    bool before = false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c >= 0xC0 && before)
            return true;
        before = c >= 0x80;
    }
    return false;
}

static bool undo_once(rg_text text, rg_buffer *out)
{
    char *in = (char *)(uintptr_t)text.bytes;
    size_t left = text.size, room = text.size;
    iconv_t converter = has_pair(text) ? iconv_open("WINDOWS-1252", "UTF-8") : NO_ICONV;
    char *bytes = converter != NO_ICONV ? rg_alloc(text.size) : NULL, *end = bytes;
    bool converted = bytes && iconv(converter, &in, &left, &end, &room) == 0;
    rg_text was = {bytes, text.size - room};
    bool found = converted && rg_utf8_valid_prefix(was) == was.size;
    if (found)
        rg_buffer_add(out, was.bytes, was.size);
    out->failed |= converter != NO_ICONV && !bytes;
    if (converter != NO_ICONV)
        iconv_close(converter);
    rg_free(bytes);
    return found;
}

/* What went wrong once goes wrong again, with every program on the way that has the same fault. */
bool rg_undo_mojibake(rg_text text, rg_buffer *out)
{
    bool found = undo_once(text, out);
    for (bool again = found; again;) {
        rg_buffer before = {0};
        again = undo_once(rg_buffer_text(out), &before);
        if (again) {
            rg_buffer_clear(out);
            rg_buffer_add(out, before.bytes, before.size);
        }
        out->failed |= before.failed;
        rg_buffer_free(&before);
    }
    return found;
}
