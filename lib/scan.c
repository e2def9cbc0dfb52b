/* scan.c - what kinds of bytes are in a text: quickly, because all bytes of a file are looked at. */
#include "scan.h"

#include <string.h>

bool rg_is_control(char c)
{
    unsigned char byte = (unsigned char)c;
    return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
}

bool rg_is_ascii(rg_text text)
{
    uint64_t high = 0, word;
    size_t i = 0;
    for (; text.size - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text.bytes + i, sizeof word);
        high |= word;
    }
    for (; i < text.size; i++)
        high |= (unsigned char)text.bytes[i];
    return !(high & RG_EACH_BYTE(0x80));
}

/* No branches: the compiler makes vectors of these. */
static inline __attribute__((always_inline)) void scan(rg_text text, bool *has_high, bool *has_control)
{
    unsigned char high = 0, control = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        high |= c;
        control |= (c < 0x20) & (c != '\t') & (c != '\r') & (c != '\n');
        control |= c == 0x7F;
    }
    *has_high = high >= 0x80;
    *has_control = control;
}

/* Counts of one byte, for as long as they suffice. */
static inline __attribute__((always_inline)) size_t count(rg_text text, bool *is_quote_open)
{
    size_t lines = 0;
    unsigned char quotes = 0;
    for (size_t i = 0, end; i < text.size; i = end) {
        unsigned char few = 0;
        end = text.size - i < 224 ? text.size : i + 224;
        for (size_t k = i; k < end; k++) {
            few = (unsigned char)(few + (text.bytes[k] == '\n'));
            quotes = (unsigned char)(quotes ^ (text.bytes[k] == '"'));
        }
        lines += few;
    }
    *is_quote_open = quotes;
    return lines;
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(ROWGATE_PORTABLE)
#define WIDE 1
/* The same in wider vectors. */
__attribute__((target("avx2"))) static void wide_scan(rg_text text, bool *has_high, bool *has_control)
{
    scan(text, has_high, has_control);
}

__attribute__((target("avx2"))) static size_t wide_count(rg_text text, bool *is_quote_open)
{
    return count(text, is_quote_open);
}
#endif

void rg_scan_bytes(rg_text text, bool *has_high, bool *has_control)
{
#ifdef WIDE
    if (__builtin_cpu_supports("avx2")) {
        wide_scan(text, has_high, has_control);
        return;
    }
#endif
    scan(text, has_high, has_control);
}

size_t rg_scan_lines(rg_text text, bool *is_quote_open)
{
#ifdef WIDE
    if (__builtin_cpu_supports("avx2"))
        return wide_count(text, is_quote_open);
#endif
    return count(text, is_quote_open);
}
