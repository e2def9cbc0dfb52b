/* source.c - places in a template's text, as errors show them. */
#include "source.h"

#include <inttypes.h>
#include <stdio.h>

#include "excerpt.h"
#include "lines.h"
#include "show.h"
#include "utf8.h"

#define EXCERPT_ROOM 100 /* terminal cells; errors do not know the terminal */

/* The line with this number, without its end; empty beyond the last. */
static rg_text line_of(rg_text source, uint64_t number)
{
    size_t start = 0;
    while (--number && start < source.size)
        start = rg_line_end(source, start);
    rg_text line = {source.bytes + start, rg_line_end(source, start) - start};
    line.size = rg_line_content(line);
    return line;
}

/* The offset behind the first so many characters. */
static size_t offset_of(rg_text text, uint64_t characters)
{
    size_t offset = 0, cells;
    while (characters-- && offset < text.size)
        offset += rg_utf8_next((rg_text){text.bytes + offset, text.size - offset}, &cells);
    return offset;
}

void rg_source_excerpt(rg_text line, uint64_t number, uint64_t column, uint64_t width, rg_error *error)
{
    rg_buffer shown = {0}, carets = {0};
    size_t start = offset_of(line, column ? column - 1 : 0);
    size_t size = offset_of((rg_text){line.bytes + start, line.size - start}, width);
    rg_excerpt(&shown, &carets, line, start, size, EXCERPT_ROOM);
    snprintf(error->excerpt, sizeof error->excerpt, "%5" PRIu64 " | %s\n      | %s", number,
             rg_buffer_text(&shown).bytes, rg_buffer_text(&carets).bytes);
    rg_make_showable(error->excerpt, true);
    rg_buffer_free(&shown);
    rg_buffer_free(&carets);
}

void rg_source_place(rg_text source, uint64_t line, uint64_t column, uint64_t width, rg_error *error)
{
    if (!error)
        return;
    error->line = line;
    error->column = column;
    rg_source_excerpt(line_of(source, line), line, column, width, error);
}
