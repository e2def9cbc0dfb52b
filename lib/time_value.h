/* time_value.h - dates and times as templates declare them. */
#ifndef RG_TIME_VALUE_H
#define RG_TIME_VALUE_H

#include "rowgate.h"

/* Read all of `text` by a strptime-like format; `*seconds` since 1970-01-01 (dates missing: that day). The
 * calendar is checked. No locale is looked at, so only directives with digits are known. */
bool rg_time_read(const char *format, rg_text text, double *seconds);
/* The same, with an optional fraction of a second and an optional zone ("Z", "+01:00") behind it. */
bool rg_time_read_iso(const char *format, rg_text text, double *seconds);
/* An example in this format: "31.01.2026" for "%d.%m.%Y". */
void rg_time_example(const char *format, char *example, size_t size);
/* The first byte of `format` that is no known directive or literal, or NULL when all is well. Known:
 * %Y %m %d %H %M %S %y %j %%. */
const char *rg_time_format_fault(const char *format);

#endif
