/* template_words.h - read the maps of a template by tables of words. */
#ifndef RG_TEMPLATE_WORDS_H
#define RG_TEMPLATE_WORDS_H

#include "template.h"
#include "yaml.h"

/* Load the template that `source` refers to by `name`. */
typedef rg_status rg_resolve_function(const char *source, const char *name, rg_template **template_, rg_error *error);

/* What every function that loads a part of a template is given. */
typedef struct rg_loader {
    rg_template *t;
    rg_resolve_function *resolve;
    const rg_yaml *yaml;
    rg_error *error;
} rg_loader;

/* Load the value `node` into `*out`, whose type the function knows. */
typedef rg_status rg_load_function(rg_loader *loader, const rg_yaml_node *node, void *out);

/* A property that a map may have. */
typedef struct rg_word {
    const char *name;
    rg_load_function *load; /* NULL: a word of Table Schema that rowgate does not support, which is an error */
    size_t offset;          /* of what it loads, in the struct for the whole map */
    unsigned types;         /* the column types it means something for, as bits (1 << rg_type); 0: all */
} rg_word;

#define RG_COUNT(array) (sizeof(array) / sizeof *(array))

/* Load each property of the map `node` by its word. Unknown, unsupported and repeated words and values left
 * out are errors. `what` names the map in messages: "a field", "the template". */
rg_status rg_load_words(rg_loader *loader, const rg_yaml_node *node, const char *what, const rg_word *words,
                        size_t count, void *out);
/* The value of a map's property, or NULL. */
const rg_yaml_node *rg_yaml_property(const rg_yaml_node *map, const char *name);

/* Fails unless the node is of this kind; `expected` says what it should have been: "a list of fields". */
rg_status rg_expect(rg_loader *loader, const rg_yaml_node *node, rg_yaml_kind kind, const char *expected);
/* ", did you mean `x`?" in the arena, or "". */
const char *rg_did_you_mean(rg_loader *loader, const char *name, const char *const *candidates, size_t count);

/* Loaders; the comment says what `out` points to. */
rg_load_function rg_load_nothing;  /* accept anything, for words without a meaning for checks */
rg_load_function rg_load_node;     /* const rg_yaml_node *: look at it later */
rg_load_function rg_load_string;   /* const char *, perhaps empty */
rg_load_function rg_load_text;     /* const char *: the same, but `null` and `~` only in quotes */
rg_load_function rg_load_name;     /* const char *, not empty */
rg_load_function rg_load_bool;     /* bool */
rg_load_function rg_load_char;     /* char: one ASCII character that is no digit, letter, quote or control */
rg_load_function rg_load_count;    /* uint64_t */
rg_load_function rg_load_strings;  /* rg_strings, from a list */
rg_load_function rg_load_severity; /* rg_severity */
rg_load_function rg_load_pattern;  /* rg_pattern *, owned by the template, one for each distinct text */
rg_load_function rg_load_column;   /* size_t: the index of the column with that name */
/* A list whose items `load_item` loads, each as a const char *. */
rg_status rg_load_texts(rg_loader *loader, const rg_yaml_node *node, rg_strings *strings, rg_load_function *load_item);
/* As rg_load_column, for a name that is only a part of the node's text. */
rg_status rg_find_column(rg_loader *loader, const rg_yaml_node *node, rg_text name, size_t *column);

#endif
