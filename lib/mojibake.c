/* mojibake.c - text that was decoded twice. */
#include "mojibake.h"

#include <iconv.h>

#include "memory.h"
#include "utf8.h"

#define NO_ICONV ((iconv_t)-1)

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
