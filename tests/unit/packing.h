/* packing.h - archives for tests, made of texts. */
#ifndef PACKING_H
#define PACKING_H

#include "unit.h"
#include "zipfile.h"

typedef struct packed {
    const char *name;
    rg_text text;
} packed;

#define MOST_PACKED 16

/* A ZIP of these members at `path`. */
static inline void pack(const char *path, const packed *members, size_t count)
{
    rg_deflated *file; /* all of them, one behind the other */
    rg_zip_part parts[MOST_PACKED];
    assert_in_range(count, 0, MOST_PACKED);
    assert_int_equal(rg_deflated_open(&file, path, NULL), RG_OK);
    for (size_t i = 0; i < count; i++) {
        parts[i] = (rg_zip_part){.name = members[i].name, .file = file};
        assert_int_equal(rg_deflated_add(file, members[i].text, NULL), RG_OK);
        assert_int_equal(rg_deflated_end(file, &parts[i].piece, NULL), RG_OK);
    }
    assert_int_equal(rg_zip_write(path, parts, count, NULL, NULL), RG_OK);
    rg_deflated_close(file);
}

/* The bytes of a file; to be freed. */
static inline char *file_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    assert_non_null(file);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

#endif
