/* worth.h - things that are made when they have been wanted often enough to be worth it, by one of the threads that
 * want them, while the others go on without. */
#ifndef RG_WORTH_H
#define RG_WORTH_H

#include <stdatomic.h>
#include <stdbool.h>

/* It is wanted so many times more. True for one caller, who is to make it: with this it was wanted `enough` times. */
static inline bool rg_is_worth_it(atomic_uint *wanted, unsigned more, unsigned enough)
{
    if (atomic_load_explicit(wanted, memory_order_relaxed) >= enough)
        return false;
    unsigned before = atomic_fetch_add_explicit(wanted, more, memory_order_relaxed);
    return before < enough && before + more >= enough;
}

#endif
