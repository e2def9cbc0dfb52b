/* plain.c - cut a record that needs no parser: nearly all records of real files, at many times the speed. */
#include "plain.h"

#include <string.h>

#include "marks.h"

/* The marks of the last block, which is not whole. Where nothing follows, the text ends a line. */
static rg_marks last_marks(rg_marks_function *find_marks, char delimiter, rg_text rest, bool is_all)
{
    char block[RG_MARKS_BLOCK] = {0};
    memcpy(block, rest.bytes, rest.size);
    rg_marks marks = find_marks(block, delimiter);
    marks.ends |= (uint64_t)is_all << rest.size;
    return marks;
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

/* What is known of the byte before a block; each is 0 or 1, but for `in_quotes`. */
typedef struct byte_before {
    uint64_t is_edge; /* no part of a field */
    uint64_t is_blank, is_close;
    uint64_t in_quotes; /* all bits, or none */
} byte_before;

/* Bit i: is the number of bits up to and with this one odd? */
static inline uint64_t odd_so_far(uint64_t bits)
{
    for (unsigned by = 1; by < RG_MARKS_BLOCK; by *= 2)
        bits ^= bits << by;
    return bits;
}

/* Is all of the block plain, up to where the line ends? A quote must open behind an edge and close before one, blanks
 * and edges must not meet, and no line ends within quotes. Of the marks, those within quotes are removed. */
static inline bool is_plain(byte_before *before, rg_marks *marks)
{
    uint64_t inside = (marks->quotes ? odd_so_far(marks->quotes) : 0) ^ before->in_quotes;
    uint64_t open = marks->quotes & inside, close = marks->quotes & ~inside, quoted_ends = marks->ends & inside;
    marks->delimiters &= ~inside;
    marks->ends &= ~inside;
    uint64_t blanks = marks->blanks & ~inside, edges = marks->delimiters | marks->ends;
    uint64_t behind_edge = edges << 1 | before->is_edge;
    uint64_t wrong = (open & ~behind_edge) | ((close << 1 | before->is_close) & ~edges) | (blanks & behind_edge) |
                     ((blanks << 1 | before->is_blank) & edges) | quoted_ends;
    before->is_edge = edges >> (RG_MARKS_BLOCK - 1);
    before->is_blank = blanks >> (RG_MARKS_BLOCK - 1);
    before->is_close = close >> (RG_MARKS_BLOCK - 1);
    before->in_quotes = UINT64_C(0) - (inside >> (RG_MARKS_BLOCK - 1));
    return !(wrong & (marks->ends ^ (marks->ends - 1)));
}

/* Few fields are in quotes. */
static inline void put_field(rg_field *field, const char *bytes, size_t size, bool is_quoted)
{
    rg_text raw = {bytes, size};
    *field =
        __builtin_expect(is_quoted, 0) ? (rg_field){{bytes + 1, size - 2}, raw, true} : (rg_field){raw, raw, false};
}

static inline __attribute__((always_inline)) size_t cut(rg_marks_function *find_marks, rg_text text, char delimiter,
                                                        bool is_all, rg_field *fields, size_t capacity, size_t *size)
{
    byte_before before = {.is_edge = 1};
    size_t start = 0, count = 0;
    for (size_t block = 0;; block += RG_MARKS_BLOCK) {
        rg_text rest = {text.bytes + block, text.size - block};
        bool is_last = rest.size < RG_MARKS_BLOCK;
        rg_marks marks = is_last ? last_marks(find_marks, delimiter, rest, is_all) : find_marks(rest.bytes, delimiter);
        if (!is_plain(&before, &marks))
            return 0;
        uint64_t edges = marks.delimiters & ((marks.ends & -marks.ends) - 1);
        for (; edges; edges &= edges - 1) {
            size_t at = block + (size_t)__builtin_ctzll(edges);
            if (count == capacity)
                return 0;
            put_field(&fields[count++], text.bytes + start, at - start, text.bytes[start] == '"');
            start = at + 1;
        }
        if (marks.ends) {
            size_t at = block + (size_t)__builtin_ctzll(marks.ends);
            if (!at || count == capacity)
                return 0;
            put_field(&fields[count++], text.bytes + start, at - start, start < at && text.bytes[start] == '"');
            *size = line_size(text, is_all, at);
            return *size ? count : 0;
        }
        if (is_last)
            return 0;
    }
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
