/* template_types.c - load the type of a field and its format. */
#include <string.h>

#include "template_parts.h"
#include "time_value.h"
#include "value.h"

#define UNSUPPORTED (-1) /* a word of Table Schema without support here */

typedef struct choice {
    const char *name;
    int value;
} choice;

static const choice types[] = {
#define X(id, word, noun) {word, RG_TYPE_##id},
    RG_TYPES(X)
#undef X
        {"object", UNSUPPORTED},
    {"array", UNSUPPORTED},
    {"duration", UNSUPPORTED},
    {"yearmonth", UNSUPPORTED},
    {"geopoint", UNSUPPORTED},
    {"geojson", UNSUPPORTED},
};

static const choice string_formats[] = {
#define X(id, word, noun) {word, RG_FORMAT_##id},
    RG_STRING_FORMATS(X)
#undef X
        {"binary", UNSUPPORTED},
};

/* `what` is "type" or "format". */
static rg_status choose(rg_loader *loader, const rg_yaml_node *node, const char *what, const choice *choices,
                        size_t count, int *out)
{
    const char *names[RG_COUNT(types)]; /* the longer of the two tables */
    size_t supported = 0;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a single word");
    if (status != RG_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(choices[i].name, rg_yaml_text(node)) == 0 && choices[i].value == UNSUPPORTED)
            return rg_yaml_fail(loader->yaml, node, loader->error,
                                "%s `%s` of Table Schema is not supported by rowgate", what, rg_yaml_text(node));
        if (strcmp(choices[i].name, rg_yaml_text(node)) == 0) {
            *out = choices[i].value;
            return RG_OK;
        }
        if (choices[i].value != UNSUPPORTED)
            names[supported++] = choices[i].name;
    }
    return rg_yaml_fail(loader->yaml, node, loader->error, "unknown %s `%s`%s", what, rg_yaml_text(node),
                        rg_did_you_mean(loader, rg_yaml_text(node), names, supported));
}

static rg_status load_time_format(rg_loader *loader, const rg_yaml_node *node, rg_value_type *type)
{
    if (!strchr(rg_yaml_text(node), '%'))
        return rg_yaml_fail(loader->yaml, node, loader->error,
                            "format `%s` is not supported for type `%s`; expected `default` or a pattern such as"
                            " '%%d/%%m/%%Y'",
                            rg_yaml_text(node), rg_type_name(type->type));
    const char *fault = rg_time_format_fault(rg_yaml_text(node));
    if (!fault)
        return rg_load_string(loader, node, &type->time_format);
    return rg_yaml_fail_inside(loader->yaml, node, (uint64_t)(fault - rg_yaml_text(node)), loader->error,
                               "unsupported directive; known are %%Y %%m %%d %%H %%M %%S %%y %%j %%%%");
}

static rg_status load_format(rg_loader *loader, const rg_yaml_node *node, rg_value_type *type)
{
    int format = RG_FORMAT_NONE;
    rg_status status = rg_expect(loader, node, RG_YAML_SCALAR, "a format");
    if (status != RG_OK || strcmp(rg_yaml_text(node), "default") == 0)
        return status;
    switch (type->type) {
    case RG_TYPE_STRING:
        status = choose(loader, node, "format", string_formats, RG_COUNT(string_formats), &format);
        type->format = (rg_string_format)format;
        return status;
    case RG_TYPE_DATE:
    case RG_TYPE_DATETIME:
    case RG_TYPE_TIME:
        return load_time_format(loader, node, type);
    case RG_TYPE_LIST:
        return rg_yaml_fail(loader->yaml, node, loader->error,
                            "a list has no format; that of its items is `itemFormat`");
    default:
        return rg_yaml_fail(loader->yaml, node, loader->error, "type `%s` has no format but `default`",
                            rg_type_name(type->type));
    }
}

rg_status rg_load_type(rg_loader *loader, const rg_yaml_node *type, const rg_yaml_node *format, rg_value_type *out)
{
    int chosen = (int)out->type;
    rg_status status = type ? choose(loader, type, "type", types, RG_COUNT(types), &chosen) : RG_OK;
    out->type = (rg_type)chosen;
    return status == RG_OK && format ? load_format(loader, format, out) : status;
}
