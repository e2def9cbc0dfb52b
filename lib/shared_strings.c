/* shared_strings.c - the texts that the cells of a workbook refer to by number.
 *
 * Any cell may refer to any text, so all of them must be at hand. Beyond some megabytes they lie in an unlinked
 * temporary file, and so do the places where they end. */
#define _POSIX_C_SOURCE 200809L
#include "shared_strings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "error.h"
#include "memory.h"

#define MOST_IN_MEMORY ((uint64_t)4 << 20)
#define PAGE ((size_t)4096)
#define PAGES 64

/* Bytes that are appended, and read in any order once all of them are there. The pages of the file that were read last
 * are kept: most cells refer to a text near the one of the cell before, or to one of a few that are everywhere. */
typedef struct store {
    rg_buffer memory;
    FILE *file; /* NULL as long as all are in memory */
    uint64_t size;
    char *pages;              /* PAGES of them */
    uint64_t pages_of[PAGES]; /* which page of the file each is, from 1; 0: none */
} store;

struct rg_shared_strings {
    const char *name; /* of the workbook, for messages */
    store bytes;
    store ends; /* a uint64_t for each text */
    uint64_t count;
    rg_buffer text; /* the one that is being read */
    size_t piece;   /* where its latest piece began */
};

/* ---------------------------------------------------------------- the store */

static rg_status store_error(const rg_shared_strings *strings, const char *what, rg_error *error)
{
    return rg_fail_file(error, RG_IO_ERROR, strings->name, "cannot %s the temporary file of the workbook's texts: %s",
                        what, strerror(errno));
}

static rg_status move_to_file(const rg_shared_strings *strings, store *s, rg_error *error)
{
    s->file = tmpfile();
    if (!s->file || fwrite(s->memory.bytes, 1, s->memory.size, s->file) != s->memory.size)
        return store_error(strings, "write", error);
    rg_buffer_free(&s->memory);
    return RG_OK;
}

static rg_status append(const rg_shared_strings *strings, store *s, const void *bytes, size_t size, rg_error *error)
{
    s->size += size;
    if (!s->file && s->size <= MOST_IN_MEMORY) {
        rg_buffer_add(&s->memory, bytes, size);
        return s->memory.failed ? rg_fail_memory(error) : RG_OK;
    }
    rg_status status = s->file ? RG_OK : move_to_file(strings, s, error);
    if (status == RG_OK && fwrite(bytes, 1, size, s->file) != size)
        return store_error(strings, "write", error);
    return status;
}

static rg_status finish(const rg_shared_strings *strings, const store *s, rg_error *error)
{
    return s->file && fflush(s->file) != 0 ? store_error(strings, "write", error) : RG_OK;
}

/* The page of the file that begins at `number` * PAGE; its end may be that of the file. */
static rg_status turn_to(const rg_shared_strings *strings, store *s, uint64_t number, const char **page,
                         rg_error *error)
{
    size_t slot = (size_t)(number % PAGES), size = PAGE;
    if (!s->pages)
        s->pages = rg_alloc(PAGES * PAGE);
    if (!s->pages)
        return rg_fail_memory(error);
    char *to = s->pages + slot * PAGE;
    *page = to;
    if (s->pages_of[slot] == number + 1)
        return RG_OK;
    s->pages_of[slot] = 0;
    if (s->size - number * PAGE < size)
        size = (size_t)(s->size - number * PAGE);
    for (size_t got = 0; got < size;) {
        errno = 0; /* the end of the file is no error of the system */
        ssize_t more = pread(fileno(s->file), to + got, size - got, (off_t)(number * PAGE + got));
        if (more <= 0 && errno != EINTR)
            return store_error(strings, "read", error);
        got += more > 0 ? (size_t)more : 0;
    }
    s->pages_of[slot] = number + 1;
    return RG_OK;
}

static rg_status fetch(const rg_shared_strings *strings, store *s, uint64_t at, void *bytes, size_t size,
                       rg_error *error)
{
    if (!s->file) {
        memcpy(bytes, s->memory.bytes + at, size);
        return RG_OK;
    }
    for (size_t got = 0; got < size;) {
        const char *page = NULL;
        size_t start = (size_t)((at + got) % PAGE), most = PAGE - start;
        rg_status status = turn_to(strings, s, (at + got) / PAGE, &page, error);
        if (status != RG_OK)
            return status;
        most = size - got < most ? size - got : most;
        memcpy((char *)bytes + got, page + start, most);
        got += most;
    }
    return RG_OK;
}

static void free_store(store *s)
{
    rg_free(s->pages);
    rg_buffer_free(&s->memory);
    if (s->file)
        fclose(s->file);
}

/* ---------------------------------------------------------------- reading the part */

enum { STRINGS, ITEM, TEXT, RUN, RUN_TEXT };

/* What is read aloud (rPh) is not known here, and so it is left out. */
static const rg_xml_element elements[] = {
    [STRINGS] = {"sst", -1}, [ITEM] = {"si", STRINGS}, [TEXT] = {"t", ITEM},
    [RUN] = {"r", ITEM},     [RUN_TEXT] = {"t", RUN},
};

static void begin(void *context, rg_xml *xml, int element, const char **attributes)
{
    rg_shared_strings *strings = context;
    (void)xml;
    (void)attributes;
    if (element == ITEM)
        rg_buffer_clear(&strings->text);
    strings->piece = strings->text.size;
}

static void add_text(void *context, rg_xml *xml, int element, rg_text text)
{
    rg_shared_strings *strings = context;
    if (element != TEXT && element != RUN_TEXT)
        return;
    rg_buffer_add(&strings->text, text.bytes, text.size);
    if (strings->text.size > RG_CELL_SIZE)
        rg_xml_fail(xml, "a text of more than %zu bytes", RG_CELL_SIZE);
}

static void end(void *context, rg_xml *xml, int element)
{
    rg_shared_strings *strings = context;
    rg_error error = {0};
    if (strings->text.failed) {
        rg_xml_fail_memory(xml);
        return;
    }
    if (element == TEXT || element == RUN_TEXT)
        rg_cell_decode(&strings->text, strings->piece);
    if (element != ITEM)
        return;
    rg_status status = append(strings, &strings->bytes, strings->text.bytes, strings->text.size, &error);
    if (status == RG_OK)
        status = append(strings, &strings->ends, &strings->bytes.size, sizeof strings->bytes.size, &error);
    strings->count++;
    if (status != RG_OK)
        rg_xml_give_up(xml, &error);
}

rg_status rg_shared_strings_open(rg_shared_strings **strings, const rg_part *part, rg_error *error)
{
    static const rg_xml_reader reader = {elements, sizeof elements / sizeof *elements, 0, begin, add_text, end};
    rg_shared_strings *made = rg_alloc(sizeof *made);
    *strings = NULL;
    if (!made) {
        rg_input_close(part->input);
        return rg_fail_memory(error);
    }
    made->name = part->file;
    rg_status status = rg_xml_read(part, &reader, made, error);
    if (status == RG_OK)
        status = finish(made, &made->bytes, error);
    if (status == RG_OK)
        status = finish(made, &made->ends, error);
    if (status == RG_OK)
        *strings = made;
    else
        rg_shared_strings_close(made);
    return status;
}

/* ---------------------------------------------------------------- what it is for */

uint64_t rg_shared_strings_count(const rg_shared_strings *strings)
{
    return strings ? strings->count : 0;
}

rg_status rg_shared_strings_add(rg_shared_strings *strings, uint64_t index, rg_buffer *out, rg_error *error)
{
    uint64_t ends[2] = {0}; /* of the text before, and of this one */
    char piece[4096];
    rg_status status = index ? fetch(strings, &strings->ends, (index - 1) * sizeof *ends, ends, sizeof ends, error)
                             : fetch(strings, &strings->ends, 0, &ends[1], sizeof *ends, error);
    for (uint64_t at = ends[0]; status == RG_OK && at < ends[1];) {
        size_t size = ends[1] - at < sizeof piece ? (size_t)(ends[1] - at) : sizeof piece;
        status = fetch(strings, &strings->bytes, at, piece, size, error);
        if (status == RG_OK)
            rg_buffer_add(out, piece, size);
        at += size;
    }
    return status == RG_OK && out->failed ? rg_fail_memory(error) : status;
}

void rg_shared_strings_close(rg_shared_strings *strings)
{
    if (!strings)
        return;
    free_store(&strings->bytes);
    free_store(&strings->ends);
    rg_buffer_free(&strings->text);
    rg_free(strings);
}
