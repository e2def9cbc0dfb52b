/* string_format.c - the formats of strings: addresses, names, identifiers. */
#define _POSIX_C_SOURCE 200809L
#include "string_format.h"

#include <arpa/inet.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

static bool is_alnum(char c)
{
    return rg_is_digit(c) || rg_is_letter(c);
}

static bool any(rg_text text)
{
    (void)text;
    return true;
}

static bool fits_address(int family, rg_text text)
{
    char address[INET6_ADDRSTRLEN];
    unsigned char binary[sizeof(struct in6_addr)];
    if (text.size >= sizeof address || memchr(text.bytes, '\0', text.size))
        return false;
    memcpy(address, text.bytes, text.size);
    address[text.size] = '\0';
    return inet_pton(family, address, binary) == 1;
}

static bool fits_ipv4(rg_text text)
{
    return fits_address(AF_INET, text);
}

static bool fits_ipv6(rg_text text)
{
    return memchr(text.bytes, ':', text.size) && fits_address(AF_INET6, text);
}

static bool fits_ip(rg_text text)
{
    return fits_ipv4(text) || fits_ipv6(text);
}

/* Six pairs of hex digits, with one and the same separator between them: ':' or '-'. */
static bool fits_mac(rg_text text)
{
    if (text.size != 17 || (text.bytes[2] != ':' && text.bytes[2] != '-'))
        return false;
    for (size_t i = 0; i < 17; i += 3)
        if (!rg_is_hex(text.bytes[i]) || !rg_is_hex(text.bytes[i + 1]) ||
            (i < 15 && text.bytes[i + 2] != text.bytes[2]))
            return false;
    return true;
}

static bool fits_uuid(rg_text text)
{
    if (text.size != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text.bytes[i] != '-' : !rg_is_hex(text.bytes[i]))
            return false;
    }
    return true;
}

#define MOST_LABEL 63

/* RFC 1123 labels; underscores too, since Windows names have them. */
static bool fits_hostname(rg_text text)
{
    size_t label = 0; /* its size so far */
    if (text.size && text.bytes[text.size - 1] == '.')
        text.size--;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if ((is_alnum(c) || c == '_') && label < MOST_LABEL) {
            label++;
        } else if (c == '.' && label && text.bytes[i - 1] != '-') {
            label = 0;
        } else if (c == '-' && label && label < MOST_LABEL) {
            label++;
        } else {
            return false;
        }
    }
    return text.size <= 253 && label > 0 && text.bytes[text.size - 1] != '-';
}

static bool fits_email(rg_text text)
{
    const char *at = text.size ? memchr(text.bytes, '@', text.size) : NULL;
    if (!at || at == text.bytes || (size_t)(at - text.bytes) > 64)
        return false;
    for (const char *c = text.bytes; c < at; c++)
        if (!is_alnum(*c) && ((unsigned char)*c < 0x80 && !strchr(".!#$%&'*+/=?^_`{|}~-", *c)))
            return false;
    return fits_hostname((rg_text){at + 1, text.size - (size_t)(at - text.bytes) - 1});
}

/* A scheme, a colon, and something without blanks (RFC 3986, not taken apart further). */
static bool fits_uri(rg_text text)
{
    size_t i = 0;
    while (i < text.size && (is_alnum(text.bytes[i]) || (i && strchr("+-.", text.bytes[i]) && text.bytes[i])))
        i++;
    if (i == 0 || rg_is_digit(text.bytes[0]) || i + 1 >= text.size || text.bytes[i] != ':')
        return false;
    for (i++; i < text.size; i++)
        if ((unsigned char)text.bytes[i] <= ' ' || strchr("\"<>\\^`{|}", text.bytes[i]))
            return false;
    return true;
}

static const char *explain_octets(rg_text text, rg_arena *arena)
{
    unsigned octet = 1;
    char rooms[2][RG_DECIMAL_SIZE];
    for (size_t i = 0; i < text.size; octet++) {
        unsigned value = 0;
        size_t first = i;
        while (i < text.size && rg_is_digit(text.bytes[i]) && value < 10000)
            value = value * 10 + (unsigned)(text.bytes[i++] - '0');
        if (i == first || (i < text.size && text.bytes[i] != '.'))
            return NULL;
        if (value > 255)
            return rg_arena_join(arena, "octet ", rg_decimal(octet, rooms[0]), " is ", rg_decimal(value, rooms[1]),
                                 ", the maximum is 255", NULL);
        if (i - first > 1 && text.bytes[first] == '0')
            return rg_arena_printf(arena, "octet %u begins with a zero: write %u", octet, value);
        i++;
    }
    return octet < 5 ? rg_arena_printf(arena, "an IPv4 address has 4 octets, this one has %u", octet - 1)
                     : rg_arena_printf(arena, "an IPv4 address has 4 octets, this one has more");
}

static const char *explain_ip(rg_text text, rg_arena *arena)
{
    const char *slash = memchr(text.bytes, '/', text.size), *colon = memchr(text.bytes, ':', text.size);
    rg_text before = {text.bytes, (size_t)((slash ? slash : colon ? colon : text.bytes) - text.bytes)};
    if (slash && fits_ip(before))
        return rg_arena_printf(arena, "remove the prefix length `%.*s`", (int)(text.size - before.size), slash);
    if (colon && fits_ipv4(before))
        return rg_arena_printf(arena, "remove the port `%.*s`", (int)(text.size - before.size), colon);
    if (colon)
        return NULL;
    if (memchr(text.bytes, ';', text.size) || memchr(text.bytes, ' ', text.size))
        return "separate several addresses by commas, inside quotes: \"10.0.0.1, 10.0.0.2\"";
    return explain_octets(text, arena);
}

static const char *explain_mac(rg_text text, rg_arena *arena)
{
    char pairs[] = "00:00:00:00:00:00";
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool digit = rg_is_hex(text.bytes[i]);
        if (digit ? count == 12 : !strchr(".:- ", text.bytes[i]))
            return "write six pairs of hex digits: 00:1B:44:11:3A:B7 or 00-1B-44-11-3A-B7";
        if (digit)
            pairs[count / 2 * 3 + count % 2] = text.bytes[i];
        count += digit;
    }
    if (count != 12)
        return rg_arena_printf(arena, "a MAC address has 12 hex digits, this one has %zu", count);
    return rg_arena_join(arena, "write it as ", pairs, NULL);
}

static const char *explain_hostname(rg_text text, rg_arena *arena)
{
    for (size_t i = 0, cells; i < text.size; i += rg_utf8_next((rg_text){text.bytes + i, text.size - i}, &cells)) {
        char c = text.bytes[i];
        rg_text rest = {text.bytes + i, text.size - i};
        if (c == ' ')
            return "there is no blank in a host name";
        if (!is_alnum(c) && c != '-' && c != '_' && c != '.')
            return rg_arena_printf(arena, "`%.*s` cannot stand in a host name", (int)rg_utf8_next(rest, &cells),
                                   rest.bytes);
    }
    return "a host name is made of parts of 1 to 63 letters, digits and hyphens, with dots between them";
}

static const char *explain_uuid(rg_text text, rg_arena *arena)
{
    (void)text;
    (void)arena;
    return "a UUID has 8-4-4-4-12 hex digits: 3f2504e0-4f89-11d3-9a0c-0305e82c3301";
}

#define OCTET "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#define IPV4 "(?:" OCTET "\\.){3}" OCTET
#define HEX "[0-9A-Fa-f]"
#define UUID HEX "{8}(?:-" HEX "{4}){3}-" HEX "{12}"
#define MAC HEX "{2}(?::" HEX "{2}){5}|" HEX "{2}(?:-" HEX "{2}){5}"
/* Labels of any size: a text of up to MOST_LABEL bytes has none that is too long. */
#define LABEL "[0-9A-Za-z_]+(?:-+[0-9A-Za-z_]+)*"
#define HOSTNAME LABEL "(?:\\." LABEL ")*"

static const struct {
    bool (*fits)(rg_text text);
    const char *(*explain)(rg_text text, rg_arena *arena);
    const char *pattern; /* of nothing but texts that fit */
    size_t most;         /* bytes of a text for which that is true */
} formats[] = {
    [RG_FORMAT_NONE] = {any, NULL, NULL, 0},
    [RG_FORMAT_EMAIL] = {fits_email, NULL, NULL, 0},
    [RG_FORMAT_URI] = {fits_uri, NULL, NULL, 0},
    [RG_FORMAT_UUID] = {fits_uuid, explain_uuid, UUID, SIZE_MAX},
    [RG_FORMAT_IPV4] = {fits_ipv4, explain_ip, IPV4, SIZE_MAX},
    [RG_FORMAT_IPV6] = {fits_ipv6, NULL, NULL, 0},
    [RG_FORMAT_IP] = {fits_ip, explain_ip, IPV4, SIZE_MAX},
    [RG_FORMAT_HOSTNAME] = {fits_hostname, explain_hostname, HOSTNAME, MOST_LABEL},
    [RG_FORMAT_MAC] = {fits_mac, explain_mac, MAC, SIZE_MAX},
};

bool rg_format_fits(rg_string_format format, rg_text text)
{
    return formats[format].fits(text);
}

const char *rg_format_hint(rg_string_format format, rg_text text, rg_arena *arena)
{
    return formats[format].explain && text.size ? formats[format].explain(text, arena) : NULL;
}

const char *rg_format_pattern(rg_string_format format, size_t *most)
{
    *most = formats[format].most;
    return formats[format].pattern;
}
