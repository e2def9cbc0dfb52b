/* regular.c - a pattern as a regular expression. Whatever might mean anything else is refused: PCRE2 decides then.
 *
 * Not known here is what a class or an escape matches: PCRE2 is asked. As the whole of a text must match, neither the
 * order of alternatives nor greed matters, but where something gives nothing back (`a*+`): what follows must then not
 * begin with it. Look-ahead is a condition for all that follows; it is understood outside of groups, where that is
 * the rest of the pattern. */
#include "regular.h"

#include <string.h>

#include "text.h"
#include "worth.h"

#define MOST_NESTED 16
#define MOST_SOURCE 400 /* bytes: what is read here calls itself for what follows */
#define LOOKS_BEFORE 64 /* an automaton costs as much as some hundred matches */

typedef struct reader {
    rg_terms *terms;
    rg_set_function *set_of;
    rg_text source;
    size_t at;
    bool ignores_case;
} reader;

static rg_term read_branch(reader *r, unsigned depth, bool is_ahead);
static rg_term read_choice(reader *r, unsigned depth, bool is_ahead);

/* ---------------------------------------------------------------- characters of the pattern */

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

/* NUL behind the end. */
static char peek(const reader *r, size_t offset)
{
    return r->at + offset < r->source.size ? r->source.bytes[r->at + offset] : '\0';
}

static bool take(reader *r, const char *word)
{
    size_t size = strlen(word);
    if (r->at + size > r->source.size || memcmp(r->source.bytes + r->at, word, size) != 0)
        return false;
    r->at += size;
    return true;
}

static bool is_end_of_branch(const reader *r)
{
    char c = peek(r, 0);
    return c == '\0' || c == '|' || c == ')';
}

static rg_term fail(reader *r)
{
    return rg_term_fail(r->terms);
}

/* ---------------------------------------------------------------- one character of the text */

/* Behind a backslash. */
static void skip_escape(reader *r)
{
    static const char single[] = "dDsSwWhHvVtnrfea";
    char c = peek(r, 0);
    bool is_property = c == 'p' || c == 'P';
    if (c == '\0' || !is_ascii(c) || rg_is_digit(c) || (rg_is_letter(c) && !is_property && !strchr(single, c)))
        fail(r);
    r->at++;
    if (!is_property)
        return;
    const char *end = peek(r, 0) == '{' ? memchr(r->source.bytes + r->at, '}', r->source.size - r->at) : NULL;
    r->at = end ? (size_t)(end - r->source.bytes) + 1 : r->at + 1;
}

/* Behind `[`. A `]` that comes first is a member. Names of classes, which are seldom used, are not read. */
static void skip_class(reader *r)
{
    r->at += peek(r, 0) == '^';
    for (bool is_first = true; is_first || peek(r, 0) != ']'; is_first = false) {
        char c = peek(r, 0), next = peek(r, 1);
        if (c == '\0' || (c == '[' && (next == ':' || next == '.' || next == '=')))
            fail(r);
        r->at++;
        if (c == '\\')
            skip_escape(r);
        if (rg_terms_failed(r->terms))
            return;
    }
    r->at++;
}

/* A character that stands for itself, or for both of its cases. */
static rg_term read_literal(reader *r, char c)
{
    unsigned char members[128] = {0};
    members[(unsigned char)c] = 1;
    if (r->ignores_case && rg_is_letter(c))
        members[(unsigned char)c ^ 0x20] = 1;
    return rg_term_set(r->terms, members);
}

static rg_term read_set(reader *r)
{
    size_t start = r->at++;
    char c = r->source.bytes[start];
    unsigned char members[128];
    if (!is_ascii(c) || strchr("^$()*+?{|", c))
        return fail(r);
    if (c == '[')
        skip_class(r);
    else if (c == '\\')
        skip_escape(r);
    else if (c != '.')
        return read_literal(r, c);
    rg_text part = {r->source.bytes + start, r->at - start};
    if (rg_terms_failed(r->terms) || r->at > r->source.size || !r->set_of(part, r->ignores_case, members))
        return fail(r);
    return rg_term_set(r->terms, members);
}

/* ---------------------------------------------------------------- how often */

static uint16_t read_count(reader *r)
{
    unsigned count = 0;
    if (!rg_is_digit(peek(r, 0)))
        return fail(r);
    for (; rg_is_digit(peek(r, 0)) && count < 1000; r->at++)
        count = count * 10 + (unsigned)(peek(r, 0) - '0');
    return rg_is_digit(peek(r, 0)) ? fail(r) : (uint16_t)count;
}

/* `*`, `+`, `?`, `{2,3}`; false when there is none. What may come more often than a text has bytes has no end: that
 * spares many states. */
static bool read_quantifier(reader *r, uint16_t *least, uint16_t *most)
{
    char c = peek(r, 0);
    if (c == '*' || c == '+' || c == '?') {
        r->at++;
        *least = c == '+';
        *most = c == '?' ? 1 : RG_NO_END;
        return true;
    }
    if (!take(r, "{"))
        return false;
    *least = *most = read_count(r);
    if (take(r, ","))
        *most = peek(r, 0) == '}' ? RG_NO_END : read_count(r);
    if (!take(r, "}") || *least > *most)
        fail(r);
    if (*most > RG_REGULAR_MOST)
        *most = RG_NO_END;
    return true;
}

/* ---------------------------------------------------------------- parts, branches, groups */

/* To the `)` behind it. */
static rg_term read_group(reader *r, unsigned depth, bool is_ahead, bool ignores_case)
{
    bool ignored_case = r->ignores_case;
    r->ignores_case |= ignores_case;
    rg_term result = depth == MOST_NESTED ? fail(r) : read_choice(r, depth + 1, is_ahead);
    r->ignores_case = ignored_case;
    return take(r, ")") ? result : fail(r);
}

static rg_term read_atom(reader *r, unsigned depth)
{
    if (take(r, "(?i:"))
        return read_group(r, depth, false, true);
    bool is_group = take(r, "(?:") || (peek(r, 1) != '?' && peek(r, 1) != '*' && take(r, "("));
    return is_group ? read_group(r, depth, false, false) : read_set(r);
}

/* A part of a branch, with what follows it. */
static rg_term read_part(reader *r, unsigned depth, bool is_ahead)
{
    uint16_t least = 1, most = 1;
    rg_term atom = read_atom(r, depth);
    bool has_quantifier = read_quantifier(r, &least, &most), keeps_all = has_quantifier && take(r, "+");
    if (has_quantifier && !keeps_all)
        take(r, "?");
    if (keeps_all && (depth || most != RG_NO_END || !rg_term_is_set(r->terms, atom)))
        return fail(r);
    rg_term rest = read_branch(r, depth, is_ahead);
    if (keeps_all)
        rest = rg_term_both(r->terms, rest, rg_term_not(r->terms, rg_term_sequence(r->terms, atom, RG_TERM_ALL)));
    return rg_term_sequence(r->terms, rg_term_repeat(r->terms, atom, least, most), rest);
}

/* One alternative from here to its end. Anything may follow one that looks ahead, unless it says that the text ends. */
static rg_term read_branch(reader *r, unsigned depth, bool is_ahead)
{
    if (rg_terms_failed(r->terms) || is_end_of_branch(r))
        return is_ahead ? RG_TERM_ALL : RG_TERM_EMPTY;
    if ((is_ahead || !depth) && take(r, "$"))
        return is_end_of_branch(r) ? RG_TERM_EMPTY : fail(r);
    if (take(r, "(?i)")) { /* to the end of the group */
        r->ignores_case = true;
        return read_branch(r, depth, is_ahead);
    }
    bool is_not = take(r, "(?!");
    if (!is_not && !take(r, "(?="))
        return read_part(r, depth, is_ahead);
    rg_term condition = depth ? fail(r) : read_group(r, depth, true, false);
    rg_term rest = read_branch(r, depth, is_ahead);
    return rg_term_both(r->terms, is_not ? rg_term_not(r->terms, condition) : condition, rest);
}

/* `^` where the text begins says nothing new. */
static rg_term read_choice(reader *r, unsigned depth, bool is_ahead)
{
    rg_term result = RG_TERM_NONE;
    do {
        if (!depth)
            take(r, "^");
        result = rg_term_either(r->terms, result, read_branch(r, depth, is_ahead));
    } while (!rg_terms_failed(r->terms) && take(r, "|"));
    return result;
}

rg_automaton *rg_regular_make(rg_text source, rg_set_function *set_of)
{
    rg_terms *terms = source.size <= MOST_SOURCE ? rg_terms_open() : NULL;
    if (!terms)
        return NULL;
    reader r = {.terms = terms, .set_of = set_of, .source = source};
    rg_term whole = read_choice(&r, 0, false);
    rg_automaton *made = r.at == source.size ? rg_automaton_make(terms, whole) : NULL;
    rg_terms_close(terms);
    return made;
}

/* ---------------------------------------------------------------- when it is worth it */

static const rg_automaton *automaton_of(rg_regular *regular, unsigned looks)
{
    const rg_automaton *automaton = atomic_load_explicit(&regular->automaton, memory_order_acquire);
    if (automaton || !rg_is_worth_it(&regular->looks, looks, LOOKS_BEFORE))
        return automaton;
    rg_automaton *made = rg_regular_make(regular->source, regular->set_of);
    atomic_store_explicit(&regular->automaton, made, memory_order_release);
    return made;
}

static void match(const rg_regular *regular, const rg_automaton *automaton, const rg_text *texts, size_t count,
                  bool *matches)
{
    size_t most = regular->most < RG_REGULAR_MOST ? regular->most : RG_REGULAR_MOST;
    rg_automaton_match(automaton, texts, count, most, matches);
}

bool rg_regular_match(rg_regular *regular, const rg_text *texts, size_t count, bool *matches)
{
    const rg_automaton *automaton = automaton_of(regular, (unsigned)count);
    if (automaton)
        match(regular, automaton, texts, count, matches);
    return automaton;
}

bool rg_regular_accepts(rg_regular *regular, rg_text text)
{
    const rg_automaton *automaton = atomic_load_explicit(&regular->automaton, memory_order_acquire);
    rg_automaton *own = automaton ? NULL : rg_regular_make(regular->source, regular->set_of);
    bool matches = false;
    if (automaton || own)
        match(regular, automaton ? automaton : own, &text, 1, &matches);
    rg_automaton_free(own);
    return matches;
}

void rg_regular_close(rg_regular *regular)
{
    rg_automaton_free(atomic_load_explicit(&regular->automaton, memory_order_acquire));
}
