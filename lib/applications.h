/* applications.h - how many applications the records name, and how many records each. */
#ifndef RG_APPLICATIONS_H
#define RG_APPLICATIONS_H

#include "findings.h"
#include "layout.h"

typedef struct rg_applications rg_applications;

/* `layout` is borrowed; its template says which column lists them, if there is one. */
rg_status rg_applications_open(rg_applications **applications, const rg_layout *layout, rg_error *error);
void rg_applications_close(rg_applications *applications);

/* Count those of a sound record. What is beyond the template's limits goes to `findings`. */
rg_status rg_applications_count(rg_applications *applications, const rg_row *row, rg_findings *findings,
                                rg_error *error);
/* The record at hand was accepted. */
rg_status rg_applications_accept(rg_applications *applications, rg_error *error);

/* Those that at least one accepted record has named, and those that only failed ones have. */
uint64_t rg_applications_good(const rg_applications *applications);
uint64_t rg_applications_bad(const rg_applications *applications);
/* How many names were too many for memory. */
uint64_t rg_applications_filed(const rg_applications *applications);

#endif
