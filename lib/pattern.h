/* pattern.h - PCRE2 patterns, always matched against the whole of a value. */
#ifndef RG_PATTERN_H
#define RG_PATTERN_H

#include "buffer.h"
#include "rowgate.h"

typedef struct rg_pattern rg_pattern;
typedef struct rg_matcher rg_matcher; /* scratch memory for matching: one a thread */

/* PCRE2's limits on one match; from the template's `limits`. */
typedef struct rg_pattern_limits {
    uint32_t match;    /* internal calls of match() */
    uint32_t depth;    /* nested backtracking */
    uint32_t heap_kib; /* memory for backtracking */
} rg_pattern_limits;

/* Compile (UTF, anchored at both ends). On failure error->message is PCRE2's, error->column is the
 * 1-based character in the pattern, error->excerpt the pattern with a caret under it. */
rg_status rg_pattern_compile(rg_pattern **pattern, rg_text source, rg_error *error);
rg_text rg_pattern_source(const rg_pattern *pattern);
void rg_pattern_free(rg_pattern *pattern);

rg_status rg_matcher_open(rg_matcher **matcher, rg_pattern_limits limits, rg_error *error);
void rg_matcher_close(rg_matcher *matcher);

/* Threads may match at once, each with a matcher of its own. `*matches` says whether all of `subject` (valid UTF-8)
 * matches. RG_LIMIT_REACHED: nobody knows. */
rg_status rg_pattern_match(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, bool *matches, rg_error *error);

/* Which ASCII characters a class, an escape or the like matches: see rg_set_function in regular.h. */
bool rg_pattern_set(rg_text part, bool ignores_case, unsigned char members[128]);

/* match[i]: does texts[i] certainly match? Sooner, for many texts, than one by one. No reasons are given. */
void rg_pattern_match_many(rg_pattern *pattern, rg_matcher *matcher, const rg_text *texts, size_t count, bool *match);

/* When all of `subject` matches, append what `replacement` makes of it: `$1`, `${name}` and the rest of PCRE2's
 * extended substitution; a group that took no part is empty. Otherwise `out` is left alone. */
rg_status rg_pattern_replace(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, rg_text replacement,
                             rg_buffer *out, bool *matches, rg_error *error);
/* Does `replacement` make sense for the pattern? The error is as that of rg_pattern_compile, but for the place. */
rg_status rg_pattern_try_replacement(const rg_pattern *pattern, rg_text replacement, rg_error *error);

#endif
