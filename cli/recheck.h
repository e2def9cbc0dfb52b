/* recheck.h - check a file that was written anew, and report what is left to be told. */
#ifndef ROWGATE_RECHECK_H
#define ROWGATE_RECHECK_H

#include "command.h"

/* Check the bytes of `spool`, which is to be called `name`, as `options` say; the report (NULL: none) gets its
 * findings.
 * `*summary` is copied without its lists. */
rg_status recheck(rg_spool *spool, const char *name, const rg_template *const *templates,
                  const rg_check_options *options, rg_report *report, rg_summary *summary, rg_error *error);

#endif
