/* resplit.c - the fields that were meant by a record whose own are too many, too few, or cannot be told apart. What is
 * offered is what the columns take; where they would take several, nothing is. */
#include <string.h>

#include "examine.h"
#include "lines.h"
#include "quoting.h"
#include "text.h"
#include "typography.h"
#include "utf8.h"

/* A record while it is split anew. */
typedef struct draft {
    const rg_examiner *x;
    rg_arena *arena;
    char delimiter;
    size_t expected;
    rg_text *raws; /* the fields as they will be written */
    size_t count;
} draft;

/* ---------------------------------------------------------------- too few */

/* Spreadsheets leave out what is empty at the end of a row. Whether a line end went astray in the middle of a record
 * shows in the line behind it: who applies the fix looks there. One value may be a line of text from anywhere, and a
 * record without a line end may be the place where the file was cut off. */
static bool fill_up(draft *d, const rg_row *row, bool *safe)
{
    *safe = row->field_count > 1 && rg_line_content(row->bytes) < row->bytes.size;
    for (; d->count < d->expected; d->count++) {
        bool is_there = d->count < row->field_count;
        rg_text value = is_there ? row->fields[d->count].value : (rg_text){"", 0};
        if (!rg_field_fits(d->x, d->count, value))
            return false;
        d->raws[d->count] = is_there ? row->fields[d->count].raw : value;
    }
    return true;
}

/* ---------------------------------------------------------------- too many */

/* The text from one field to another, with the delimiters between them. */
static rg_text join(const rg_row *row, size_t first, size_t last)
{
    const char *start = row->fields[first].raw.bytes, *end = row->fields[last].raw.bytes + row->fields[last].raw.size;
    return rg_text_trim((rg_text){start, (size_t)(end - start)});
}

/* How sure it is that the fields from one on are one: the delimiter stands between curly quotes; or before a blank, as
 * in lists and sentences; or everything fits then. */
typedef enum likelihood { IMPOSSIBLE, POSSIBLE, LIKELY, SURE } likelihood;

static likelihood judge_joint(const draft *d, const rg_row *row, size_t at, size_t extra)
{
    rg_text value;
    for (size_t i = at; i <= at + extra; i++)
        if (row->fields[i].quoted)
            return IMPOSSIBLE;
    value = join(row, at, at + extra);
    bool is_quoted = rg_in_curly_quotes(value, &value);
    if (!rg_field_fits(d->x, at, value))
        return IMPOSSIBLE;
    rg_text next = row->fields[at + 1].raw;
    return is_quoted ? SURE : next.size && rg_is_blank(next.bytes[0]) ? LIKELY : POSSIBLE;
}

/* How many of the fields behind each position, moved back by `extra`, do not fit; NULL when memory is out. */
static const size_t *count_misfits(const draft *d, const rg_row *row, size_t extra)
{
    size_t *misfits = rg_arena_alloc(d->arena, (d->expected + 1) * sizeof *misfits);
    for (size_t i = d->expected; misfits && i-- > 0;)
        misfits[i] = misfits[i + 1] + !rg_field_fits(d->x, i, row->fields[i + extra].value);
    return misfits;
}

/* Where the fields are that should be one. False: nowhere, or in several places. One value elsewhere may be wrong by
 * itself where there is a sign of the place. */
static bool find_joint(const draft *d, const rg_row *row, size_t extra, size_t *joint, bool *safe)
{
    const size_t *behind = count_misfits(d, row, extra);
    size_t before = 0, fewest = 0;
    likelihood best = IMPOSSIBLE;
    bool is_only = false;
    for (size_t i = 0; behind && before <= 1 && i < d->expected; i++) {
        size_t misfits = before + behind[i + 1];
        likelihood found = misfits <= 1 ? judge_joint(d, row, i, extra) : IMPOSSIBLE;
        if (found == POSSIBLE && misfits)
            found = IMPOSSIBLE;
        bool is_better = found > best || (found == best && misfits < fewest);
        is_only = is_better || (is_only && (found < best || misfits > fewest));
        if (is_better) {
            best = found;
            fewest = misfits;
            *joint = i;
        }
        before += !rg_field_fits(d->x, i, row->fields[i].value);
    }
    *safe = best == SURE && !fewest;
    return best != IMPOSSIBLE && is_only;
}

static rg_text quoted(const draft *d, rg_text value, rg_quotes quotes)
{
    rg_buffer out = {0};
    rg_add_field(&out, value, d->delimiter, quotes);
    rg_text text = {rg_arena_text(d->arena, rg_buffer_text(&out)), out.size};
    d->x->findings->failed |= out.failed;
    rg_buffer_free(&out);
    return text.bytes ? text : (rg_text){"", 0};
}

/* Delimiters without anything behind them, and all before is where it belongs. A field that begins with a blank, as
 * after a comma in a sentence, says that it may not be. */
static bool cut_off(draft *d, const rg_row *row, bool *safe)
{
    if (!rg_row_is_empty(row, d->expected))
        return false;
    for (size_t i = 0; i < d->expected; i++) {
        rg_text raw = row->fields[i].raw;
        if (!rg_field_fits(d->x, i, row->fields[i].value))
            return false;
        *safe &= !(i && raw.size && rg_is_blank(raw.bytes[0]));
        d->raws[i] = raw;
    }
    d->count = d->expected;
    return true;
}

static bool draw_together(draft *d, const rg_row *row, bool *safe)
{
    size_t extra = row->field_count - d->expected, joint = 0;
    rg_text value;
    if (cut_off(d, row, safe))
        return true;
    if (!find_joint(d, row, extra, &joint, safe))
        return false;
    for (; d->count < d->expected; d->count++)
        d->raws[d->count] = row->fields[d->count + (d->count > joint ? extra : 0)].raw;
    value = join(row, joint, joint + extra);
    rg_in_curly_quotes(value, &value);
    d->raws[joint] = quoted(d, value, RG_QUOTES_ALWAYS);
    return true;
}

/* ---------------------------------------------------------------- quotes */

/* Where the quote that opens `text` closes: before a delimiter or the end, and not doubled; or, when there is no such
 * place, doubled: "Linux "7"". 0: nowhere. */
static size_t find_closing(rg_text text, char delimiter)
{
    size_t doubled = 0;
    for (size_t i = 1; i < text.size; i++) {
        bool is_pair = i + 1 < text.size && text.bytes[i + 1] == '"';
        size_t behind = i + 1 + is_pair;
        if (text.bytes[i] != '"')
            continue;
        if (behind == text.size || text.bytes[behind] == delimiter) {
            if (!is_pair)
                return i;
            doubled = doubled ? doubled : i + 1;
        }
        i += is_pair;
    }
    return doubled;
}

/* The content of a field in quotes, in which quotes may be doubled or not. */
static rg_text undouble(const draft *d, rg_text text)
{
    rg_buffer out = {0};
    for (size_t i = 0; i < text.size; i++) {
        rg_buffer_add(&out, text.bytes + i, 1);
        i += text.bytes[i] == '"' && i + 1 < text.size && text.bytes[i + 1] == '"';
    }
    rg_text made = {rg_arena_text(d->arena, rg_buffer_text(&out)), out.size};
    d->x->findings->failed |= out.failed;
    rg_buffer_free(&out);
    return made.bytes ? made : (rg_text){"", 0};
}

/* The field at the start of `text`, with its quotes put right; its size in the text. */
static size_t cut_field(const draft *d, rg_text text, rg_text *value, rg_text *raw)
{
    bool opens = text.size && text.bytes[0] == '"';
    size_t closing = opens ? find_closing(text, d->delimiter) : 0;
    if (closing) {
        *value = undouble(d, (rg_text){text.bytes + 1, closing - 1});
        *raw = quoted(d, *value, RG_QUOTES_ALWAYS);
        return closing + 1;
    }
    const char *end = text.size ? memchr(text.bytes, d->delimiter, text.size) : NULL;
    size_t size = end ? (size_t)(end - text.bytes) : text.size;
    *value = (rg_text){text.bytes + opens, size - opens}; /* a quote that never closes is none */
    *raw = memchr(text.bytes, '"', size) ? quoted(d, *value, RG_QUOTES_NEEDED) : *value;
    return size;
}

/* Take quotes for what they were meant: those at both edges of a field quote it, others are part of it. */
static bool requote(draft *d, const rg_row *row)
{
    size_t at = row->mark_size, end = rg_line_content(row->bytes);
    for (;; at++) {
        rg_text value;
        if (d->count == d->expected)
            return false;
        at += cut_field(d, (rg_text){row->bytes.bytes + at, end - at}, &value, &d->raws[d->count]);
        if (!rg_field_fits(d->x, d->count, value))
            return false;
        d->count++;
        if (at == end)
            return d->count == d->expected;
    }
}

void rg_resplit(const rg_examiner *examiner, const rg_row *row, rg_finding *finding)
{
    const rg_layout *layout = examiner->layout;
    draft d = {.x = examiner,
               .arena = &examiner->findings->arena,
               .delimiter = layout->delimiter,
               .expected = layout->field_count};
    bool safe = true, found = false;
    d.raws = rg_arena_alloc(d.arena, d.expected * sizeof *d.raws);
    if (!d.raws || row->defect == RG_ROW_TOO_LONG || rg_utf8_valid_prefix(row->bytes) < row->bytes.size)
        return;
    if (row->defect != RG_SOUND) {
        safe = false;
        found = requote(&d, row);
    } else if (row->field_total != row->field_count || layout->is_cut) {
        return; /* more than anybody can have meant */
    } else if (row->field_count < d.expected) {
        found = fill_up(&d, row, &safe);
    } else if (row->field_count > d.expected) {
        found = draw_together(&d, row, &safe);
    }
    if (found)
        rg_finding_fix_record(examiner->findings, finding, d.raws, d.count, d.delimiter, safe);
}
