/* yaml_node.c - is a node null, and errors that point at it. */
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "source.h"
#include "yaml.h"

bool rg_yaml_is_null(const rg_yaml_node *node)
{
    const char *text = rg_yaml_text(node);
    return node->kind == RG_YAML_SCALAR && !node->quoted &&
           (!*text || !strcmp(text, "~") || !strcmp(text, "null") || !strcmp(text, "Null") || !strcmp(text, "NULL"));
}

static rg_status fail(const rg_yaml *yaml, rg_error *error, const char *format, va_list arguments)
{
    char message[sizeof error->message];
    vsnprintf(message, sizeof message, format, arguments);
    return rg_fail_file(error, RG_BAD_TEMPLATE, yaml->name, "%s", message);
}

rg_status rg_yaml_fail(const rg_yaml *yaml, const rg_yaml_node *node, rg_error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(yaml, error, format, arguments);
    va_end(arguments);
    rg_source_place(yaml->source, node->line, node->column, node->width, error);
    return RG_BAD_TEMPLATE;
}

rg_status rg_yaml_fail_inside(const rg_yaml *yaml, const rg_yaml_node *node, uint64_t characters, rg_error *error,
                              const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(yaml, error, format, arguments);
    va_end(arguments);
    const char *text = rg_yaml_text(node);
    bool verbatim = node->size <= yaml->source.size - node->offset &&
                    memcmp(yaml->source.bytes + node->offset, text, node->size) == 0 && !strchr(text, '\n');
    rg_source_place(yaml->source, node->line, node->column + (verbatim ? node->quoted + characters : 0),
                    verbatim ? 1 : node->width, error);
    if (error && !verbatim)
        rg_source_excerpt((rg_text){text, node->size}, node->line, characters + 1, 1, error);
    return RG_BAD_TEMPLATE;
}
