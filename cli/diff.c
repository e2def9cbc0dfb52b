/* diff.c - what was changed in files, as a unified diff or in JSON.
 *
 * The diff has no lines of context: lines of an inventory are long, and their numbers say where they belong. Behind the
 * numbers stands what was changed: the record, the column, its value before and after, and the finding that it cures. A
 * second pass over a file is a second diff of it, against what the first has left. */
#include "diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RED "\033[31m"
#define GREEN "\033[32m"
#define CYAN "\033[36m"
#define PLAIN "\033[0m"

rg_status diff_open(diff *d, diff_format format, bool color, rg_error *error)
{
    *d = (diff){.format = format, .color = color};
    if (format == DIFF_NONE)
        return RG_OK;
    rg_status status = rg_spool_open(&d->all, error);
    return status == RG_OK ? rg_spool_open(&d->pass, error) : status;
}

void diff_close(diff *d)
{
    rg_spool_close(d->all);
    rg_spool_close(d->pass);
    *d = (diff){0};
}

rg_status diff_begin_pass(diff *d, const char *path, uint64_t number, rg_error *error)
{
    d->path = path;
    d->number = number;
    d->changes = d->changes_before;
    d->more_lines = 0;
    d->has_heading = false;
    return d->format == DIFF_NONE ? RG_OK : rg_spool_clear(d->pass, error);
}

rg_status diff_end_pass(diff *d, rg_error *error)
{
    d->changes_before = d->changes;
    return d->format == DIFF_NONE ? RG_OK : rg_spool_copy(d->pass, rg_spool_write, d->all, error);
}

static rg_status put(diff *d, const char *bytes, size_t size, rg_error *error)
{
    return rg_spool_write(d->pass, (rg_text){bytes, size}, error);
}

static rg_status put_string(diff *d, const char *string, rg_error *error)
{
    return put(d, string, strlen(string), error);
}

/* ---------------------------------------------------------------- unified */

/* The size of the first line with its end, as diff and patch count lines: by line feeds. */
static size_t line_size(rg_text text)
{
    const char *end = memchr(text.bytes, '\n', text.size);
    return end ? (size_t)(end - text.bytes) + 1 : text.size;
}

static uint64_t count_lines(rg_text text)
{
    uint64_t count = 0;
    for (size_t size; text.size; text = (rg_text){text.bytes + size, text.size - size}, count++)
        size = line_size(text);
    return count;
}

/* A value for people: shortened, and without line ends and other control bytes. */
static rg_status put_value(diff *d, rg_text value, rg_error *error)
{
    enum { MOST = 60 };
    char shown[MOST + 8] = "\"";
    size_t size = 1;
    for (size_t i = 0; i < value.size && i < MOST; i++)
        shown[size++] = (unsigned char)value.bytes[i] < ' ' || value.bytes[i] == 0x7F ? '?' : value.bytes[i];
    /* Not half of a character. */
    while (value.size > MOST && size > 1 && ((unsigned char)shown[size - 1] & 0x80)) {
        bool is_first = ((unsigned char)shown[size - 1] & 0xC0) == 0xC0;
        size--;
        if (is_first)
            break;
    }
    memcpy(shown + size, value.size > MOST ? "…\"" : "\"", value.size > MOST ? 5 : 2);
    return put_string(d, shown, error);
}

/* "record 7: IPAddress: "a" -> "b" [E310]" */
static rg_status put_change(diff *d, const rg_change *change, bool is_first, rg_error *error)
{
    char words[512];
    size_t shown = 0;
    bool has_field = change->field && change->scope == RG_FIX_FIELD;
    snprintf(words, sizeof words, "%s%.200s%s", is_first ? " " : "; ", has_field ? change->field : "",
             has_field ? ": " : "");
    for (; words[shown]; shown++) /* a name may have line ends in it */
        words[shown] = (unsigned char)words[shown] < ' ' || words[shown] == 0x7F ? '?' : words[shown];
    rg_status status = put_string(d, words, error);
    if (status == RG_OK && change->scope == RG_FIX_FIELD) {
        status = put_value(d, change->before, error);
        if (status == RG_OK)
            status = put_string(d, " -> ", error);
        if (status == RG_OK)
            status = put_value(d, change->after, error);
    } else if (status == RG_OK) {
        const char *what = change->scope == RG_FIX_FILE ? "the file gets " : "";
        int size = change->scope == RG_FIX_FILE ? (int)change->after.size : 0;
        const char *title = change->scope == RG_FIX_FILE ? "" : change->code->title;
        snprintf(words, sizeof words, "%s%.*s%s", what, size, size ? change->after.bytes : "", title);
        status = put_string(d, words, error);
    }
    snprintf(words, sizeof words, " [%s%s]", change->code->id, change->safe ? "" : ", unsafe");
    return status == RG_OK ? put_string(d, words, error) : status;
}

/* The lines of `text`, each behind `sign`. A terminal is not sent what the file says it should do. */
static rg_status put_lines(diff *d, rg_text text, const char *sign, const char *color, rg_error *error)
{
    rg_status status = RG_OK;
    bool ends = !text.size || text.bytes[text.size - 1] == '\n';
    for (size_t size; status == RG_OK && text.size; text = (rg_text){text.bytes + size, text.size - size}) {
        size = line_size(text);
        status = put_string(d, d->color ? color : "", error);
        if (status == RG_OK)
            status = put_string(d, sign, error);
        for (size_t i = 0; d->color && status == RG_OK && i < size; i++) {
            bool is_control = ((unsigned char)text.bytes[i] < ' ' && text.bytes[i] != '\n' && text.bytes[i] != '\t') ||
                              text.bytes[i] == 0x7F;
            status = put(d, is_control ? "" : text.bytes + i, !is_control, error);
        }
        if (!d->color && status == RG_OK)
            status = put(d, text.bytes, size, error);
        if (status == RG_OK)
            status = put_string(d, d->color ? PLAIN : "", error);
    }
    return status == RG_OK && !ends ? put_string(d, "\n\\ No newline at end of file\n", error) : status;
}

static rg_status add_hunk(diff *d, const rg_fixed *fixed, rg_error *error)
{
    uint64_t before = count_lines(fixed->before), after = count_lines(fixed->after);
    uint64_t to = fixed->line + (uint64_t)d->more_lines - (after == 0);
    char words[1200];
    rg_status status = RG_OK;
    if (!d->has_heading) {
        const char *end = strchr(d->path, ' ') ? "\t" : ""; /* so that patch knows where a name with blanks ends */
        snprintf(words, sizeof words, "--- %.500s%s\n+++ %.500s%s\n", d->path, end, d->path, end);
        status = put_string(d, words, error);
        d->has_heading = true;
    }
    snprintf(words, sizeof words, "%s@@ -%" PRIu64 ",%" PRIu64 " +%" PRIu64 ",%" PRIu64 " @@%s", d->color ? CYAN : "",
             fixed->line, before, to, after, d->color ? PLAIN : "");
    if (status == RG_OK)
        status = put_string(d, words, error);
    if (status == RG_OK && fixed->change_count && fixed->changes->record) {
        snprintf(words, sizeof words, " record %" PRIu64 ":", fixed->changes->record);
        status = put_string(d, words, error);
    }
    for (size_t i = 0; status == RG_OK && i < fixed->change_count; i++)
        status = put_change(d, &fixed->changes[i], i == 0, error);
    if (status == RG_OK)
        status = put_string(d, "\n", error);
    if (status == RG_OK)
        status = put_lines(d, fixed->before, "-", RED, error);
    if (status == RG_OK)
        status = put_lines(d, fixed->after, "+", GREEN, error);
    d->more_lines += (int64_t)after - (int64_t)before;
    return status;
}

/* ---------------------------------------------------------------- all */

rg_status diff_add(diff *d, const rg_fixed *fixed, rg_error *error)
{
    rg_status status = RG_OK;
    bool is_same = fixed->before.size == fixed->after.size &&
                   (!fixed->before.size || memcmp(fixed->before.bytes, fixed->after.bytes, fixed->before.size) == 0);
    if (d->format == DIFF_UNIFIED)
        return is_same ? RG_OK : add_hunk(d, fixed, error); /* another encoding shows in no text */
    for (size_t i = 0; d->format == DIFF_JSON && status == RG_OK && i < fixed->change_count; i++) {
        status = put_string(d, d->changes++ ? ",\n" : "\n", error);
        if (status == RG_OK)
            status = rg_change_write_json(&fixed->changes[i], d->path, d->number, rg_spool_write, d->pass, error);
    }
    return status;
}

rg_status diff_write(diff *d, rg_write_function *write, void *context, rg_error *error)
{
    char head[128];
    snprintf(head, sizeof head, "{\"rowgate\":{\"version\":\"%s\"},\"changes\":[", rg_version());
    rg_status status = RG_OK;
    if (d->format == DIFF_JSON)
        status = write(context, (rg_text){head, strlen(head)}, error);
    if (status == RG_OK)
        status = rg_spool_copy(d->all, write, context, error);
    if (status == RG_OK && d->format == DIFF_JSON)
        status = write(context, (rg_text){"\n]}\n", 4}, error);
    return status;
}
