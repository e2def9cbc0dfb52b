/* automaton.c - regular expressions as tables.
 *
 * The derivative of a term by a character is the term for what may follow that character (Brzozowski, 1964). A term
 * with all that are derived from it is an automaton: each is a state. Terms are simplified while they are made, and
 * equal ones are the same, so that there are few. "And" and "not" cost nothing in this way, and look-ahead in patterns
 * needs them. */
#include "automaton.h"

#include <string.h>

#include "memory.h"

#define MOST_TERMS 1000
#define MOST_SETS 40
#define MOST_KINDS 50
#define MOST_STATES 250 /* a state fits into a byte, and the place of its row into 16 bits */
#define MOST_STEPS 200000

typedef enum kind { NONE, EMPTY, SET, SEQUENCE, EITHER, BOTH, NOT, REPEAT } kind;

typedef struct term {
    unsigned char kind;
    bool may_be_empty;
    uint16_t a, b;        /* the terms in it; of a SET, `a` is its number */
    uint16_t least, most; /* REPEAT */
} term;

struct rg_terms {
    bool has_failed;
    unsigned steps;
    term terms[MOST_TERMS];
    uint16_t count;
    uint16_t buckets[2 * MOST_TERMS]; /* the terms by their hash; 0: free */
    unsigned char sets[MOST_SETS][128];
    uint16_t set_count;
    unsigned char kind_of[128];           /* characters that no set tells apart are of one kind, from 1 */
    unsigned char one_of[MOST_KINDS + 1]; /* a character of each kind */
    unsigned kind_count;
    uint16_t states[MOST_STATES]; /* the term of each */
    uint16_t state_of[MOST_TERMS];
    unsigned state_count;
    unsigned char next[MOST_STATES][MOST_KINDS + 1]; /* by state and kind: the state that follows */
};

/* A state is known by the place of its row in the table. The row says for each kind of character where the next state
 * is, for no character (kind 0), that it is the same, and at last whether a text may end here. So small tables stay at
 * hand while others are used. */
struct rg_automaton {
    unsigned char kind_of[256];
    size_t row_size;
    uint16_t table[];
};

#define ROW_SIZE(kinds) ((kinds) + 3u) /* no character, what is not ASCII, and the end */
_Static_assert(MOST_STATES <= 256 && MOST_STATES * ROW_SIZE(MOST_KINDS) <= UINT16_MAX, "states are kept in few bits");

/* ---------------------------------------------------------------- terms */

rg_terms *rg_terms_open(void)
{
    rg_terms *terms = rg_resize(NULL, sizeof *terms);
    if (!terms)
        return NULL;
    /* Not all of it: most of its memory is never used, and need not be touched. */
    terms->has_failed = false;
    terms->steps = terms->state_count = terms->kind_count = 0;
    terms->set_count = 0;
    memset(terms->buckets, 0, sizeof terms->buckets);
    memset(terms->state_of, 0, sizeof terms->state_of);
    terms->terms[RG_TERM_NONE] = (term){.kind = NONE};
    terms->terms[RG_TERM_EMPTY] = (term){.kind = EMPTY, .may_be_empty = true};
    terms->terms[RG_TERM_ALL] = (term){.kind = NOT, .may_be_empty = true, .a = RG_TERM_NONE};
    terms->count = RG_TERM_ALL + 1;
    return terms;
}

void rg_terms_close(rg_terms *terms)
{
    rg_free(terms);
}

rg_term rg_term_fail(rg_terms *terms)
{
    terms->has_failed = true;
    return RG_TERM_NONE;
}

bool rg_terms_failed(const rg_terms *terms)
{
    return terms->has_failed;
}

static bool is_same(const term *a, const term *b)
{
    return a->kind == b->kind && a->a == b->a && a->b == b->b && a->least == b->least && a->most == b->most;
}

/* The number of the term, which is added when it is new. */
static rg_term number_of(rg_terms *terms, term t)
{
    size_t room = sizeof terms->buckets / sizeof *terms->buckets;
    size_t i = (t.kind + 8u * t.a + 8209u * t.b + 131u * t.least + 17u * t.most) * 2654435761u % room;
    for (; terms->buckets[i]; i = (i + 1) % room)
        if (is_same(&terms->terms[terms->buckets[i]], &t))
            return terms->buckets[i];
    if (terms->count == MOST_TERMS)
        return rg_term_fail(terms);
    terms->terms[terms->count] = t;
    return terms->buckets[i] = terms->count++;
}

static bool may_be_empty(const rg_terms *terms, rg_term a)
{
    return terms->terms[a].may_be_empty;
}

bool rg_term_is_set(const rg_terms *terms, rg_term a)
{
    return terms->terms[a].kind == SET;
}

rg_term rg_term_set(rg_terms *terms, const unsigned char members[128])
{
    uint16_t same = 0;
    while (same < terms->set_count && memcmp(terms->sets[same], members, sizeof terms->sets[same]) != 0)
        same++;
    if (same == MOST_SETS)
        return rg_term_fail(terms);
    if (same == terms->set_count)
        memcpy(terms->sets[terms->set_count++], members, sizeof terms->sets[same]);
    return number_of(terms, (term){.kind = SET, .a = same});
}

rg_term rg_term_not(rg_terms *terms, rg_term a)
{
    const term *t = &terms->terms[a];
    if (a == RG_TERM_NONE || t->kind == NOT)
        return a == RG_TERM_NONE ? RG_TERM_ALL : t->a;
    return number_of(terms, (term){.kind = NOT, .may_be_empty = !t->may_be_empty, .a = a});
}

rg_term rg_term_sequence(rg_terms *terms, rg_term a, rg_term b)
{
    const term *first = &terms->terms[a];
    if (a == RG_TERM_NONE || b == RG_TERM_NONE)
        return RG_TERM_NONE;
    if (a == RG_TERM_EMPTY || b == RG_TERM_EMPTY)
        return a == RG_TERM_EMPTY ? b : a;
    if (b == RG_TERM_ALL && first->may_be_empty)
        return RG_TERM_ALL;
    if (first->kind == SEQUENCE)
        return rg_term_sequence(terms, first->a, rg_term_sequence(terms, first->b, b));
    bool is_empty = first->may_be_empty && may_be_empty(terms, b);
    return number_of(terms, (term){.kind = SEQUENCE, .may_be_empty = is_empty, .a = a, .b = b});
}

/* EITHER and BOTH are chains in the order of their numbers, so that equal ones are the same. */
static rg_term chain(rg_terms *terms, kind k, rg_term a, rg_term b)
{
    rg_term nothing = k == EITHER ? RG_TERM_NONE : RG_TERM_ALL, all = k == EITHER ? RG_TERM_ALL : RG_TERM_NONE;
    if (a == all || b == all)
        return all;
    if (a == b || a == nothing || b == nothing)
        return a == nothing ? b : a;
    const term first = terms->terms[a], other = terms->terms[b];
    if (first.kind == k)
        return chain(terms, k, first.a, chain(terms, k, first.b, b));
    rg_term head = other.kind == k ? other.a : b;
    if (a == head)
        return b;
    if (a > head)
        return chain(terms, k, head, other.kind == k ? chain(terms, k, a, other.b) : a);
    bool is_empty = k == EITHER ? first.may_be_empty || other.may_be_empty : first.may_be_empty && other.may_be_empty;
    return number_of(terms, (term){.kind = (unsigned char)k, .may_be_empty = is_empty, .a = a, .b = b});
}

rg_term rg_term_either(rg_terms *terms, rg_term a, rg_term b)
{
    return chain(terms, EITHER, a, b);
}

rg_term rg_term_both(rg_terms *terms, rg_term a, rg_term b)
{
    return chain(terms, BOTH, a, b);
}

rg_term rg_term_repeat(rg_terms *terms, rg_term a, uint16_t least, uint16_t most)
{
    if (most == 0 || a == RG_TERM_EMPTY)
        return RG_TERM_EMPTY;
    if (a == RG_TERM_NONE)
        return least ? RG_TERM_NONE : RG_TERM_EMPTY;
    if (least == 1 && most == 1)
        return a;
    bool is_empty = !least || may_be_empty(terms, a);
    return number_of(terms, (term){.kind = REPEAT, .may_be_empty = is_empty, .a = a, .least = least, .most = most});
}

/* ---------------------------------------------------------------- terms to states */

/* What may follow `c` where `a` was to come. */
static rg_term derive(rg_terms *terms, rg_term a, unsigned char c)
{
    if (terms->has_failed || ++terms->steps > MOST_STEPS)
        return rg_term_fail(terms);
    const term t = terms->terms[a];
    switch ((kind)t.kind) {
    case NONE:
    case EMPTY:
        break;
    case SET:
        return terms->sets[t.a][c] ? RG_TERM_EMPTY : RG_TERM_NONE;
    case SEQUENCE: {
        rg_term rest = rg_term_sequence(terms, derive(terms, t.a, c), t.b);
        return may_be_empty(terms, t.a) ? rg_term_either(terms, rest, derive(terms, t.b, c)) : rest;
    }
    case EITHER:
    case BOTH:
        return chain(terms, (kind)t.kind, derive(terms, t.a, c), derive(terms, t.b, c));
    case NOT:
        return rg_term_not(terms, derive(terms, t.a, c));
    case REPEAT: {
        uint16_t least = t.least ? (uint16_t)(t.least - 1) : 0;
        uint16_t most = t.most == RG_NO_END ? RG_NO_END : (uint16_t)(t.most - 1);
        return rg_term_sequence(terms, derive(terms, t.a, c), rg_term_repeat(terms, t.a, least, most));
    }
    }
    return RG_TERM_NONE;
}

static bool is_of_kind(const rg_terms *terms, unsigned char c, unsigned char other)
{
    for (unsigned i = 0; i < terms->set_count; i++)
        if (terms->sets[i][c] != terms->sets[i][other])
            return false;
    return true;
}

static void sort_characters(rg_terms *terms)
{
    terms->kind_count = 0;
    for (unsigned char c = 0; c < 128; c++) {
        unsigned k = 1;
        while (k <= terms->kind_count && !is_of_kind(terms, c, terms->one_of[k]))
            k++;
        if (k > MOST_KINDS) {
            rg_term_fail(terms);
            return;
        }
        if (k > terms->kind_count)
            terms->one_of[++terms->kind_count] = c;
        terms->kind_of[c] = (unsigned char)k;
    }
}

static unsigned char state_of(rg_terms *terms, rg_term a)
{
    if (terms->state_of[a])
        return (unsigned char)(terms->state_of[a] - 1);
    if (terms->state_count == MOST_STATES) {
        rg_term_fail(terms);
        return 0;
    }
    terms->states[terms->state_count++] = a;
    terms->state_of[a] = (uint16_t)terms->state_count;
    return (unsigned char)(terms->state_count - 1);
}

/* State 0 is that in which nothing matches any more, 1 is the first. What never matches has only one, and is refused.
 */
static void find_states(rg_terms *terms, rg_term whole)
{
    if (whole == RG_TERM_NONE)
        rg_term_fail(terms);
    sort_characters(terms);
    state_of(terms, RG_TERM_NONE);
    state_of(terms, whole);
    for (unsigned s = 0; s < terms->state_count && !terms->has_failed; s++)
        for (unsigned k = 1; k <= terms->kind_count; k++)
            terms->next[s][k] = state_of(terms, derive(terms, terms->states[s], terms->one_of[k]));
}

static void fill_row(const rg_terms *terms, unsigned state, uint16_t *row, size_t size)
{
    row[0] = (uint16_t)(state * size);
    for (unsigned k = 1; k <= terms->kind_count; k++)
        row[k] = (uint16_t)(terms->next[state][k] * size);
    row[size - 1] = may_be_empty(terms, terms->states[state]);
}

/* Bytes that are not ASCII are of a kind of their own, which leads to state 0. */
rg_automaton *rg_automaton_make(rg_terms *terms, rg_term whole)
{
    find_states(terms, whole);
    size_t row_size = ROW_SIZE(terms->kind_count);
    rg_automaton *made = NULL;
    if (!terms->has_failed)
        made = rg_alloc(sizeof *made + terms->state_count * row_size * sizeof *made->table);
    if (!made)
        return NULL;
    made->row_size = row_size;
    memset(made->kind_of, (int)terms->kind_count + 1, sizeof made->kind_of);
    memcpy(made->kind_of, terms->kind_of, sizeof terms->kind_of);
    for (unsigned s = 0; s < terms->state_count; s++)
        fill_row(terms, s, made->table + s * row_size, row_size);
    return made;
}

void rg_automaton_free(rg_automaton *automaton)
{
    rg_free(automaton);
}

/* ---------------------------------------------------------------- texts */

#define TOGETHER 4

static inline size_t kind_at(const rg_automaton *automaton, rg_text text, size_t i)
{
    return i < text.size ? automaton->kind_of[(unsigned char)text.bytes[i]] : 0;
}

/* Four texts in step: each waits for memory after each byte, and four wait no longer than one does. To the end of the
 * longest, since where the others end would often be guessed wrongly. */
static void run_together(const rg_automaton *automaton, const rg_text texts[TOGETHER], size_t most_bytes,
                         bool matches[TOGETHER])
{
    const uint16_t *table = automaton->table;
    size_t states[TOGETHER], least = texts[0].size, most = least, i = 0;
    for (size_t l = 0; l < TOGETHER; l++) {
        states[l] = automaton->row_size; /* state 1 */
        least = texts[l].size < least ? texts[l].size : least;
        most = texts[l].size > most ? texts[l].size : most;
    }
    for (; i < least; i++)
        for (size_t l = 0; l < TOGETHER; l++)
            states[l] = table[states[l] + automaton->kind_of[(unsigned char)texts[l].bytes[i]]];
    for (; i < most; i++)
        for (size_t l = 0; l < TOGETHER; l++)
            states[l] = table[states[l] + kind_at(automaton, texts[l], i)];
    for (size_t l = 0; l < TOGETHER; l++)
        matches[l] = table[states[l] + automaton->row_size - 1] && texts[l].size <= most_bytes;
}

/* The last ones may be fewer than four. */
static void run_last(const rg_automaton *automaton, const rg_text *texts, size_t count, size_t most_bytes,
                     bool *matches)
{
    rg_text all[TOGETHER];
    bool match[TOGETHER];
    for (size_t i = 0; i < TOGETHER; i++)
        all[i] = texts[i < count ? i : 0];
    run_together(automaton, all, most_bytes, match);
    memcpy(matches, match, count * sizeof *match);
}

void rg_automaton_match(const rg_automaton *automaton, const rg_text *texts, size_t count, size_t most_bytes,
                        bool *matches)
{
    size_t i = 0;
    for (; i + TOGETHER <= count; i += TOGETHER)
        run_together(automaton, texts + i, most_bytes, matches + i);
    if (i < count)
        run_last(automaton, texts + i, count - i, most_bytes, matches + i);
}
