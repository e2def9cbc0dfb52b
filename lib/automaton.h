/* automaton.h - regular expressions as tables: a text is looked at once, byte by byte. */
#ifndef RG_AUTOMATON_H
#define RG_AUTOMATON_H

#include "rowgate.h"

/* ---------------------------------------------------------------- to make one
 *
 * An expression is put together from terms. A term is a number; equal ones are the same. */

typedef struct rg_terms rg_terms;
typedef uint16_t rg_term;

#define RG_TERM_NONE 0  /* nothing matches */
#define RG_TERM_EMPTY 1 /* the empty text */
#define RG_TERM_ALL 2   /* any text */
#define RG_NO_END UINT16_MAX

/* NULL: memory is out. */
rg_terms *rg_terms_open(void);
void rg_terms_close(rg_terms *terms);
/* What cannot be had (there are too many) makes all of it fail. Returns RG_TERM_NONE. */
rg_term rg_term_fail(rg_terms *terms);
bool rg_terms_failed(const rg_terms *terms);

/* One of the ASCII characters c of which members[c] is 1; the others are 0. */
rg_term rg_term_set(rg_terms *terms, const unsigned char members[128]);
rg_term rg_term_sequence(rg_terms *terms, rg_term first, rg_term then);
rg_term rg_term_either(rg_terms *terms, rg_term a, rg_term b);
rg_term rg_term_both(rg_terms *terms, rg_term a, rg_term b);
rg_term rg_term_not(rg_terms *terms, rg_term a);
/* `most` may be RG_NO_END. */
rg_term rg_term_repeat(rg_terms *terms, rg_term a, uint16_t least, uint16_t most);
bool rg_term_is_set(const rg_terms *terms, rg_term a);

/* ---------------------------------------------------------------- to use it */

typedef struct rg_automaton rg_automaton;

/* NULL: something has failed, or too many states would be needed. The terms are still the caller's to close. */
rg_automaton *rg_automaton_make(rg_terms *terms, rg_term whole);
void rg_automaton_free(rg_automaton *automaton);

/* matches[i]: is texts[i] one that the whole term matches? A text that is not ASCII, or longer than `most_bytes`, is
 * none. */
void rg_automaton_match(const rg_automaton *automaton, const rg_text *texts, size_t count, size_t most_bytes,
                        bool *matches);

#endif
