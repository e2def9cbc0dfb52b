/* window.h - the part of the input that is in memory, cut into physical lines. */
#ifndef RG_WINDOW_H
#define RG_WINDOW_H

#include "rowgate.h"

/* Bytes from `start` on are kept; lines are taken at `cursor`; both move to and fro as the reader likes.
 * All three positions are offsets from the first byte of the input. */
typedef struct rg_window {
    rg_input *input; /* NULL: there are no more bytes than these, which are somebody else's */
    size_t read_size;
    char *bytes;
    size_t size;
    size_t capacity;
    uint64_t base;   /* the input's offset of bytes[0] */
    uint64_t start;  /* the first byte that must stay */
    uint64_t cursor; /* the next byte to take */
    bool at_end;     /* the input has no more bytes than these */
    bool (*cancelled)(void *context);
    void *context;
} rg_window;

/* `input` is borrowed; NULL: see rg_window_show. */
void rg_window_open(rg_window *window, rg_input *input, const rg_check_options *options);
void rg_window_close(rg_window *window);

/* Without an input: these are the bytes now, and the first is at `base`. `at_end`: nothing follows them. */
void rg_window_show(rg_window *window, rg_text text, uint64_t base, bool at_end);
/* Take bytes as they come, without regard to lines: up to `capacity` of them; 0 is the end. */
rg_status rg_window_take(rg_window *window, char *bytes, size_t capacity, size_t *size, rg_error *error);
/* The bytes from the cursor on, as far as they are in memory. */
rg_text rg_window_rest(const rg_window *window);

/* The physical line at the cursor, with its end (LF, CR LF, or a CR alone), and move the cursor behind
 * it. A line of more than `limit` bytes is cut there (`*cut`). RG_DONE at the end of the input, or of the bytes that
 * are shown. The text is valid until the next call. */
rg_status rg_window_line(rg_window *window, size_t limit, rg_text *line, bool *cut, rg_error *error);
/* The kept bytes from offset `from` up to the cursor. */
rg_text rg_window_text(const rg_window *window, uint64_t from);

#endif
