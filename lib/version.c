/* version.c - the version, which the build knows. */
#include "rowgate.h"

const char *rg_version(void)
{
    return ROWGATE_VERSION;
}
