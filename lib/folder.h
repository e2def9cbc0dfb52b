/* folder.h - the files in a folder, and in the folders in it. */
#ifndef RG_FOLDER_H
#define RG_FOLDER_H

#include "memory.h"

typedef struct rg_folder {
    rg_arena arena;
    const char **names; /* relative to the folder, in order */
    size_t count, capacity;
} rg_folder;

/* List the files; one that is left over beyond `most` is not listed. Free with rg_folder_free, also on failure. */
rg_status rg_folder_list(rg_folder *folder, const char *path, size_t most, rg_error *error);
void rg_folder_free(rg_folder *folder);

#endif
