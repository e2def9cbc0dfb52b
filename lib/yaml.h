/* yaml.h - YAML or JSON text as a tree that knows where everything stood. */
#ifndef RG_YAML_H
#define RG_YAML_H

#include <stdarg.h>

#include "rowgate.h"

typedef enum rg_yaml_kind { RG_YAML_SCALAR, RG_YAML_LIST, RG_YAML_MAP } rg_yaml_kind;

/* One value. Read-only; an alias shares the children of what it stands for. */
typedef struct rg_yaml_node {
    rg_yaml_kind kind;
    bool quoted;      /* scalars: in quotes or a block, so that `null`, `true` and the like are text */
    const char *text; /* scalars: NUL-terminated, without NUL inside */
    size_t size;      /* scalars: bytes in `text` */
    uint64_t line;    /* of its first character, quote included */
    uint64_t column;
    uint64_t width;                   /* characters to underline */
    size_t offset;                    /* scalars: of the content in the source */
    size_t count;                     /* lists and maps: how many children */
    const struct rg_yaml_node *first; /* lists: the first item; maps: the first value */
    const struct rg_yaml_node *next;
    const struct rg_yaml_node *key; /* of a value in a map: its key, a scalar */
} rg_yaml_node;

typedef struct rg_yaml rg_yaml;

/* Parse exactly one document. `name` stands for the file in errors; it and `text` are borrowed. */
rg_status rg_yaml_parse(rg_yaml **yaml, const char *name, rg_text text, rg_error *error);
const rg_yaml_node *rg_yaml_root(const rg_yaml *yaml);
void rg_yaml_free(rg_yaml *yaml);

/* No value at all: nothing behind the key, `~` or `null`. */
bool rg_yaml_is_null(const rg_yaml_node *node);

/* Write RG_BAD_TEMPLATE with the node's place and an excerpt that points at it; returns it. */
rg_status rg_yaml_fail(const rg_yaml *yaml, const rg_yaml_node *node, rg_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, pointing `characters` into a scalar's content, where the source spells it as it is read.
 * Otherwise at the scalar, with an excerpt of the content alone. */
rg_status rg_yaml_fail_inside(const rg_yaml *yaml, const rg_yaml_node *node, uint64_t characters, rg_error *error,
                              const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
