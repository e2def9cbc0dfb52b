/* mojibake.c - text that was decoded twice. */
#include "mojibake.h"

#include "utf8.h"

/* What windows-1252 has from 80 to 9F (0: nothing); from A0 on it is as Unicode. */
static const uint16_t middle[] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte that is this character in windows-1252. False: none is. */
static bool to_byte(uint32_t character, char *byte)
{
    size_t i = 0, count = sizeof middle / sizeof *middle;
    bool is_same = character < 0x80 || (character >= 0xA0 && character <= 0xFF);
    while (!is_same && i < count && middle[i] != character)
        i++;
    *byte = (char)(is_same ? character : 0x80 + i);
    return is_same || i < count;
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
