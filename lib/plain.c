/* plain.c - cut a record that needs no parser: nearly all records of real files, at many times the speed. */
#include "plain.h"

#include <string.h>

#include "marks.h"
#include "text.h"

/* The marks of the last block, which is not whole. */
static uint64_t last_marks(rg_marks_function *find_marks, char delimiter, const char *bytes, size_t size)
{
    char block[RG_MARKS_BLOCK] = {0};
    memcpy(block, bytes, size);
    return find_marks(block, delimiter) & ((UINT64_C(1) << size) - 1);
}

/* The size of the line whose end begins at `at`; 0: it is not in sight whether it is CR or CR LF. */
static size_t line_size(rg_text text, bool is_all, size_t at)
{
    if (at == text.size || text.bytes[at] == '\n')
        return at == text.size ? at : at + 1;
    if (at + 1 == text.size)
        return is_all ? at + 1 : 0;
    return at + 1 + (text.bytes[at + 1] == '\n');
}

/* A line while it is cut. */
typedef struct line {
    rg_text text;
    rg_field *next, *end;
    size_t start; /* of the field at hand */
    size_t close; /* the place of its closing quote; 0: not seen */
    bool quoted;
} line;

/* Blanks, and a few other bytes that are as rare. */
static inline bool may_be_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* The field at hand, which is not in quotes, ends before `at`. False: it is not plain. */
static inline bool end_unquoted(line *l, size_t at)
{
    rg_text raw = {l->text.bytes + l->start, at - l->start};
    if (l->next == l->end)
        return false;
    if (raw.size && (may_be_blank(raw.bytes[0]) || may_be_blank(raw.bytes[raw.size - 1])) &&
        (rg_is_blank(raw.bytes[0]) || rg_is_blank(raw.bytes[raw.size - 1])))
        return false;
    *l->next++ = (rg_field){raw, raw, false};
    l->start = at + 1;
    return true;
}

/* The same for one in quotes: the closing one must be the last byte. */
static inline bool end_quoted(line *l, size_t at)
{
    rg_text raw = {l->text.bytes + l->start, at - l->start};
    if (l->next == l->end || !l->close || l->close + 1 != at)
        return false;
    *l->next++ = (rg_field){{raw.bytes + 1, raw.size - 2}, raw, true};
    l->start = at + 1;
    l->close = 0;
    l->quoted = false;
    return true;
}

static inline bool end_field(line *l, size_t at)
{
    return l->quoted ? end_quoted(l, at) : end_unquoted(l, at);
}

/* A quote opens a field, or closes it. False: the field is not plain. */
static inline bool take_quote(line *l, size_t at)
{
    if (l->quoted ? l->close != 0 : at != l->start)
        return false;
    l->close = l->quoted ? at : 0;
    l->quoted = true;
    return true;
}

/* What a mark means that is not a delimiter between unquoted fields. False: the line is not plain. */
static inline bool take_mark(line *l, size_t at, char c, bool *is_end)
{
    if (c == '"')
        return take_quote(l, at);
    *is_end = c == '\n' || c == '\r';
    if (l->quoted && !l->close)
        return !*is_end; /* a delimiter is text there */
    return end_field(l, at);
}

static inline __attribute__((always_inline)) size_t cut(rg_marks_function *find_marks, rg_text text, char delimiter,
                                                        bool is_all, rg_field *fields, size_t capacity, size_t *size)
{
    line l = {.text = text, .next = fields, .end = fields + capacity};
    for (size_t block = 0; block < text.size; block += RG_MARKS_BLOCK) {
        size_t left = text.size - block;
        uint64_t marks = left < RG_MARKS_BLOCK ? last_marks(find_marks, delimiter, text.bytes + block, left)
                                               : find_marks(text.bytes + block, delimiter);
        for (; marks; marks &= marks - 1) {
            size_t at = block + (size_t)__builtin_ctzll(marks);
            char c = text.bytes[at];
            bool is_end = false;
            if (c == delimiter && !l.quoted ? !end_unquoted(&l, at) : !take_mark(&l, at, c, &is_end))
                return 0;
            if (!is_end)
                continue;
            *size = line_size(text, is_all, at);
            return *size && at ? (size_t)(l.next - fields) : 0;
        }
    }
    *size = text.size;
    return is_all && text.size && end_field(&l, text.size) ? (size_t)(l.next - fields) : 0;
}

/* The same for each way to find marks, which becomes a part of it. */

size_t rg_plain_cut_portable(rg_text text, char delimiter, bool is_all, rg_field *fields, size_t capacity, size_t *size)
{
    return cut(rg_marks_portable, text, delimiter, is_all, fields, capacity, size);
}

#ifdef RG_HAS_AVX2
__attribute__((target("avx2,bmi"))) static size_t cut_avx2(rg_text text, char delimiter, bool is_all, rg_field *fields,
                                                           size_t capacity, size_t *size)
{
    return cut(rg_marks_avx2, text, delimiter, is_all, fields, capacity, size);
}
#endif

#ifdef RG_HAS_NEON
static size_t cut_neon(rg_text text, char delimiter, bool is_all, rg_field *fields, size_t capacity, size_t *size)
{
    return cut(rg_marks_neon, text, delimiter, is_all, fields, capacity, size);
}
#endif

rg_plain_function *rg_plain_choose(void)
{
#ifdef RG_HAS_AVX2
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return cut_avx2;
#elif defined(RG_HAS_NEON)
    return cut_neon;
#endif
    return rg_plain_cut_portable;
}
