/* refusing.h - refuse each request for memory on a way through the library. */
#ifndef REFUSING_H
#define REFUSING_H

#include "memory.h"
#include "text.h"
#include "unit.h"

/* One way through the library. What it writes goes to `said`. */
typedef rg_status run_function(const void *context, FILE *said, rg_error *error);

static inline char *hear(run_function *run, const void *context, size_t *size, rg_status *status, rg_error *error)
{
    char *text = NULL;
    FILE *said = open_memstream(&text, size);
    assert_non_null(said);
    *status = run(context, said, error);
    assert_int_equal(fclose(said), 0);
    return text;
}

static inline void fail_by(size_t (*refuse)(size_t), run_function *run, const void *context, rg_text wanted,
                           size_t least)
{
    size_t n = 1;
    for (bool is_through = false; !is_through; n++) {
        rg_error error = {0};
        rg_status status;
        size_t size;
        refuse(n);
        char *text = hear(run, context, &size, &status, &error);
        is_through = rg_memory_fail_at(0) < n;
        if (status != RG_OK && (status != RG_NO_MEMORY || error.status != RG_NO_MEMORY))
            fail_msg("request %zu: status %d: %s", n, (int)status, error.message);
        if (status == RG_OK && !rg_text_equal((rg_text){text, size}, wanted))
            fail_msg("request %zu was refused, nobody has said so, and the result is another one", n);
        free(text);
        assert_in_range(n, 1, 100000);
    }
    assert_true(n > least); /* it was worth the while */
}

/* Each request for memory is refused in turn, alone and with all that follow: that must be told, or change nothing
 * about what is written. There must be more than `least`. */
static inline void fail_each(run_function *run, const void *context, size_t least)
{
    rg_error error = {0};
    rg_status status;
    size_t size;
    char *wanted = hear(run, context, &size, &status, &error);
    assert_int_equal(status, RG_OK);
    assert_true(size > 0);
    fail_by(rg_memory_fail_at, run, context, (rg_text){wanted, size}, least);
    fail_by(rg_memory_fail_only, run, context, (rg_text){wanted, size}, least);
    free(wanted);
}

#endif
