/* regular.h - which patterns are regular expressions: those an automaton can decide. */
#ifndef RG_REGULAR_H
#define RG_REGULAR_H

#include <stdatomic.h>

#include "automaton.h"

/* What a part of a pattern that stands for one character, such as `[a-f]`, `\d` or `.`, means: members[c] is set to 1
 * for the ASCII characters that it matches, 0 for others. False: nobody knows. */
typedef bool rg_set_function(rg_text part, bool ignores_case, unsigned char members[128]);

/* Longer texts than this no automaton is asked about. */
#define RG_REGULAR_MOST 120

/* An expression for which an automaton is made once that is worth it. */
typedef struct rg_regular {
    rg_text source; /* a pattern that PCRE2 compiles, for the whole of a text; borrowed */
    size_t most;    /* bytes of a text for which it holds */
    rg_set_function *set_of;
    atomic_uint looks;
    _Atomic(rg_automaton *) automaton;
} rg_regular;

/* Which of the texts certainly match? False: nobody knows yet, or ever: the pattern has something in it that is not
 * regular, or would need large tables, or memory is out. Threads may ask at once. */
bool rg_regular_match(rg_regular *regular, const rg_text *texts, size_t count, bool *matches);
/* Does the text certainly match? An automaton is made for that alone if there is none yet: whoever must know whatever
 * others have asked before. */
bool rg_regular_accepts(rg_regular *regular, rg_text text);
void rg_regular_close(rg_regular *regular);

/* The automaton of a pattern, for texts of ASCII with at most RG_REGULAR_MOST bytes; or NULL. Long patterns have none.
 */
rg_automaton *rg_regular_make(rg_text source, rg_set_function *set_of);

#endif
