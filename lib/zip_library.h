/* zip_library.h - libzip, loaded when an archive is met and not before: it brings libcrypto, which takes longer to load
 * than a small file to check. Where it cannot be loaded by name it is linked, and there is no other difference. */
#ifndef RG_ZIP_LIBRARY_H
#define RG_ZIP_LIBRARY_H

#include <zip.h>

#include "rowgate.h"

/* What is used of it. */
#define RG_LIBZIP_FUNCTIONS(X)                                                                                         \
    X(zip_close)                                                                                                       \
    X(zip_compression_method_supported)                                                                                \
    X(zip_discard)                                                                                                     \
    X(zip_error_code_zip)                                                                                              \
    X(zip_error_fini)                                                                                                  \
    X(zip_error_init)                                                                                                  \
    X(zip_error_init_with_code)                                                                                        \
    X(zip_error_set)                                                                                                   \
    X(zip_error_strerror)                                                                                              \
    X(zip_error_to_data)                                                                                               \
    X(zip_fclose)                                                                                                      \
    X(zip_file_add)                                                                                                    \
    X(zip_file_get_error)                                                                                              \
    X(zip_file_get_external_attributes)                                                                                \
    X(zip_file_set_dostime)                                                                                            \
    X(zip_fopen_index)                                                                                                 \
    X(zip_fread)                                                                                                       \
    X(zip_get_error)                                                                                                   \
    X(zip_get_num_entries)                                                                                             \
    X(zip_open)                                                                                                        \
    X(zip_open_from_source)                                                                                            \
    X(zip_register_cancel_callback_with_state)                                                                         \
    X(zip_source_file_create)                                                                                          \
    X(zip_source_filep_create)                                                                                         \
    X(zip_source_free)                                                                                                 \
    X(zip_source_function)                                                                                             \
    X(zip_source_make_command_bitmap)                                                                                  \
    X(zip_source_stat)                                                                                                 \
    X(zip_stat_index)                                                                                                  \
    X(zip_stat_init)                                                                                                   \
    X(zip_strerror)

typedef struct rg_libzip_functions {
#define X(function) __typeof__(function) *function;
    RG_LIBZIP_FUNCTIONS(X)
#undef X
} rg_libzip_functions;

/* Of use only after rg_libzip_load() has said RG_OK. */
extern rg_libzip_functions rg_libzip;

/* Any number of times, from any thread. RG_IO_ERROR: it is not there. */
rg_status rg_libzip_load(rg_error *error);

#endif
