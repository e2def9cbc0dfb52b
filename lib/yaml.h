/* yaml.h - YAML or JSON text as a tree that knows where everything stood. */
#ifndef RG_YAML_H
#define RG_YAML_H

#include <stdarg.h>

#include "buffer.h"

typedef enum rg_yaml_kind { RG_YAML_SCALAR, RG_YAML_LIST, RG_YAML_MAP } rg_yaml_kind;

/* One value. Read-only; an alias shares the children of what it stands for. A tree is one block of bytes, and in place
 * of pointers there are distances in it: so it can be compiled in, and costs nothing when the program starts. */
typedef struct rg_yaml_node {
    uint16_t kind;   /* rg_yaml_kind */
    uint16_t quoted; /* scalars: in quotes or a block, so that `null`, `true` and the like are text */
    uint32_t size;   /* scalars: bytes of text */
    uint32_t count;  /* lists and maps: how many children */
    uint32_t line;   /* of its first character, quote included */
    uint32_t column;
    uint32_t width;                 /* characters to underline */
    uint32_t offset;                /* scalars: of the content in the source */
    int32_t text, first, next, key; /* see below; bytes from here on, 0: there is none */
} rg_yaml_node;

static inline const void *rg_yaml_from(const rg_yaml_node *node, int32_t distance)
{
    return distance ? (const char *)node + distance : NULL;
}

/* Scalars: NUL-terminated, without NUL inside. */
static inline const char *rg_yaml_text(const rg_yaml_node *node)
{
    return node->text ? rg_yaml_from(node, node->text) : "";
}

/* Lists: the first item; maps: the first value. */
static inline const rg_yaml_node *rg_yaml_first(const rg_yaml_node *node)
{
    return rg_yaml_from(node, node->first);
}

static inline const rg_yaml_node *rg_yaml_next(const rg_yaml_node *node)
{
    return rg_yaml_from(node, node->next);
}

/* Of a value in a map: its key, a scalar. */
static inline const rg_yaml_node *rg_yaml_key(const rg_yaml_node *node)
{
    return rg_yaml_from(node, node->key);
}

typedef struct rg_yaml {
    const char *name;
    rg_text source;
    const rg_yaml_node *root; /* where the block begins */
    rg_buffer block;          /* empty: it belongs to somebody else */
} rg_yaml;

/* Parse exactly one document. `name` stands for the file in errors; it and `text` are borrowed. */
rg_status rg_yaml_parse(rg_yaml **yaml, const char *name, rg_text text, rg_error *error);
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
