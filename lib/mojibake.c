/* mojibake.c - text that was decoded twice. */
#include "mojibake.h"

#include "utf8.h"
#include "windows_1252.h"

/* The byte that is this character in windows-1252. False: none is. */
static bool to_byte(uint32_t character, char *byte)
{
    bool is_same = character <= 0xFF && rg_windows_1252((unsigned char)character) == character;
    unsigned i = is_same ? character : 0x80;
    while (i <= 0xFF && rg_windows_1252((unsigned char)i) != character)
        i++;
    *byte = (char)i;
    return i <= 0xFF;
}

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

static bool to_bytes(rg_text text, rg_buffer *out)
{
    char *end = rg_buffer_extend(out, text.size); /* they are fewer */
    while (end && text.size) {
        uint32_t character;
        size_t size = rg_utf8_read(text, &character);
        if (!size || !to_byte(character, end++))
            return false;
        text = (rg_text){text.bytes + size, text.size - size};
    }
    if (!end)
        return false;
    *end = '\0';
    out->size = (size_t)(end - out->bytes);
    return true;
}

/* `out` is empty, and stays so if nothing was found. */
static bool undo_once(rg_text text, rg_buffer *out)
{
    if (!has_pair(text))
        return false;
    bool found = to_bytes(text, out) && rg_utf8_valid_prefix(rg_buffer_text(out)) == out->size;
    if (!found)
        rg_buffer_clear(out);
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
