/* package.h - what there is to say of an archive, a folder or a workbook before its tables are read. */
#ifndef RG_PACKAGE_H
#define RG_PACKAGE_H

#include "container.h"
#include "members.h"

/* The service takes the kind of file that `t` is in other forms than this one. */
void rg_report_packaging(rg_findings *findings, const rg_template *t, rg_packaging found);
/* The service takes no file that is a `t`. */
void rg_report_not_imported(rg_findings *findings, const rg_template *t);
/* Members of `package` that are required, and that none of `count` parts is. */
void rg_report_missing(rg_findings *findings, const rg_template *package, const size_t *resource_of, size_t count);
/* Parts that are no member, or one that another part is already. */
void rg_report_strangers(rg_findings *findings, const rg_container *container, const rg_members *members);
/* Parts that are nothing known. */
void rg_report_unknown_container(rg_findings *findings, const rg_container *container, const rg_classification *words);

/* Tell each part which table it is, and which has the servers. */
void rg_name_tables(const rg_container *container, const rg_members *members);

#endif
