/* excerpt.c - a line of text with carets under a part of it, for errors and reports. */
#include "excerpt.h"

#include "show.h"

#define ELLIPSIS "…"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The terminal cells that a text takes when it is shown. */
static size_t cells_of(rg_buffer *scratch, rg_text text)
{
    size_t sum = 0, cells;
    for (size_t i = 0; i < text.size; sum += cells) {
        rg_buffer_clear(scratch);
        i += rg_show_character(scratch, (rg_text){text.bytes + i, text.size - i}, &cells);
    }
    return sum;
}

/* How many cells at the front of the line must go, so that the part is seen with something on both sides. */
static size_t cells_to_skip(rg_buffer *scratch, rg_text line, size_t start, size_t size, size_t room)
{
    size_t before = cells_of(scratch, (rg_text){line.bytes, start});
    size_t part = cells_of(scratch, (rg_text){line.bytes + start, size});
    size_t after = cells_of(scratch, (rg_text){line.bytes + start + size, line.size - start - size});
    if (before + part + after <= room)
        return 0;
    size_t shown = least(part, room * 2 / 3);
    size_t right = least(after, (room - shown) / 2);
    size_t left = room - shown - right;
    return before > left ? before - left : 0;
}

static void add_repeated(rg_buffer *out, const char *text, size_t times)
{
    while (times--)
        rg_buffer_add_string(out, text);
}

void rg_excerpt(rg_buffer *shown, rg_buffer *carets, rg_text line, size_t start, size_t size, size_t room)
{
    rg_buffer piece = {0};
    start = least(start, line.size);
    size = least(size, line.size - start);
    size_t skip = cells_to_skip(&piece, line, start, size, room);
    size_t passed = 0, used = 0, marked = 0, cells, step;
    if (skip) {
        skip++; /* the ellipsis takes the place of a cell */
        rg_buffer_add_string(shown, ELLIPSIS);
        used = 1;
    }
    size_t indent = used;
    for (size_t i = 0; i < line.size; i += step, passed += cells) {
        rg_buffer_clear(&piece);
        step = rg_show_character(&piece, (rg_text){line.bytes + i, line.size - i}, &cells);
        if (passed < skip)
            continue;
        if (used + cells > room - (i + step < line.size)) {
            rg_buffer_add_string(shown, ELLIPSIS);
            break;
        }
        rg_buffer_add(shown, piece.bytes, piece.size);
        used += cells;
        indent += i < start ? cells : 0;
        marked += i >= start && i < start + size ? cells : 0;
    }
    add_repeated(carets, " ", indent);
    add_repeated(carets, "^", marked ? marked : 1);
    shown->failed |= piece.failed;
    rg_buffer_free(&piece);
}
