/* members.c - which package the parts of an archive, a folder or a workbook are, and which part is which member. */
#include "members.h"

#include <string.h>

#include "decoder.h"
#include "error.h"
#include "text.h"
#include "utf8.h"

#define MOST_NEAR_MISSES 3
#define MOST_LOOKED_AT 20 /* tables of a container that is nothing known */

/* How well a package explains the parts. */
typedef struct fit {
    const rg_template *t;
    size_t known; /* parts that are its members */
    size_t *resource_of;
} fit;

typedef struct search {
    rg_container *container;
    const rg_choice *choice;
    const rg_check_options *options;
    rg_arena *arena;
    rg_matcher *matcher;
    size_t readable; /* parts that could be members of something */
    size_t tables;   /* of these */
    size_t only;     /* the table, when there is one */
    fit *fits;
    size_t count, capacity;
} search;

static bool is_table(const rg_entry *part)
{
    return !part->unreadable && (part->content == RG_CONTENT_TEXT || part->content == RG_CONTENT_SHEET);
}

static bool is_readable(const rg_entry *part)
{
    return is_table(part) || (!part->unreadable && part->content == RG_CONTENT_JSON);
}

/* ---------------------------------------------------------------- names */

static char plain(char c)
{
    return c == '-' ? '_' : (char)rg_lower(c);
}

/* The same but for case, `-` and `_`. */
static bool is_named(rg_text stem, const char *name)
{
    if (stem.size != strlen(name))
        return false;
    for (size_t i = 0; i < stem.size; i++)
        if (plain(stem.bytes[i]) != plain(name[i]))
            return false;
    return true;
}

static rg_status matches(const search *s, const rg_resource *resource, const rg_entry *part, bool *yes, rg_error *error)
{
    *yes = false;
    if (!is_readable(part) || (resource->form == RG_FORM_JSON) != (part->content == RG_CONTENT_JSON))
        return RG_OK;
    if (!resource->member)
        *yes = is_named(part->stem, resource->name);
    else if (rg_utf8_valid_prefix(part->stem) == part->stem.size)
        return rg_pattern_match(resource->member, s->matcher, part->stem, yes, error);
    return RG_OK;
}

static rg_status fit_by_name(search *s, fit *f, rg_error *error)
{
    rg_status status = RG_OK;
    size_t parts = rg_container_count(s->container);
    for (size_t i = 0; i < parts; i++) {
        const rg_entry *part = rg_container_entry(s->container, i);
        f->resource_of[i] = RG_NO_RESOURCE;
        for (size_t r = 0; status == RG_OK && r < f->t->resource_count; r++) {
            bool yes;
            status = matches(s, &f->t->resources[r], part, &yes, error);
            if (status != RG_OK || !yes)
                continue;
            f->resource_of[i] = r;
            f->known++;
            break;
        }
    }
    return status;
}

/* ---------------------------------------------------------------- headers */

/* Classify one part by its rows. */
static rg_status classify_part(const search *s, size_t index, const rg_choice *choice, rg_class *class, rg_error *error)
{
    rg_error cause = {0};
    rg_input *input = NULL;
    rg_decoder *decoder = NULL;
    rg_reader *reader = NULL;
    bool is_sheet = rg_container_entry(s->container, index)->content == RG_CONTENT_SHEET;
    const char *encoding = is_sheet ? "UTF-8" : s->options ? s->options->encoding : NULL;
    *class = (rg_class){.delimiter = ','};
    rg_status status = rg_container_read(s->container, index, &input, &cause);
    if (status == RG_OK)
        status = rg_decoder_open(&decoder, input, encoding, &cause);
    if (status == RG_OK)
        status = rg_reader_open(&reader, rg_decoder_text(decoder), s->options, &cause);
    if (status == RG_OK)
        status = rg_classify_table(class, reader, choice,
                                   is_sheet     ? ','
                                   : s->options ? s->options->delimiter
                                                : 0,
                                   s->arena, &cause);
    rg_reader_close(reader);
    rg_decoder_close(decoder);
    rg_container_done(s->container, input);
    if (status != RG_OK && status != RG_DAMAGED && error)
        *error = cause;
    return status == RG_DAMAGED ? RG_OK : status; /* told when it is read */
}

/* Tables that no name tells, by their headers: exports of single tabs have any name. */
static rg_status fit_by_header(search *s, fit *f, rg_error *error)
{
    const rg_choice choice = {.templates = &f->t, .count = 1};
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < rg_container_count(s->container); i++) {
        rg_class class;
        if (f->resource_of[i] != RG_NO_RESOURCE || !is_table(rg_container_entry(s->container, i)))
            continue;
        status = classify_part(s, i, &choice, &class, error);
        if (status == RG_OK && class.package == f->t) {
            f->resource_of[i] = class.resource;
            f->known++;
        }
    }
    return status;
}

/* ---------------------------------------------------------------- the choice */

static double share(const search *s, const fit *f)
{
    return s->readable ? (double)f->known / (double)s->readable : 0;
}

static bool is_recognised(const search *s, const fit *f)
{
    return f->known && share(s, f) >= f->t->header_share;
}

/* Try a package; a template that is none is left to the headers. */
static rg_status try_package(search *s, const rg_template *t, rg_error *error)
{
    if (!t->resource_count)
        return RG_OK;
    if (!RG_GROW(s->fits, s->count, s->capacity))
        return rg_fail_memory(error);
    fit *f = &s->fits[s->count++];
    *f = (fit){.t = t};
    f->resource_of = rg_arena_alloc(s->arena, (rg_container_count(s->container) + 1) * sizeof *f->resource_of);
    if (!f->resource_of)
        return rg_fail_memory(error);
    return fit_by_name(s, f, error);
}

static fit *find_best(const search *s, bool guesses)
{
    fit *best = NULL;
    for (size_t i = 0; i < s->count; i++)
        if (s->fits[i].t->is_guess == guesses && is_recognised(s, &s->fits[i]) &&
            (!best || s->fits[i].known > best->known))
            best = &s->fits[i];
    return best;
}

static rg_status try_all(search *s, rg_error *error)
{
    const rg_template *t;
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && (i == 0 || !s->choice->is_given); i++) {
        status = rg_choice_at(s->choice, i, &t, error);
        if (status == RG_OK)
            status = try_package(s, t, error);
    }
    return status == RG_DONE ? RG_OK : status;
}

static void choose(rg_members *m, const search *s, const fit *f)
{
    rg_arena *arena = s->arena;
    m->t = f->t;
    m->resource_of = f->resource_of;
    m->words.name = f->t->classification;
    m->words.template_name = f->t->name;
    m->words.confidence = f->t->is_guess ? 0.5 * share(s, f) : share(s, f);
    if (s->choice->is_given)
        rg_add_words(arena, &m->words.reasons, &m->words.reason_count, "the template was given");
    rg_add_words(arena, &m->words.reasons, &m->words.reason_count,
                 rg_arena_printf(arena, "%zu of the %zu members are known", f->known, s->readable));
    if (f->t->is_guess)
        rg_add_words(arena, &m->words.reasons, &m->words.reason_count,
                     "a guess: it is none of the other kinds, and nobody has published what this one looks like");
}

static void describe_near_misses(rg_members *m, const search *s)
{
    for (size_t i = 0; i < s->count && m->words.near_miss_count < MOST_NEAR_MISSES; i++)
        if (s->fits[i].t != m->t && s->fits[i].known && !s->fits[i].t->is_guess)
            rg_add_words(s->arena, &m->words.near_misses, &m->words.near_miss_count,
                         rg_arena_printf(s->arena, "%s: %zu of the %zu members are its members", s->fits[i].t->name,
                                         s->fits[i].known, s->readable));
}

static bool is_csv(const rg_entry *part)
{
    rg_text name = rg_text_of(part->member->name);
    rg_text ending = {name.bytes + (name.size < 4 ? 0 : name.size - 4), name.size < 4 ? 0 : 4};
    return is_table(part) && rg_text_equal_nocase(ending, rg_text_of(".csv"));
}

/* Is there nothing but CSV files? Guesses need that much. */
static bool is_all_csv(const rg_container *container)
{
    size_t parts = rg_container_count(container), i = 0;
    while (i < parts && is_csv(rg_container_entry(container, i)))
        i++;
    return parts > 0 && i == parts;
}

/* A guess needs that all members are CSV files; how many are? */
static void describe_guess(rg_members *m, const search *s, const fit *f)
{
    size_t count = 0, parts = rg_container_count(s->container);
    for (size_t i = 0; i < parts; i++)
        count += is_csv(rg_container_entry(s->container, i));
    if (count && f->t != m->t && rg_container_packaging(s->container) == RG_PACKAGING_ZIP)
        rg_add_words(s->arena, &m->words.near_misses, &m->words.near_miss_count,
                     rg_arena_printf(s->arena, "%s: %zu of the %zu members are CSV files, and all would have to be",
                                     f->t->name, count, parts));
}

/* A table that something is known about, among others that are nothing known. */
static rg_status describe_tables(rg_members *m, const search *s, rg_error *error)
{
    rg_status status = RG_OK;
    size_t looked = 0;
    for (size_t i = 0; status == RG_OK && i < rg_container_count(s->container) && looked < MOST_LOOKED_AT; i++) {
        const rg_entry *part = rg_container_entry(s->container, i);
        rg_class class;
        if (!is_table(part) || m->words.near_miss_count == MOST_NEAR_MISSES)
            continue;
        looked++;
        status = classify_part(s, i, s->choice, &class, error);
        if (status == RG_OK && class.t)
            rg_add_words(s->arena, &m->words.near_misses, &m->words.near_miss_count,
                         rg_arena_printf(s->arena, "%s: that is what `%s` in it is by itself",
                                         class.words.template_name, part->member->name));
    }
    return status;
}

/* What it would have been, where it is nothing or a guess. */
static rg_status describe_others(rg_members *m, const search *s, rg_error *error)
{
    if (m->words.near_miss_count)
        return RG_OK;
    describe_near_misses(m, s);
    if (s->choice->is_given || (m->t && !m->t->is_guess))
        return RG_OK;
    rg_status status = m->words.near_miss_count ? RG_OK : describe_tables(m, s, error);
    for (size_t i = 0; status == RG_OK && i < s->count && m->words.near_miss_count < MOST_NEAR_MISSES; i++)
        if (s->fits[i].t->is_guess)
            describe_guess(m, s, &s->fits[i]);
    return status;
}

/* The only table, by its rows: any template may be it. */
static rg_status classify_only(rg_members *m, search *s, rg_error *error)
{
    rg_class class;
    rg_status status = classify_part(s, s->only, s->choice, &class, error);
    if (status != RG_OK)
        return status;
    m->words = class.words;
    if (!class.t)
        return RG_OK;
    m->t = class.package ? class.package : class.t;
    m->only = s->only;
    m->resource_of = rg_arena_alloc(s->arena, (rg_container_count(s->container) + 1) * sizeof *m->resource_of);
    if (!m->resource_of)
        return rg_fail_memory(error);
    for (size_t i = 0; i < rg_container_count(s->container); i++)
        m->resource_of[i] = RG_NO_RESOURCE;
    if (class.package)
        m->resource_of[s->only] = class.resource;
    return RG_OK;
}

static rg_status decide(rg_members *m, search *s, rg_error *error)
{
    rg_status status = try_all(s, error);
    fit *best = status == RG_OK ? find_best(s, false) : NULL;
    bool is_alone = s->tables == 1 && (s->readable == 1 || (s->choice->is_given && !s->count));
    if (status == RG_OK && !best && is_alone)
        status = classify_only(m, s, error);
    for (size_t i = 0; status == RG_OK && !best && !m->t && s->tables > 1 && i < s->count; i++)
        if (!s->fits[i].t->is_guess)
            status = fit_by_header(s, &s->fits[i], error);
    if (status == RG_OK && !m->t && !best)
        best = find_best(s, false);
    if (status == RG_OK && !m->t && !best && is_all_csv(s->container) &&
        rg_container_packaging(s->container) == RG_PACKAGING_ZIP)
        best = find_best(s, true);
    /* Told to take it for a package, take what there is of it. */
    if (status == RG_OK && !m->t && !best && s->choice->is_given && s->count)
        best = &s->fits[0];
    if (status == RG_OK && best)
        status = fit_by_header(s, best, error);
    if (status == RG_OK && best)
        choose(m, s, best);
    return status == RG_OK ? describe_others(m, s, error) : status;
}

rg_status rg_members_classify(rg_members *m, rg_container *container, const rg_choice *choice,
                              const rg_check_options *options, rg_arena *arena, rg_error *error)
{
    search s = {.container = container, .choice = choice, .options = options, .arena = arena};
    const rg_pattern_limits limits = {.match = 1000000, .depth = 10000, .heap_kib = 4096};
    *m = (rg_members){0};
    for (size_t i = 0; i < rg_container_count(container); i++) {
        const rg_entry *part = rg_container_entry(container, i);
        s.readable += is_readable(part);
        s.tables += is_table(part);
        s.only = is_table(part) ? i : s.only;
    }
    rg_status status = rg_matcher_open(&s.matcher, limits, error);
    if (status == RG_OK)
        status = decide(m, &s, error);
    rg_matcher_close(s.matcher);
    rg_free(s.fits);
    return status == RG_OK && arena->failed ? rg_fail_memory(error) : status;
}
