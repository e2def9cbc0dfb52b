/* template_limits.h - the numbers in a template: counts, sizes with units, limits by name. */
#ifndef RG_TEMPLATE_LIMITS_H
#define RG_TEMPLATE_LIMITS_H

#include "template.h"

/* All of `text` is decimal digits that fit. */
bool rg_parse_count(const char *text, uint64_t *count);
/* The limit with this name, or RG_LIMIT_COUNT. */
rg_limit rg_limit_find(const char *name);
/* Read a limit's value; those in bytes may have a unit ("10MiB"). Returns NULL, or what was expected. */
const char *rg_limit_parse(rg_limit limit, const char *text, uint64_t *value);

#endif
