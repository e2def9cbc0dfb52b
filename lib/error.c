/* error.c - fill in the caller's rg_error. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

#include "show.h"

static void fill(rg_error *error, rg_status status, const char *file, const char *format, va_list arguments)
{
    if (!error)
        return;
    *error = (rg_error){.status = status};
    snprintf(error->file, sizeof error->file, "%s", file);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    /* Parts of it may come from a file, and its end may have been cut off. */
    rg_make_showable(error->file, false);
    rg_make_showable(error->message, false);
}

rg_status rg_fail(rg_error *error, rg_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, "", format, arguments);
    va_end(arguments);
    return status;
}

rg_status rg_fail_file(rg_error *error, rg_status status, const char *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, format, arguments);
    va_end(arguments);
    return status;
}

rg_status rg_fail_memory(rg_error *error)
{
    return rg_fail(error, RG_NO_MEMORY, "out of memory");
}
