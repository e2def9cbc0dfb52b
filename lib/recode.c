/* recode.c - one encoding: its bytes as UTF-8, and back again. iconv does the work. */
#include "recode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define NO_ICONV ((iconv_t)-1)

struct rg_recoder {
    iconv_t from, to; /* from the encoding to UTF-8, and to it */
    size_t unit;      /* bytes that belong together in it */
};

static size_t unit_of(const char *encoding)
{
    return strncmp(encoding, "UTF-16", 6) == 0 ? 2 : strncmp(encoding, "UTF-32", 6) == 0 ? 4 : 1;
}

rg_status rg_recoder_open(rg_recoder **recoder, const char *encoding, rg_error *error)
{
    rg_recoder *made = rg_alloc(sizeof *made);
    *recoder = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->unit = unit_of(encoding);
    made->from = iconv_open("UTF-8", encoding);
    made->to = made->from == NO_ICONV ? NO_ICONV : iconv_open(encoding, "UTF-8");
    if (made->to == NO_ICONV) {
        bool unknown = errno == EINVAL;
        rg_recoder_close(made);
        return unknown ? rg_fail(error, RG_BAD_USAGE, "there is no encoding `%s`; `iconv -l` lists them", encoding)
                       : rg_fail_memory(error);
    }
    *recoder = made;
    return RG_OK;
}

void rg_recoder_close(rg_recoder *recoder)
{
    if (!recoder)
        return;
    if (recoder->from != NO_ICONV)
        iconv_close(recoder->from);
    if (recoder->to != NO_ICONV)
        iconv_close(recoder->to);
    rg_free(recoder);
}

/* ---------------------------------------------------------------- to UTF-8 */

/* A byte that means nothing in the encoding: let it through as three bytes that are no UTF-8, so that it is reported
 * where it stands, and can be told again when it is written back. */
static void pass_byte(rg_text *in, char **out, size_t *room)
{
    unsigned char byte = (unsigned char)*in->bytes++;
    const char escaped[] = {RG_ESCAPED_BYTE, (char)(0x80 | byte >> 4), (char)(0x80 | (byte & 0x0F))};
    in->size--;
    memcpy(*out, escaped, sizeof escaped);
    *out += sizeof escaped;
    *room -= sizeof escaped;
}

void rg_recoder_decode(rg_recoder *recoder, rg_text *in, char **out, size_t *room)
{
    char *bytes = (char *)(uintptr_t)in->bytes;
    size_t before = *room, result = iconv(recoder->from, &bytes, &in->size, out, room);
    in->bytes = bytes;
    if (result != (size_t)-1 || *room != before)
        return;
    /* A unit that is wide is passed whole: what follows would be out of step. */
    for (size_t bad = in->size < recoder->unit ? in->size : recoder->unit; bad; bad--)
        pass_byte(in, out, room);
}

/* ---------------------------------------------------------------- back again */

bool rg_escaped_byte(rg_text text, char *byte)
{
    if (text.size < 3 || text.bytes[0] != RG_ESCAPED_BYTE || (text.bytes[1] & 0xF0) != 0x80 ||
        (text.bytes[2] & 0xF0) != 0x80)
        return false;
    *byte = (char)((text.bytes[1] & 0x0F) << 4 | (text.bytes[2] & 0x0F));
    return true;
}

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

rg_status rg_recoder_encode(rg_recoder *recoder, rg_text text, rg_buffer *out, bool *faithful, rg_error *error)
{
    bool is_faithful = true;
    char piece[1024];
    char *in = (char *)(uintptr_t)text.bytes;
    size_t left = text.size;
    while (left) {
        char *end = piece;
        size_t room = sizeof piece, before = left;
        size_t result = iconv(recoder->to, &in, &left, &end, &room);
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

bool rg_recoder_can_encode(rg_recoder *recoder, rg_text text)
{
    char piece[1024], *in = (char *)(uintptr_t)text.bytes;
    size_t left = text.size;
    while (left) {
        char *end = piece;
        size_t room = sizeof piece, before = left;
        if (iconv(recoder->to, &in, &left, &end, &room) == (size_t)-1 && left == before)
            return false;
    }
    return true;
}
