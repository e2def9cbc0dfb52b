/* template_source.c - where templates come from: files, and the library itself. */
#include <string.h>

#include "error.h"
#include "input.h"
#include "spelling.h"
#include "template_parts.h"
#include "text.h"

#define MAX_SIZE ((size_t)2 << 20) /* more than any template may have: the rest need not be read */

static rg_status read_all(rg_input *input, rg_buffer *text, rg_error *error)
{
    char piece[4096];
    size_t size = 1;
    rg_status status = RG_OK;
    while (status == RG_OK && size && text->size < MAX_SIZE) {
        status = rg_input_read(input, piece, sizeof piece, &size, error);
        if (status == RG_OK)
            rg_buffer_add(text, piece, size);
    }
    return status == RG_OK && text->failed ? rg_fail_memory(error) : status;
}

static rg_status resolve(const char *source, const char *name, rg_template **template_, rg_error *error);

rg_status rg_template_load_text(rg_template **template_, const char *name, rg_text text, rg_error *error)
{
    return rg_template_load(template_, name, text, resolve, error);
}

rg_status rg_template_read(const char *path, rg_buffer *text, rg_error *error)
{
    rg_input *input;
    rg_status status = rg_input_open(&input, path, error);
    if (status == RG_OK)
        status = read_all(input, text, error);
    rg_input_close(input);
    return status;
}

static rg_status load_file(rg_template **template_, const char *path, rg_resolve_function *further, rg_error *error)
{
    rg_buffer text = {0};
    *template_ = NULL;
    rg_status status = rg_template_read(path, &text, error);
    if (status == RG_OK)
        status = rg_template_load(template_, path, rg_buffer_text(&text), further, error);
    rg_buffer_free(&text);
    return status;
}

rg_status rg_template_load_file(rg_template **template_, const char *path, rg_error *error)
{
    return load_file(template_, path, resolve, error);
}

static const rg_text *find_builtin(const char *name, rg_text *text)
{
    for (size_t i = 0; i < rg_builtin_count(); i++) {
        if (strcmp(rg_builtin_name(i), name) == 0) {
            *text = rg_builtin_text(i);
            return text;
        }
    }
    return NULL;
}

/* A built-in template, or one in a file beside `source`. */
static rg_status find(const char *source, const char *name, rg_template **template_, rg_resolve_function *further,
                      rg_error *error)
{
    rg_text text;
    const char *slash = strrchr(source, '/');
    rg_buffer path = {0};
    *template_ = NULL;
    if (find_builtin(name, &text))
        return rg_template_load(template_, name, text, further, error);
    rg_buffer_add(&path, source, slash && *name != '/' ? (size_t)(slash - source) + 1 : 0);
    rg_buffer_add_string(&path, name);
    rg_status status =
        path.failed ? rg_fail_memory(error) : load_file(template_, rg_buffer_text(&path).bytes, further, error);
    rg_buffer_free(&path);
    return status;
}

/* A table that a package refers to; it cannot be a package itself. */
static rg_status resolve(const char *source, const char *name, rg_template **template_, rg_error *error)
{
    return find(source, name, template_, NULL, error);
}

rg_status rg_template_refer(const char *source, const char *name, rg_template **template_, rg_error *error)
{
    return find(source, name, template_, resolve, error);
}

static rg_status unknown_builtin(const char *name, rg_error *error)
{
    size_t count = rg_builtin_count();
    const char **names = rg_alloc(count * sizeof *names);
    rg_buffer all = {0};
    if (!names)
        return rg_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        names[i] = rg_builtin_name(i);
        if (!strchr(names[i], '/')) /* parts of others are too many to name */
            rg_buffer_printf(&all, "%s`%s`", all.size ? ", " : "", names[i]);
    }
    rg_status status = RG_BAD_USAGE;
    const char *nearest = rg_nearest_name(rg_text_of(name), names, count, &all.failed);
    if (all.failed)
        status = rg_fail_memory(error);
    else if (nearest)
        rg_fail(error, RG_BAD_USAGE, "there is no built-in template `%s`; did you mean `%s`?", name, nearest);
    else
        rg_fail(error, RG_BAD_USAGE, "there is no built-in template `%s`; there are: %s", name,
                rg_buffer_text(&all).bytes);
    rg_free(names);
    rg_buffer_free(&all);
    return status;
}

rg_status rg_template_builtin(rg_template **template_, const char *name, rg_error *error)
{
    rg_text text;
    *template_ = NULL;
    if (find_builtin(name, &text))
        return rg_template_load(template_, name, text, resolve, error);
    return unknown_builtin(name, error);
}
