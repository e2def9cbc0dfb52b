/* json_text.c - a JSON object as text, member by member, for what is written by the million. */
#include "json_text.h"

#include <stdio.h>
#include <string.h>

#include "scan.h"
#include "text.h"
#include "utf8.h"

static bool is_special(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void add_special(rg_buffer *out, unsigned char c)
{
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    char escaped[8] = {'\\', (char)c, '\0'};
    if (c < sizeof letters && letters[c])
        escaped[1] = letters[c];
    else if (c < 0x20)
        snprintf(escaped, sizeof escaped, "\\u%04X", c);
    rg_buffer_add_string(out, escaped);
}

static void add_escaped(rg_buffer *out, rg_text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (!is_special((unsigned char)text.bytes[i]))
            continue;
        rg_buffer_add(out, text.bytes + from, i - from);
        add_special(out, (unsigned char)text.bytes[i]);
        from = i + 1;
    }
    rg_buffer_add(out, text.bytes + from, text.size - from);
}

/* Quotes, backslashes, bytes that are not UTF-8: the rare ones. */
static void add_unusual(rg_buffer *out, rg_text bytes)
{
    rg_buffer repaired = {0};
    if (rg_utf8_valid_prefix(bytes) < bytes.size) {
        rg_utf8_repair(&repaired, bytes);
        bytes = rg_buffer_text(&repaired);
    }
    rg_buffer_add(out, "\"", 1);
    add_escaped(out, bytes);
    rg_buffer_add(out, "\"", 1);
    out->failed |= repaired.failed;
    rg_buffer_free(&repaired);
}

/* Eight characters of ASCII that stand for themselves? Each difference has the highest bit where it is below zero. */
static bool are_plain(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t quotes = word ^ RG_EACH_BYTE('"'), backslashes = word ^ RG_EACH_BYTE('\\');
    return !((word | (word - RG_EACH_BYTE(0x20)) | (quotes - RG_EACH_BYTE(1)) | (backslashes - RG_EACH_BYTE(1))) &
             RG_EACH_BYTE(0x80));
}

static bool is_plain(rg_text text)
{
    size_t i = 0;
    for (; text.size - i >= 8; i += 8)
        if (!are_plain(text.bytes + i))
            return false;
    for (; i < text.size; i++)
        if (is_special((unsigned char)text.bytes[i]) || (unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

void rg_json_string(rg_buffer *out, rg_text bytes)
{
    if (!is_plain(bytes)) {
        add_unusual(out, bytes);
        return;
    }
    char *added = rg_buffer_extend(out, bytes.size + 2);
    if (!added)
        return;
    added[0] = added[bytes.size + 1] = '"';
    if (bytes.size)
        memcpy(added + 1, bytes.bytes, bytes.size);
}

void rg_json_name(rg_buffer *out, const char *name)
{
    size_t size = strlen(name), comma = out->size && out->bytes[out->size - 1] != '{';
    char *added = rg_buffer_extend(out, comma + size + 3);
    if (!added)
        return;
    added[0] = ',';
    added[comma] = '"';
    memcpy(added + comma + 1, name, size);
    memcpy(added + comma + 1 + size, "\":", 2);
}

void rg_json_set_text(rg_buffer *out, const char *name, rg_text value)
{
    if (!value.bytes)
        return;
    rg_json_name(out, name);
    rg_json_string(out, value);
}

void rg_json_set_string(rg_buffer *out, const char *name, const char *value)
{
    if (value)
        rg_json_set_text(out, name, rg_text_of(value));
}

void rg_json_set_number(rg_buffer *out, const char *name, uint64_t value)
{
    char room[RG_DECIMAL_SIZE];
    rg_json_name(out, name);
    rg_buffer_add_string(out, rg_decimal(value, room));
}
