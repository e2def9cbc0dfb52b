/* json_text.c - a JSON object as text, member by member, for what is written by the million. */
#include "json_text.h"

#include <stdio.h>

#include "text.h"

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

void rg_json_string(rg_buffer *out, rg_text bytes)
{
    bool has_high, has_control;
    rg_buffer repaired = {0};
    rg_text_scan(bytes, &has_high, &has_control);
    if (has_high && rg_utf8_valid_prefix(bytes) < bytes.size) {
        rg_text_repair(&repaired, bytes);
        bytes = rg_buffer_text(&repaired);
    }
    rg_buffer_add(out, "\"", 1);
    add_escaped(out, bytes);
    rg_buffer_add(out, "\"", 1);
    out->failed |= repaired.failed;
    rg_buffer_free(&repaired);
}

void rg_json_name(rg_buffer *out, const char *name)
{
    if (out->size && out->bytes[out->size - 1] != '{')
        rg_buffer_add(out, ",", 1);
    rg_json_string(out, rg_text_of(name));
    rg_buffer_add(out, ":", 1);
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
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    rg_json_name(out, name);
    rg_buffer_add(out, digits + at, sizeof digits - at);
}
