/* template.h - a template in memory, as template_load.c leaves it: complete and free of contradictions. */
#ifndef RG_TEMPLATE_H
#define RG_TEMPLATE_H

#include "memory.h"
#include "pattern.h"
#include "rowgate.h"

/* Types and formats: the word in templates, and the noun in messages. */
#define RG_TYPES(X)                                                                                                    \
    X(ANY, "any", "anything")                                                                                          \
    X(STRING, "string", "text")                                                                                        \
    X(INTEGER, "integer", "a whole number")                                                                            \
    X(NUMBER, "number", "a number")                                                                                    \
    X(BOOLEAN, "boolean", "a boolean")                                                                                 \
    X(DATE, "date", "a date")                                                                                          \
    X(DATETIME, "datetime", "a date and time")                                                                         \
    X(TIME, "time", "a time")                                                                                          \
    X(YEAR, "year", "a year")                                                                                          \
    X(LIST, "list", "a list")

typedef enum rg_type {
#define X(id, word, noun) RG_TYPE_##id,
    RG_TYPES(X)
#undef X
} rg_type;

#define RG_STRING_FORMATS(X)                                                                                           \
    X(NONE, "default", "text")                                                                                         \
    X(EMAIL, "email", "an email address")                                                                              \
    X(URI, "uri", "a URI")                                                                                             \
    X(UUID, "uuid", "a UUID")                                                                                          \
    X(IPV4, "ipv4", "an IPv4 address")                                                                                 \
    X(IPV6, "ipv6", "an IPv6 address")                                                                                 \
    X(IP, "ip", "an IP address")                                                                                       \
    X(HOSTNAME, "hostname", "a host name")                                                                             \
    X(MAC, "mac", "a MAC address")

typedef enum rg_string_format {
#define X(id, word, noun) RG_FORMAT_##id,
    RG_STRING_FORMATS(X)
#undef X
} rg_string_format;

typedef struct rg_strings {
    const char **items;
    size_t count;
} rg_strings;

/* How a value that is not a list, or one item of a list, must look. */
typedef struct rg_value_type {
    rg_type type;
    rg_string_format format;              /* strings */
    const char *time_format;              /* date, datetime, time: a strptime pattern, or NULL for ISO 8601 */
    char decimal_char;                    /* numbers; '.' */
    const char *group_char;               /* integers and numbers; NULL: no thousands separators */
    const char *unit;                     /* what numbers count, e.g. "MB"; NULL: not said */
    bool bare_number;                     /* false: text before and after the digits is passed over ("16 GB", "95%") */
    rg_strings true_values, false_values; /* booleans */
} rg_value_type;

/* A bound, with the text it was declared as for messages. */
typedef struct rg_bound {
    const char *text; /* NULL: no bound */
    double value;     /* numbers as they are; dates and times as rg_value_number gives them */
} rg_bound;

typedef struct rg_constraints {
    bool required;
    bool unique;
    rg_bound minimum, maximum, exclusive_minimum, exclusive_maximum; /* lists: of each item */
    uint64_t min_length;                                             /* characters; lists: items */
    uint64_t max_length;                                             /* UINT64_MAX: no limit */
    rg_pattern *pattern;                                             /* lists: of each item; owned by the template */
    rg_strings allowed;                                              /* enum; lists: of each item */
} rg_constraints;

/* What to make of a value that the column does not take: all of it is replaced where it matches. */
typedef struct rg_rewrite {
    rg_pattern *pattern;
    const char *replacement;
    bool safe; /* the author vouches that it cannot change the meaning */
} rg_rewrite;

typedef struct rg_column {
    const char *name;
    rg_strings aliases; /* names that it had in other versions of what writes the file */
    bool expected;      /* every file has the column, whatever it holds */
    const char *title;  /* "" when absent, as are the next three */
    const char *description;
    const char *message; /* said in place of ours when a value breaks type, pattern or constraint */
    const char *hint;
    rg_severity severity;
    rg_value_type value; /* type RG_TYPE_LIST: `item` holds what its items are */
    rg_value_type item;
    char delimiter;            /* lists */
    rg_strings missing_values; /* the field's own or the template's; "" is among them by default */
    rg_constraints constraints;
    rg_rewrite *rewrites; /* of the value, or of a list's items; tried in this order */
    size_t rewrite_count;
    rg_strings accept, reject; /* examples */
    unsigned line;             /* of its declaration, for "rule:" lines */
} rg_column;

/* Columns that count only together; most keys have one. Indexes into rg_template.columns. */
typedef struct rg_key {
    size_t *columns;
    size_t count;
} rg_key;

typedef enum rg_rule_kind {
    RG_RULE_AT_LEAST_ONE,
    RG_RULE_ALL_OR_NONE,
    RG_RULE_ORDER,
    RG_RULE_PRODUCT,
    RG_RULE_WHEN
} rg_rule_kind;

typedef enum rg_then { RG_THEN_REQUIRED, RG_THEN_EMPTY, RG_THEN_MATCHES } rg_then;

typedef struct rg_rule {
    rg_rule_kind kind;
    const char *name; /* "" when absent, as are the next two */
    const char *message;
    const char *hint;
    rg_severity severity;
    unsigned line;
    rg_key *groups; /* at least one of: the groups; else one group: the columns it is about */
    size_t group_count;
    size_t when_column;       /* RG_RULE_WHEN */
    rg_pattern *when_pattern; /* NULL: when the column has a value */
    rg_then then;
    rg_pattern *then_pattern;
} rg_rule;

/* Records that are no servers: those in which the value of `column` matches. */
typedef struct rg_exception {
    size_t column;
    rg_pattern *pattern; /* NULL: any value */
} rg_exception;

typedef enum rg_fields_match {
    RG_MATCH_EXACT,    /* the same columns in the same order */
    RG_MATCH_EQUAL,    /* the same columns */
    RG_MATCH_SUBSET,   /* every declared column, and perhaps more */
    RG_MATCH_SUPERSET, /* only declared columns, perhaps not all */
    RG_MATCH_PARTIAL   /* at least one declared column, perhaps others */
} rg_fields_match;

/* How a file comes: the word in templates, and what people call it. */
#define RG_PACKAGINGS(X)                                                                                               \
    X(FILE, "file", "a single CSV file")                                                                               \
    X(ZIP, "zip", "a ZIP")                                                                                             \
    X(FOLDER, "folder", "a folder")                                                                                    \
    X(WORKBOOK, "xlsx", "a workbook")                                                                                  \
    X(ZIPPED_WORKBOOK, "zipped-xlsx", "a ZIP of a workbook")

typedef enum rg_packaging {
#define X(id, word, noun) RG_PACKAGING_##id,
    RG_PACKAGINGS(X)
#undef X
        RG_PACKAGING_COUNT
} rg_packaging;

extern const char *const rg_packaging_nouns[RG_PACKAGING_COUNT];

typedef enum rg_form { RG_FORM_CSV, RG_FORM_JSON } rg_form;
typedef enum rg_json_top { RG_JSON_ANY, RG_JSON_ARRAY, RG_JSON_OBJECT } rg_json_top;

/* A member of a package: a table, or a JSON document. */
typedef struct rg_resource {
    const char *name;
    rg_pattern *member; /* of its name, without folders and ending; NULL: `name`, but for case, `-` and `_` */
    rg_form form;
    rg_template *table; /* owned; NULL: any table, or JSON */
    rg_json_top top;
    rg_strings truncated_by; /* names that occur in a JSON object only when something is left out */
    bool required;
    bool needs_records; /* a table with nothing but a header is an error */
    const char *hint;   /* when it is missing; NULL: nothing special */
    unsigned line;
} rg_resource;

/* Headers that are not the template's, but nearly: what to do about them. */
typedef struct rg_lookalike {
    rg_pattern *header; /* of names of columns */
    const char *hint;
} rg_lookalike;

/* One side of what must hold between two tables. */
typedef struct rg_side {
    size_t resource;
    rg_key fields;
    size_t value; /* a column, or RG_NO_COLUMN: what is compared; where records are counted, those that have one */
} rg_side;

typedef enum rg_relation_kind { RG_RELATION_EXISTS, RG_RELATION_COUNTS, RG_RELATION_EQUALS } rg_relation_kind;

typedef struct rg_relation {
    rg_relation_kind kind;
    const char *name;
    const char *message; /* "" when absent, as is the next */
    const char *hint;
    rg_severity severity;
    unsigned line;
    rg_side from; /* each record of this table ... */
    rg_side to;   /* ... has one in that, or as many as its value says, or one with the same value */
} rg_relation;

/* Every limit, once: enumerator, name in templates and --set, default (0: no limit), what it bounds. */
#define RG_LIMITS(X)                                                                                                   \
    X(BYTES, "bytes", 0, "bytes in a file, unpacked")                                                                  \
    X(RECORDS, "records", 0, "records in a file")                                                                      \
    X(SERVERS, "servers", 0, "distinct servers in a file")                                                             \
    X(APPLICATIONS, "applications", 0, "distinct applications in a file")                                              \
    X(SERVERS_PER_APPLICATION, "serversPerApplication", 0, "records that name one application")                        \
    X(FIELD_BYTES, "fieldBytes", 65536, "bytes in a field")                                                            \
    X(RECORD_BYTES, "recordBytes", 1048576, "bytes in a record")                                                       \
    X(MATCH, "match", 1000000, "steps of one pattern match (PCRE2 match limit)")                                       \
    X(DEPTH, "depth", 10000, "nested steps of one pattern match (PCRE2 depth limit)")                                  \
    X(HEAP_KIB, "heapKiB", 4096, "memory of one pattern match, in KiB (PCRE2 heap limit)")

typedef enum rg_limit {
#define X(id, name, value, what) RG_LIMIT_##id,
    RG_LIMITS(X)
#undef X
        RG_LIMIT_COUNT
} rg_limit;

extern const char *const rg_limit_names[RG_LIMIT_COUNT];

struct rg_template {
    rg_arena arena;     /* everything below but the patterns */
    const char *source; /* the file or name that it was loaded from */
    const char *name;
    const char *title;
    const char *description;
    rg_strings sources;         /* documents that it was made from */
    const char *classification; /* fileClassification; NULL when it is none of the service's */
    double header_share;        /* recognised when at least this share of a header's columns, or of the members of a
                                   package, is declared here */
    rg_lookalike *lookalikes;   /* a table's may be those of its package */
    size_t lookalike_count;
    const char *not_imported; /* the service takes no such file: what to do; NULL: it does */
    bool is_guess;            /* a package that everything else is taken for */
    unsigned packagings;      /* those that the service takes, as bits (1 << rg_packaging); 0: any */
    rg_resource *resources;   /* of a package, which has no columns of its own */
    size_t resource_count;
    rg_relation *relations;
    size_t relation_count;
    rg_fields_match fields_match;
    bool others_allowed;  /* columns that are not declared need not be mentioned */
    bool aliases_allowed; /* nor other names of columns */
    bool blanks_allowed;  /* nor blanks at the edges of values */
    rg_column *columns;
    size_t column_count;
    rg_rule *rules;
    size_t rule_count;
    rg_key *unique_keys; /* the primary key first, when there is one */
    size_t unique_key_count;
    bool has_primary_key;
    rg_key *server_keys; /* records that agree in one of them are one server; the first decides */
    size_t server_key_count;
    rg_exception *not_servers;
    size_t not_server_count;
    size_t applications;             /* the column that lists application names, or RG_NO_COLUMN */
    size_t external_id;              /* the column by which people know a record, or RG_NO_COLUMN */
    uint64_t limits[RG_LIMIT_COUNT]; /* 0: no limit */
    rg_pattern **patterns;           /* every distinct one, once */
    size_t pattern_count;
    size_t pattern_capacity;
};

#define RG_NO_COLUMN ((size_t)-1)

/* The index of the column with exactly this name, or one of its aliases, or RG_NO_COLUMN. */
size_t rg_template_find_column(const rg_template *t, rg_text name);

/* Is the value empty, or one of the column's words for "no value"? */
bool rg_is_missing(const rg_column *column, rg_text value);

#endif
