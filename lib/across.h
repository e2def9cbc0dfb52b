/* across.h - records among each other: unique values and keys, records that are the same server, applications.
 * Records come here in the order of the file. */
#ifndef RG_ACROSS_H
#define RG_ACROSS_H

#include "findings.h"
#include "keys.h"

typedef struct rg_across rg_across;

/* Totals that depend on several records. */
typedef struct rg_across_totals {
    uint64_t servers;                        /* distinct */
    uint64_t server_limit_line;              /* of the first record with a server beyond the limit; 0: none */
    uint64_t applications_good;              /* named by at least one accepted record */
    uint64_t applications_bad;               /* named by failed records only */
    uint64_t record_limit_line;              /* of the first record beyond the limit; 0: none */
    uint64_t others_accepted, others_failed; /* records that are no servers */
    uint64_t filed_keys;                     /* that were too many for memory, and are in a temporary file */
} rg_across_totals;

/* `layout` is borrowed. `unlimited`: the template's limits on records and servers do not count. */
rg_status rg_across_open(rg_across **across, const rg_layout *layout, bool unlimited, rg_error *error);
void rg_across_close(rg_across *across);
/* What makes the keys of the records that are to be compared. */
const rg_key_makers *rg_across_makers(const rg_across *across);

/* Compare a sound record with those before, by those of the keys that are its own. What is found goes to `findings`.
 * Records beyond the template's limit are counted, not compared: they could not be imported, and memory stays bounded.
 */
rg_status rg_across_record(rg_across *across, const rg_row *row, uint64_t number, const rg_keys *keys,
                           const rg_keys_of_record *of, rg_findings *findings, rg_error *error);
/* The first record that is the same server as the record at hand; 0: it was not compared, or is no server. */
uint64_t rg_across_server(const rg_across *across);
/* Then, when it is known whether the record (sound or not) failed: */
rg_status rg_across_settle(rg_across *across, const rg_row *row, uint64_t number, bool sound, bool failed,
                           rg_error *error);
/* So far. */
rg_across_totals rg_across_total(const rg_across *across);

#endif
