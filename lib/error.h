/* error.h - fill in the caller's rg_error. */
#ifndef RG_ERROR_H
#define RG_ERROR_H

#include "rowgate.h"

/* Write status and message into `error` (may be NULL) with no place; returns `status`. */
rg_status rg_fail(rg_error *error, rg_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same, with the file it is about. */
rg_status rg_fail_file(rg_error *error, rg_status status, const char *file, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
rg_status rg_fail_memory(rg_error *error);

#endif
