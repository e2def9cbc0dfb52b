/* spelling.c - names that people would call the same, and those that were probably meant. */
#include "spelling.h"

#include "scan.h"
#include "text.h"
#include "typography.h"
#include "utf8.h"

static void add_visible(rg_buffer *out, rg_text name)
{
    for (size_t i = 0; i < name.size;) {
        uint32_t character;
        size_t size = rg_utf8_read((rg_text){name.bytes + i, name.size - i}, &character), step = size ? size : 1;
        if (!size || !(rg_is_invisible(character) || rg_is_blank(name.bytes[i])))
            rg_buffer_add(out, name.bytes + i, step);
        i += step;
    }
}

static void add_folded_ascii(rg_buffer *out, rg_text name)
{
    char *end = rg_buffer_extend(out, name.size);
    if (!end)
        return;
    for (size_t i = 0; i < name.size; i++)
        if (!rg_is_blank(name.bytes[i]))
            *end++ = (char)rg_lower(name.bytes[i]);
    *end = '\0';
    out->size = (size_t)(end - out->bytes);
}

void rg_fold_name(rg_buffer *out, rg_text name)
{
    rg_buffer folded = {0};
    if (rg_is_ascii(name)) {
        add_folded_ascii(out, name);
        return;
    }
    bool is_folded = rg_utf8_fold_case(&folded, name); /* not UTF-8: as it stands */
    add_visible(out, is_folded ? rg_buffer_text(&folded) : name);
    out->failed |= folded.failed;
    rg_buffer_free(&folded);
}

#define LONGEST_NAME 128

size_t rg_spelling_distance(rg_text a, rg_text b, size_t limit)
{
    size_t rows[3][LONGEST_NAME + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    size_t difference = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (difference > limit || a.size > LONGEST_NAME || b.size > LONGEST_NAME)
        return limit + 1;
    for (size_t j = 0; j <= b.size; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t best = last[j - 1] + (a.bytes[i - 1] != b.bytes[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] && a.bytes[i - 2] == b.bytes[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b.size] > limit ? limit + 1 : last[b.size];
}

const char *rg_nearest_name(rg_text name, const char *const *candidates, size_t count, bool *failed)
{
    rg_buffer mine = {0}, theirs = {0};
    const char *nearest = NULL;
    rg_fold_name(&mine, name);
    /* A third of the letters may differ: more is another word. */
    size_t limit = mine.size / 3;
    for (size_t i = 0; i < count; i++) {
        rg_buffer_clear(&theirs);
        rg_fold_name(&theirs, rg_text_of(candidates[i]));
        size_t distance = rg_spelling_distance(rg_buffer_text(&mine), rg_buffer_text(&theirs), limit);
        if (distance > limit)
            continue;
        nearest = candidates[i];
        if (distance == 0)
            break;
        limit = distance - 1;
    }
    *failed |= mine.failed || theirs.failed;
    rg_buffer_free(&mine);
    rg_buffer_free(&theirs);
    return nearest;
}
