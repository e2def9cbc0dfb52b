/* zip_library.c - libzip, loaded when an archive is met: ROWGATE_LIBZIP is the name of the shared library, which the
 * build finds out. Without that name it is linked. */
#include "zip_library.h"

#ifdef ROWGATE_LIBZIP

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

#define X(function) #function,
static const char *const names[] = {RG_LIBZIP_FUNCTIONS(X)};
#undef X

rg_libzip_functions rg_libzip;
_Static_assert(sizeof rg_libzip == sizeof names, "a pointer to a function is a pointer, as POSIX says");

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[256]; /* empty: it is loaded */

/* It stays loaded until the process ends. */
static void load(void)
{
    void *library = dlopen(ROWGATE_LIBZIP, RTLD_LAZY | RTLD_LOCAL);
    void *function = library;
    for (size_t i = 0; function && i < sizeof names / sizeof *names; i++) {
        function = dlsym(library, names[i]);
        memcpy((char *)&rg_libzip + i * sizeof function, &function, sizeof function);
    }
    const char *reason = function ? "" : dlerror();
    snprintf(failure, sizeof failure, "%s", reason ? reason : "nobody knows why");
}

rg_status rg_libzip_load(rg_error *error)
{
    pthread_once(&once, load);
    if (!*failure)
        return RG_OK;
    return rg_fail(error, RG_IO_ERROR, "ZIP archives and workbooks need libzip, which cannot be loaded: %s; install it",
                   failure);
}

#else

#define X(function) .function = function,
rg_libzip_functions rg_libzip = {RG_LIBZIP_FUNCTIONS(X)};
#undef X

rg_status rg_libzip_load(rg_error *error)
{
    (void)error;
    return RG_OK;
}

#endif
