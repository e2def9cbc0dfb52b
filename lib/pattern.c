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
#include "text.h"

/* Machine code costs about 30 microseconds a pattern: it pays only for a file of some length. */
#define USES_BEFORE_JIT 64
#define EXCERPT_ROOM 100

struct rg_pattern {
    pcre2_code *code;
    char *source;
    size_t source_size;
    unsigned uses; /* until USES_BEFORE_JIT */
    bool has_machine_code;
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
    rg_text_mend(error->excerpt, true);
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

rg_status rg_pattern_compile(rg_pattern **pattern, rg_text source, rg_error *error)
{
    /* UTF and not UCP: \d and \w mean ASCII, as people expect of an import file. */
    const uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY;
    int number;
    PCRE2_SIZE offset;
    *pattern = NULL;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)source.bytes, source.size, options, &number, &offset, NULL);
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
    *made = (rg_pattern){.code = code, .source = copy, .source_size = source.size};
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

static void make_machine_code(rg_pattern *pattern)
{
    pattern->uses = USES_BEFORE_JIT;
    pattern->has_machine_code = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
}

void rg_pattern_prepare(rg_pattern *pattern)
{
    if (pattern && pattern->uses < USES_BEFORE_JIT)
        make_machine_code(pattern);
}

rg_status rg_pattern_match(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, bool *matches, rg_error *error)
{
    /* Where machine code cannot be made (hardened systems), PCRE2 interprets; limits hold either way. */
    if (pattern->uses < USES_BEFORE_JIT && ++pattern->uses == USES_BEFORE_JIT)
        make_machine_code(pattern);
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.size ? subject.bytes : "");
    /* pcre2_jit_match is pcre2_match without the checks that it makes of its arguments each time. */
    int result =
        pattern->has_machine_code
            ? pcre2_jit_match(pattern->code, bytes, subject.size, 0, 0, matcher->data, matcher->context)
            : pcre2_match(pattern->code, bytes, subject.size, 0, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
    *matches = result >= 0;
    return result >= 0 || result == PCRE2_ERROR_NOMATCH ? RG_OK : match_error(error, result, pattern);
}

/* ---------------------------------------------------------------- replacing */

rg_status rg_pattern_replace(rg_pattern *pattern, rg_matcher *matcher, rg_text subject, rg_text replacement,
                             rg_buffer *out, bool *matches, rg_error *error)
{
    const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH;
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.size ? subject.bytes : ""), by = (PCRE2_SPTR)replacement.bytes;
    /* The matcher has no room for groups. */
    pcre2_match_data *groups = pcre2_match_data_create_from_pattern(pattern->code, NULL);
    PCRE2_SIZE size = subject.size + replacement.size + 64;
    PCRE2_UCHAR *made = NULL;
    int result = PCRE2_ERROR_NOMEMORY;
    *matches = false;
    for (size_t capacity = 0; groups && result == PCRE2_ERROR_NOMEMORY && capacity < size;) {
        rg_free(made);
        capacity = size;
        made = rg_alloc(capacity);
        if (made)
            result = pcre2_substitute(pattern->code, bytes, subject.size, 0, options, groups, matcher->context, by,
                                      replacement.size, made, &size);
    }
    *matches = result > 0;
    if (*matches)
        rg_buffer_add(out, made, size);
    rg_free(made);
    pcre2_match_data_free(groups);
    return result >= 0 ? RG_OK : match_error(error, result, pattern);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The size of the reference that begins at the dollar sign, and the group it names; 0: it is malformed. */
static size_t read_reference(rg_text text, char *name, size_t capacity)
{
    bool braced = text.size > 1 && text.bytes[1] == '{';
    size_t i = braced ? 2 : 1, first = i;
    bool number = i < text.size && is_digit(text.bytes[i]);
    while (i < text.size && i - first + 1 < capacity && (number ? is_digit : is_word)(text.bytes[i]))
        i++;
    memcpy(name, text.bytes + first, i - first);
    name[i - first] = '\0';
    if (i == first || (braced && (i == text.size || text.bytes[i] != '}')))
        return 0;
    return i + braced;
}

static bool has_group(const rg_pattern *pattern, const char *name)
{
    uint32_t count = 0;
    if (strspn(name, "0123456789") != strlen(name))
        return pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name) >= 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return strlen(name) < 6 && strtoul(name, NULL, 10) <= count;
}

rg_status rg_pattern_check_replacement(const rg_pattern *pattern, rg_text replacement, rg_error *error)
{
    char name[33]; /* PCRE2's own limit on the names of groups */
    for (size_t i = 0, size; i < replacement.size; i += size) {
        rg_text rest = {replacement.bytes + i, replacement.size - i};
        size = rest.bytes[0] == '$' && rest.size > 1 && rest.bytes[1] == '$' ? 2 : 1;
        if (rest.bytes[0] != '$' || size == 2)
            continue;
        size = read_reference(rest, name, sizeof name);
        if (size && has_group(pattern, name))
            continue;
        if (size)
            rg_fail(error, RG_BAD_TEMPLATE, "the pattern has no group `%s`", name);
        else
            rg_fail(error, RG_BAD_TEMPLATE, "a `$` that names no group; write `$$` to mean the character");
        if (error)
            error->column = rg_utf8_length((rg_text){replacement.bytes, i}) + 1;
        return RG_BAD_TEMPLATE;
    }
    return RG_OK;
}
