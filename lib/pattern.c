/* pattern.c - PCRE2 patterns, always matched against the whole of a value. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "excerpt.h"
#include "memory.h"
#include "regular.h"
#include "show.h"
#include "utf8.h"
#include "worth.h"

/* Machine code costs about 30 microseconds a pattern: it pays only for a file of some length. */
#define USES_BEFORE_JIT 64
#define EXCERPT_ROOM 100
/* UTF and not UCP: \d and \w mean ASCII, as people expect of an import file. */
#define WHOLE (PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED)

struct rg_pattern {
    pcre2_code *code;
    char *source;
    size_t source_size;
    atomic_uint uses;           /* until USES_BEFORE_JIT */
    _Atomic(pcre2_code *) fast; /* the same with machine code; NULL: none yet, or never */
    rg_regular regular;
};

struct rg_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
};

/* The pattern and, below it, a caret at the offset where PCRE2 gave up. */
static void point_at(rg_error *error, rg_text source, size_t offset)
{
    rg_buffer shown = {0}, carets = {0};
    if (!error)
        return;
    error->column = rg_utf8_length((rg_text){source.bytes, offset < source.size ? offset : source.size}) + 1;
    rg_excerpt(&shown, &carets, source, offset, 1, EXCERPT_ROOM);
    snprintf(error->excerpt, sizeof error->excerpt, "%s\n%s", rg_buffer_text(&shown).bytes,
             rg_buffer_text(&carets).bytes);
    rg_make_showable(error->excerpt, true);
    rg_buffer_free(&shown);
    rg_buffer_free(&carets);
}

static rg_status compile_error(rg_error *error, int number, rg_text source, size_t offset)
{
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(number, message, sizeof message);
    rg_fail(error, RG_BAD_TEMPLATE, "pattern does not compile: %s", (const char *)message);
    point_at(error, source, offset);
    return RG_BAD_TEMPLATE;
}

/* What a line end is can be chosen when PCRE2 is built; a template must not mean something else for that. */
static pcre2_code *compile(rg_text source, uint32_t options, int *number, size_t *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_code *code = NULL;
    *number = PCRE2_ERROR_NOMEMORY;
    *offset = 0;
    if (!context)
        return NULL;
    if (pcre2_set_newline(context, PCRE2_NEWLINE_LF) == 0 && pcre2_set_bsr(context, PCRE2_BSR_UNICODE) == 0)
        code = pcre2_compile((PCRE2_SPTR)source.bytes, source.size, options, number, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

rg_status rg_pattern_compile(rg_pattern **pattern, rg_text source, rg_error *error)
{
    int number;
    size_t offset;
    *pattern = NULL;
    pcre2_code *code = compile(source, WHOLE | PCRE2_DOLLAR_ENDONLY, &number, &offset);
    if (!code)
        return compile_error(error, number, source, offset);
    rg_pattern *made = rg_alloc(sizeof *made);
    char *copy = rg_alloc(source.size + 1);
    if (!made || !copy) {
        rg_free(made);
        rg_free(copy);
        pcre2_code_free(code);
        return rg_fail_memory(error);
    }
    memcpy(copy, source.bytes, source.size);
    *made = (rg_pattern){.code = code,
                         .source = copy,
                         .source_size = source.size,
                         .regular = {.source = {copy, source.size}, .most = SIZE_MAX, .set_of = rg_pattern_set}};
    *pattern = made;
    return RG_OK;
}

rg_text rg_pattern_source(const rg_pattern *pattern)
{
    return (rg_text){pattern->source, pattern->source_size};
}

void rg_pattern_free(rg_pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    pcre2_code_free(atomic_load(&pattern->fast));
    rg_regular_close(&pattern->regular);
    rg_free(pattern->source);
    rg_free(pattern);
}

rg_status rg_matcher_open(rg_matcher **matcher, rg_pattern_limits limits, rg_error *error)
{
    rg_matcher *made = rg_alloc(sizeof *made);
    *matcher = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->data = pcre2_match_data_create(1, NULL);
    made->context = pcre2_match_context_create(NULL);
    if (!made->data || !made->context) {
        rg_matcher_close(made);
        return rg_fail_memory(error);
    }
    if (limits.match)
        pcre2_set_match_limit(made->context, limits.match);
    if (limits.depth)
        pcre2_set_depth_limit(made->context, limits.depth);
    if (limits.heap_kib)
        pcre2_set_heap_limit(made->context, limits.heap_kib);
    *matcher = made;
    return RG_OK;
}

void rg_matcher_close(rg_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->context);
    rg_free(matcher);
}

static rg_status match_error(rg_error *error, int number, const rg_pattern *pattern)
{
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(number, message, sizeof message);
    return rg_fail(error, number == PCRE2_ERROR_NOMEMORY ? RG_NO_MEMORY : RG_LIMIT_REACHED,
                   "pattern '%.*s' gave no answer: %s", (int)pattern->source_size, pattern->source,
                   (const char *)message);
}

/* Machine code is made of a copy: other threads may be using the original. Where it cannot be made (hardened systems)
 * PCRE2 interprets. */
static pcre2_code *make_machine_code(const rg_pattern *pattern)
{
    pcre2_code *copy = pcre2_code_copy(pattern->code);
    if (!copy || pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE) == 0)
        return copy;
    pcre2_code_free(copy);
    return NULL;
}

static const pcre2_code *machine_code_of(rg_pattern *pattern)
{
    const pcre2_code *fast = atomic_load_explicit(&pattern->fast, memory_order_acquire);
    if (fast || !rg_is_worth_it(&pattern->uses, 1, USES_BEFORE_JIT))
        return fast;
    pcre2_code *made = make_machine_code(pattern);
    atomic_store_explicit(&pattern->fast, made, memory_order_release);
    return made;
}

static bool is_limit(int number)
{
    return number == PCRE2_ERROR_MATCHLIMIT || number == PCRE2_ERROR_DEPTHLIMIT || number == PCRE2_ERROR_HEAPLIMIT ||
           number == PCRE2_ERROR_JIT_STACKLIMIT;
}

/* As pcre2_match does, without the checks that it makes of its arguments each time. */
static int run(const pcre2_code *fast, const rg_matcher *matcher, rg_text subject)
{
    return pcre2_jit_match(fast, (PCRE2_SPTR)subject.bytes, subject.size, 0, 0, matcher->data, matcher->context);
}

static int interpret(const rg_pattern *pattern, const rg_matcher *matcher, rg_text subject)
{
    return pcre2_match(pattern->code, (PCRE2_SPTR)subject.bytes, subject.size, 0, PCRE2_NO_UTF_CHECK, matcher->data,
                       matcher->context);
}

/* Machine code is made for that alone where there is none. */
static int run_anyway(const rg_pattern *pattern, const rg_matcher *matcher, rg_text subject)
{
    pcre2_code *own = make_machine_code(pattern);
    int result = own ? run(own, matcher, subject) : PCRE2_ERROR_MATCHLIMIT;
    pcre2_code_free(own);
    return result;
}

/* Machine code and interpreter count what they do in different ways, and machine code has little room for long values.
 * Which of them is asked first, and whether there is an automaton, is a matter of time. The answer must not be: all are
 * asked before there is said to be none. */
rg_status rg_pattern_match(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, bool *matches, rg_error *error)
{
    const pcre2_code *fast = machine_code_of(pattern);
    rg_text text = subject.size ? subject : (rg_text){"", 0};
    int result = fast ? run(fast, matcher, text) : interpret(pattern, matcher, text);
    if (is_limit(result)) {
        int other = fast ? interpret(pattern, matcher, text) : run_anyway(pattern, matcher, text);
        result = is_limit(other) && !fast ? result : other; /* what the interpreter says of limits is clearer */
    }
    *matches = result >= 0 || (is_limit(result) && rg_regular_accepts(&pattern->regular, subject));
    return *matches || result == PCRE2_ERROR_NOMATCH ? RG_OK : match_error(error, result, pattern);
}

/* ---------------------------------------------------------------- many texts */

/* Once or more of `part`, anywhere in a text. */
static pcre2_code *compile_run(rg_text part, bool ignores_case)
{
    int number;
    size_t offset;
    rg_buffer source = {0};
    rg_buffer_add(&source, part.bytes, part.size);
    rg_buffer_add(&source, "+", 1);
    uint32_t options = PCRE2_UTF | (ignores_case ? PCRE2_CASELESS : 0);
    pcre2_code *code = source.failed ? NULL : compile(rg_buffer_text(&source), options, &number, &offset);
    rg_buffer_free(&source);
    return code;
}

/* Members are looked for in a text of all the characters in turn, where they make a few runs. */
bool rg_pattern_set(rg_text part, bool ignores_case, unsigned char members[128])
{
    unsigned char all[128];
    pcre2_code *code = compile_run(part, ignores_case);
    pcre2_match_data *data = code ? pcre2_match_data_create(1, NULL) : NULL;
    int result = data ? 0 : PCRE2_ERROR_NOMEMORY;
    for (unsigned char c = 0; c < sizeof all; c++)
        all[c] = c;
    memset(members, 0, sizeof all);
    for (size_t at = 0; result >= 0; at = pcre2_get_ovector_pointer(data)[1]) {
        result = pcre2_match(code, all, sizeof all, at, PCRE2_NO_UTF_CHECK, data, NULL);
        const PCRE2_SIZE *run = pcre2_get_ovector_pointer(data);
        if (result >= 0)
            memset(members + run[0], 1, run[1] - run[0]);
    }
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return result == PCRE2_ERROR_NOMATCH;
}

void rg_pattern_match_many(rg_pattern *pattern, rg_matcher *matcher, const rg_text *texts, size_t count, bool *match)
{
    bool is_known = rg_regular_match(&pattern->regular, texts, count, match);
    for (size_t i = 0; i < count; i++)
        if (!is_known || !match[i])
            match[i] = rg_pattern_match(pattern, matcher, texts[i], &match[i], NULL) == RG_OK && match[i];
}

/* ---------------------------------------------------------------- replacing */

static rg_status replacement_error(rg_error *error, int number, rg_text replacement)
{
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(number, message, sizeof message);
    return rg_fail(error, number == PCRE2_ERROR_NOMEMORY ? RG_NO_MEMORY : RG_BAD_TEMPLATE,
                   "replacement '%.*s' makes no sense: %s", (int)replacement.size, replacement.bytes,
                   (const char *)message);
}

static bool is_about_replacement(int number)
{
    return number == PCRE2_ERROR_BADREPLACEMENT || number == PCRE2_ERROR_BADREPESCAPE ||
           number == PCRE2_ERROR_REPMISSINGBRACE || number == PCRE2_ERROR_BADSUBSTITUTION ||
           number == PCRE2_ERROR_NOSUBSTRING || number == PCRE2_ERROR_NOUNIQUESUBSTRING ||
           number == PCRE2_ERROR_UNAVAILABLE;
}

/* What PCRE2 makes of it, in memory of `*size` bytes, which are then as many as it is, or as it would be. */
static int substitute(const pcre2_code *code, pcre2_match_context *context, rg_text subject, rg_text replacement,
                      char *memory, size_t *size)
{
    const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_SUBSTITUTE_EXTENDED | PCRE2_SUBSTITUTE_UNSET_EMPTY |
                             PCRE2_SUBSTITUTE_OVERFLOW_LENGTH;
    return pcre2_substitute(code, (PCRE2_SPTR)(subject.size ? subject.bytes : ""), subject.size, 0, options, NULL,
                            context, (PCRE2_SPTR)(replacement.size ? replacement.bytes : ""), replacement.size,
                            (PCRE2_UCHAR *)memory, size);
}

/* The same at the end of `out`. */
static int append_substitute(const pcre2_code *code, pcre2_match_context *context, rg_text subject, rg_text replacement,
                             rg_buffer *out)
{
    char few[256];
    size_t size = sizeof few;
    char *memory = NULL;
    int result = substitute(code, context, subject, replacement, few, &size);
    if (result == PCRE2_ERROR_NOMEMORY && size > sizeof few) {
        memory = rg_alloc(size);
        result = memory ? substitute(code, context, subject, replacement, memory, &size) : PCRE2_ERROR_NOMEMORY;
    }
    if (result > 0)
        rg_buffer_add(out, memory ? memory : few, size);
    rg_free(memory);
    return result;
}

/* As when it matches: machine code may have an answer where the interpreter has none. */
rg_status rg_pattern_replace(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, rg_text replacement,
                             rg_buffer *out, bool *matches, rg_error *error)
{
    int result = append_substitute(pattern->code, matcher->context, subject, replacement, out);
    if (is_limit(result)) {
        pcre2_code *own = make_machine_code(pattern);
        int other = own ? append_substitute(own, matcher->context, subject, replacement, out) : result;
        result = is_limit(other) ? result : other;
        pcre2_code_free(own);
    }
    *matches = result > 0;
    if (result >= 0)
        return out->failed ? rg_fail_memory(error) : RG_OK;
    return is_about_replacement(result) ? replacement_error(error, result, replacement)
                                        : match_error(error, result, pattern);
}

rg_status rg_pattern_try_replacement(const rg_pattern *pattern, rg_text replacement, rg_error *error)
{
    /* What is wrong shows only in a match, and nobody knows what would match. With an empty alternative, nothing does;
     * the groups are all there. The line end closes a comment in the pattern. */
    rg_buffer source = {0};
    rg_pattern *made;
    char few[1];
    size_t size = 0;
    rg_buffer_printf(&source, "(?:%s\n)|", pattern->source);
    rg_status status = source.failed ? rg_fail_memory(error) : rg_pattern_compile(&made, rg_buffer_text(&source), NULL);
    rg_buffer_free(&source);
    if (status != RG_OK) /* what must stand at the very beginning of a pattern stands there no longer */
        return status == RG_NO_MEMORY ? rg_fail_memory(error) : RG_OK;
    int result = substitute(made->code, NULL, (rg_text){"", 0}, replacement, few, &size);
    rg_pattern_free(made);
    return is_about_replacement(result) ? replacement_error(error, result, replacement) : RG_OK;
}
