/* window.c - the part of the input that is in memory, cut into physical lines. */
#include "window.h"

#include <string.h>

#include "error.h"
#include "input.h"
#include "memory.h"

#define DEFAULT_READ_SIZE (256 * 1024)

void rg_window_open(rg_window *window, rg_input *input, const rg_check_options *options)
{
    *window = (rg_window){
        .input = input,
        .read_size = options && options->read_size ? options->read_size : DEFAULT_READ_SIZE,
        .cancelled = options ? options->cancelled : NULL,
        .context = options ? options->context : NULL,
    };
}

void rg_window_close(rg_window *window)
{
    if (window->input)
        rg_free(window->bytes);
    *window = (rg_window){0};
}

void rg_window_show(rg_window *window, rg_text text, uint64_t base, bool at_end)
{
    window->bytes = (char *)(uintptr_t)text.bytes; /* never written to: that happens when an input is read */
    window->size = text.size;
    window->base = window->start = window->cursor = base;
    window->at_end = at_end;
}

/* Drop what lies before `start`, and make room for one read. */
static bool make_room(rg_window *window)
{
    size_t dropped = (size_t)(window->start - window->base);
    if (dropped) {
        window->size -= dropped;
        memmove(window->bytes, window->bytes + dropped, window->size);
        window->base = window->start;
    }
    size_t needed = window->size + window->read_size;
    if (needed <= window->capacity)
        return true;
    size_t capacity = needed + window->size; /* doubling what is kept keeps the copying linear */
    char *bytes = rg_resize(window->bytes, capacity);
    if (!bytes)
        return false;
    window->bytes = bytes;
    window->capacity = capacity;
    return true;
}

static rg_status read_input(rg_window *window, char *bytes, size_t capacity, size_t *size, rg_error *error)
{
    if (window->cancelled && window->cancelled(window->context))
        return rg_fail(error, RG_CANCELLED, "interrupted");
    rg_status status = rg_input_read(window->input, bytes, capacity, size, error);
    if (status == RG_OK)
        window->at_end = *size == 0;
    return status;
}

static rg_status refill(rg_window *window, rg_error *error)
{
    size_t got;
    if (!make_room(window))
        return rg_fail_memory(error);
    rg_status status = read_input(window, window->bytes + window->size, window->read_size, &got, error);
    if (status == RG_OK)
        window->size += got;
    return status;
}

rg_text rg_window_rest(const rg_window *window)
{
    size_t at = (size_t)(window->cursor - window->base);
    return (rg_text){window->bytes ? window->bytes + at : "", window->size - at};
}

rg_status rg_window_take(rg_window *window, char *bytes, size_t capacity, size_t *size, rg_error *error)
{
    rg_text rest = rg_window_rest(window);
    if (rest.size) {
        *size = rest.size < capacity ? rest.size : capacity;
        memcpy(bytes, rest.bytes, *size);
        window->cursor += *size;
        return RG_OK;
    }
    *size = 0;
    return window->at_end ? RG_OK : read_input(window, bytes, capacity, size, error);
}

/* The size of the line in `text` with its end, or 0 when the end is not in sight. A CR that is the last
 * byte is an end only when nothing can follow it. */
static size_t find_line_end(rg_text text, bool at_end)
{
    const char *lf = memchr(text.bytes, '\n', text.size);
    size_t before = lf ? (size_t)(lf - text.bytes) : text.size;
    const char *cr = memchr(text.bytes, '\r', before);
    if (!cr)
        return lf ? before + 1 : 0;
    size_t after = (size_t)(cr - text.bytes) + 1;
    if (after < text.size)
        return after + (text.bytes[after] == '\n');
    return at_end ? after : 0;
}

/* How much of a line to give when it, or what is known of it, is longer than `limit`. CR LF stays together. */
static size_t cut_size(rg_text rest, size_t found, size_t limit, bool *cut)
{
    size_t size = limit ? limit : 1;
    if (found == size + 1 && rest.bytes[size - 1] == '\r')
        return found;
    *cut = true;
    /* A character is not cut, either: it may have to be told in another encoding. */
    size_t whole = size;
    while (whole > 1 && size - whole < 3 && ((unsigned char)rest.bytes[whole] & 0xC0) == 0x80)
        whole--;
    size = ((unsigned char)rest.bytes[whole] & 0xC0) == 0x80 ? size : whole;
    return size > 1 && rest.bytes[size - 1] == '\r' ? size - 1 : size;
}

rg_status rg_window_line(rg_window *window, size_t limit, rg_text *line, bool *cut, rg_error *error)
{
    size_t searched = 0; /* of the line, in vain: not searched again after a refill */
    *cut = false;
    for (;;) {
        rg_text rest = rg_window_rest(window);
        rg_text news = {rest.bytes + searched, rest.size - searched};
        size_t found = news.size ? find_line_end(news, window->at_end) : 0;
        size_t size = found ? searched + found : window->at_end ? rest.size : 0;
        if ((size ? size : rest.size) > limit)
            size = cut_size(rest, size, limit, cut);
        if (size) {
            *line = (rg_text){rest.bytes, size};
            window->cursor += size;
            return RG_OK;
        }
        if (window->at_end || !window->input)
            return RG_DONE;
        /* A CR at the very end is looked at again with what follows. */
        searched = rest.size && rest.bytes[rest.size - 1] == '\r' ? rest.size - 1 : rest.size;
        rg_status status = refill(window, error);
        if (status != RG_OK)
            return status;
    }
}

rg_text rg_window_text(const rg_window *window, uint64_t from)
{
    return (rg_text){window->bytes + (from - window->base), (size_t)(window->cursor - from)};
}
