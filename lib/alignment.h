/* alignment.h - which row of the failed entries is which record of the original. */
#ifndef RG_ALIGNMENT_H
#define RG_ALIGNMENT_H

#include "known_keys.h"
#include "rowgate.h"

#define RG_NOWHERE UINT32_MAX

/* A record that failed, or that errors-file.csv names. */
typedef struct rg_place {
    uint64_t line;
    uint64_t content;    /* hash of its bytes without the line end */
    uint64_t key;        /* hash of the value by which it is known; 0: it has none */
    uint32_t first_line; /* hash of its first physical line */
    uint32_t lines;      /* physical ones; 0: it is longer than the limit */
    uint32_t row;        /* that it is, or RG_NOWHERE */
    bool listed : 1;     /* errors-file.csv names it ... */
    bool confirmed : 1;  /* ... with the ExternalId that it has ... */
    bool stale : 1;      /* ... or with another one */
    bool fails : 1;
    bool doubtful : 1; /* its key may be what is wrong with it */
    bool deleted : 1;  /* no row is this record */
    bool unclear : 1;  /* there are rows that may or may not be it */
} rg_place;

/* A row of the failed entries. */
typedef struct rg_returned {
    uint64_t line;
    uint64_t at;    /* where its values are kept */
    uint64_t key;   /* likewise */
    uint32_t place; /* where it goes, or RG_NOWHERE */
    rg_way way;
    bool is_empty : 1; /* it has no value in any field */
    bool unclear : 1;  /* it may be one of several records */
    bool settled : 1;  /* it was said what became of it */
} rg_returned;

typedef struct rg_alignment {
    rg_place *places; /* in the order of the original */
    size_t place_count;
    rg_returned *rows; /* in the order of the failed entries */
    size_t row_count;
    bool by_errors_file; /* it says which records were handed out; otherwise the check does */
} rg_alignment;

/* Is this one of the records that were handed out? */
bool rg_is_candidate(const rg_alignment *a, const rg_place *place);
/* Some rows have their place already, because they are the record byte for byte. Find it for the others: by their
 * keys, then by their order. What is not certain is left open. */
rg_status rg_align(rg_alignment *a, rg_error *error);

#endif
