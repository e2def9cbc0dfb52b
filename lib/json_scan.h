/* json_scan.h - is a member sound JSON, of the right kind, and all there? */
#ifndef RG_JSON_SCAN_H
#define RG_JSON_SCAN_H

#include "findings.h"
#include "input.h"

/* Read all of `input`; `encoding` NULL: it is found out. What is wrong goes to `findings`, with its place; `*items` is
 * how many there are at the top. */
rg_status rg_json_scan(rg_input *input, const char *encoding, const rg_resource *resource, rg_findings *findings,
                       uint64_t *items, rg_error *error);

#endif
