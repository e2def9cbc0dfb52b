/* workbook.c - a spreadsheet workbook (.xlsx): its sheets, each as CSV.
 *
 * Nothing in a workbook lies at a fixed place but _rels/.rels: it says where the workbook proper is, and the
 * relationships of that one say where all the others are. */
#include "workbook.h"

#include <inttypes.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "sheet.h"

#define MOST_BYTES ((uint64_t)16 << 20) /* of the parts that only list things */
#define MAX_SHEETS 10000

typedef struct listed {
    const char *name;
    const char *id;   /* of the relationship */
    const char *part; /* NULL as long as no relationship says it */
    bool is_worksheet;
} listed;

struct rg_workbook {
    rg_arena arena;
    const char *name;
    rg_open_part *open;
    void *context;
    const char *path; /* of the workbook proper; NULL: not known */
    const char *strings_path, *styles_path;
    listed *sheets;
    size_t count, capacity;
    rg_shared_strings *strings;
    rg_styles *styles;
    bool from_1904;
};

/* ---------------------------------------------------------------- parts and their names */

/* The path that `target` means to the part `base`, or NULL when memory is out. */
static const char *resolve(rg_arena *arena, const char *base, const char *target)
{
    const char *slash = strrchr(base, '/');
    char *joined = target[0] == '/' || !slash ? rg_arena_string(arena, target)
                                              : rg_arena_printf(arena, "%.*s/%s", (int)(slash - base), base, target);
    char *path = joined;
    if (!joined)
        return NULL;
    size_t size = 0; /* of the path, which is written over what was read already */
    for (const char *word = joined; *word;) {
        size_t length = strcspn(word, "/");
        const char *next = word + length + (word[length] == '/');
        if (length == 2 && memcmp(word, "..", 2) == 0) {
            while (size && path[--size] != '/')
                ;
        } else if (length && (length != 1 || *word != '.')) {
            if (size)
                path[size++] = '/';
            memmove(path + size, word, length);
            size += length;
        }
        word = next;
    }
    path[size] = '\0';
    return path;
}

/* Where the relationships of a part are. */
static const char *relationships_of(rg_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    return rg_arena_printf(arena, "%.*s_rels/%s.rels", folder, path, path + folder);
}

/* `input` is NULL when there is no such part. */
static rg_status open_part(const rg_workbook *workbook, const char *path, rg_part *part, rg_error *error)
{
    *part = (rg_part){.file = workbook->name, .name = path};
    return workbook->open(workbook->context, path, &part->input, error);
}

/* Read a part, and do nothing when there is none. */
static rg_status read_part(rg_workbook *workbook, const char *path, const rg_xml_reader *reader, rg_error *error)
{
    rg_part part;
    rg_status status = open_part(workbook, path, &part, error);
    return status == RG_OK && part.input ? rg_xml_read(&part, reader, workbook, error) : status;
}

/* ---------------------------------------------------------------- relationships */

static const rg_xml_element relationship_elements[] = {{"Relationships", -1}, {"Relationship", 0}};

typedef struct relationship {
    const char *id;
    const char *type; /* the last word of it: what stands before differs between versions of the format */
    const char *target;
} relationship;

/* False for what does not lead to another part. */
static bool read_relationship(int element, const char **attributes, relationship *r)
{
    const char *mode = rg_xml_attribute(attributes, "TargetMode");
    r->id = rg_xml_attribute(attributes, "Id");
    r->type = rg_xml_attribute(attributes, "Type");
    r->target = rg_xml_attribute(attributes, "Target");
    if (element != 1 || !r->id || !r->type || !r->target || (mode && strcmp(mode, "External") == 0))
        return false;
    const char *slash = strrchr(r->type, '/');
    r->type = slash ? slash + 1 : r->type;
    return true;
}

static void find_workbook(void *context, rg_xml *xml, int element, const char **attributes)
{
    rg_workbook *workbook = context;
    relationship r;
    if (!read_relationship(element, attributes, &r) || strcmp(r.type, "officeDocument") != 0)
        return;
    workbook->path = resolve(&workbook->arena, "", r.target);
    if (!workbook->path)
        rg_xml_fail_memory(xml);
}

static void find_part(void *context, rg_xml *xml, int element, const char **attributes)
{
    rg_workbook *workbook = context;
    relationship r;
    if (!read_relationship(element, attributes, &r))
        return;
    const char *path = resolve(&workbook->arena, workbook->path, r.target);
    if (!path)
        rg_xml_fail_memory(xml);
    else if (strcmp(r.type, "sharedStrings") == 0)
        workbook->strings_path = path;
    else if (strcmp(r.type, "styles") == 0)
        workbook->styles_path = path;
    for (size_t i = 0; path && i < workbook->count; i++) {
        listed *sheet = &workbook->sheets[i];
        if (strcmp(sheet->id, r.id) == 0) {
            sheet->part = path;
            sheet->is_worksheet = strcmp(r.type, "worksheet") == 0;
        }
    }
}

/* ---------------------------------------------------------------- the workbook proper */

enum { WORKBOOK, PROPERTIES, SHEETS, SHEET };

static const rg_xml_element workbook_elements[] = {
    [WORKBOOK] = {"workbook", -1},
    [PROPERTIES] = {"workbookPr", WORKBOOK},
    [SHEETS] = {"sheets", WORKBOOK},
    [SHEET] = {"sheet", SHEETS},
};

static void add_sheet(rg_workbook *workbook, rg_xml *xml, const char **attributes)
{
    const char *name = rg_xml_attribute(attributes, "name"), *id = rg_xml_attribute(attributes, ":id");
    if (!name || !id) {
        rg_xml_fail(xml, "a sheet without a name, or without a relationship");
        return;
    }
    if (workbook->count == MAX_SHEETS) {
        rg_xml_fail(xml, "more than %d sheets", MAX_SHEETS);
        return;
    }
    listed sheet = {.name = rg_arena_string(&workbook->arena, name), .id = rg_arena_string(&workbook->arena, id)};
    if (workbook->arena.failed || !RG_GROW(workbook->sheets, workbook->count, workbook->capacity))
        rg_xml_fail_memory(xml);
    else
        workbook->sheets[workbook->count++] = sheet;
}

static void read_workbook(void *context, rg_xml *xml, int element, const char **attributes)
{
    rg_workbook *workbook = context;
    const char *from_1904 = element == PROPERTIES ? rg_xml_attribute(attributes, "date1904") : NULL;
    if (from_1904)
        workbook->from_1904 = strcmp(from_1904, "1") == 0 || strcmp(from_1904, "true") == 0;
    if (element == SHEET)
        add_sheet(workbook, xml, attributes);
}

/* Forget the charts among the sheets. */
static rg_status keep_worksheets(rg_workbook *workbook, rg_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < workbook->count; i++) {
        const listed *sheet = &workbook->sheets[i];
        if (!sheet->part)
            return rg_fail_file(error, RG_DAMAGED, workbook->name, "%s does not say where the sheet \"%s\" is",
                                relationships_of(&workbook->arena, workbook->path), sheet->name);
        if (sheet->is_worksheet)
            workbook->sheets[kept++] = *sheet;
    }
    workbook->count = kept;
    return RG_OK;
}

/* ---------------------------------------------------------------- opening */

static rg_status find_path(rg_workbook *workbook, rg_error *error)
{
    static const rg_xml_reader reader = {relationship_elements, 2, MOST_BYTES, find_workbook, NULL, NULL};
    rg_status status = read_part(workbook, "_rels/.rels", &reader, error);
    if (status == RG_OK && !workbook->path)
        workbook->path = "xl/workbook.xml";
    return status;
}

static rg_status read_sheets(rg_workbook *workbook, rg_error *error)
{
    static const rg_xml_reader reader = {workbook_elements, 4, MOST_BYTES, read_workbook, NULL, NULL};
    size_t size = strlen(workbook->path);
    rg_part part;
    if (size > 4 && strcmp(workbook->path + size - 4, ".bin") == 0)
        return rg_fail_file(error, RG_DAMAGED, workbook->name, "a binary workbook (.xlsb): save it as .xlsx");
    rg_status status = open_part(workbook, workbook->path, &part, error);
    if (status == RG_OK && !part.input)
        return rg_fail_file(error, RG_DAMAGED, workbook->name, "no workbook: there is no %s in it", workbook->path);
    return status == RG_OK ? rg_xml_read(&part, &reader, workbook, error) : status;
}

static rg_status read_relationships(rg_workbook *workbook, rg_error *error)
{
    static const rg_xml_reader reader = {relationship_elements, 2, MOST_BYTES, find_part, NULL, NULL};
    const char *path = relationships_of(&workbook->arena, workbook->path);
    rg_status status = path ? read_part(workbook, path, &reader, error) : rg_fail_memory(error);
    return status == RG_OK ? keep_worksheets(workbook, error) : status;
}

static rg_status read_shared(rg_workbook *workbook, rg_error *error)
{
    rg_part part;
    rg_status status = RG_OK;
    if (workbook->styles_path)
        status = open_part(workbook, workbook->styles_path, &part, error);
    if (status == RG_OK && workbook->styles_path && part.input)
        status = rg_styles_open(&workbook->styles, &part, error);
    if (status == RG_OK && workbook->strings_path) {
        status = open_part(workbook, workbook->strings_path, &part, error);
        if (status == RG_OK && part.input)
            status = rg_shared_strings_open(&workbook->strings, &part, error);
    }
    return status;
}

rg_status rg_workbook_open(rg_workbook **workbook, const char *name, rg_open_part *open, void *context, rg_error *error)
{
    rg_workbook *made = rg_alloc(sizeof *made);
    *workbook = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->open = open;
    made->context = context;
    made->name = rg_arena_string(&made->arena, name);
    rg_status status = made->name ? find_path(made, error) : rg_fail_memory(error);
    if (status == RG_OK)
        status = read_sheets(made, error);
    if (status == RG_OK)
        status = read_relationships(made, error);
    if (status == RG_OK)
        status = read_shared(made, error);
    if (status == RG_OK)
        *workbook = made;
    else
        rg_workbook_close(made);
    return status;
}

void rg_workbook_close(rg_workbook *workbook)
{
    if (!workbook)
        return;
    rg_shared_strings_close(workbook->strings);
    rg_styles_close(workbook->styles);
    rg_free(workbook->sheets);
    rg_arena_free(&workbook->arena);
    rg_free(workbook);
}

/* ---------------------------------------------------------------- the sheets */

size_t rg_workbook_sheet_count(const rg_workbook *workbook)
{
    return workbook->count;
}

const char *rg_workbook_sheet_name(const rg_workbook *workbook, size_t index)
{
    return index < workbook->count ? workbook->sheets[index].name : NULL;
}

rg_status rg_workbook_sheet(rg_workbook *workbook, size_t index, rg_input **csv, rg_error *error)
{
    *csv = NULL;
    if (index >= workbook->count)
        return rg_fail_file(error, RG_BAD_USAGE, workbook->name, "there is no sheet %zu", index + 1);
    const listed *sheet = &workbook->sheets[index];
    const rg_sheet_context shared = {workbook->strings, workbook->styles, workbook->from_1904};
    rg_buffer name = {0}; /* as formulas write it */
    rg_part part;
    rg_status status = open_part(workbook, sheet->part, &part, error);
    if (status != RG_OK)
        return status;
    if (!part.input)
        return rg_fail_file(error, RG_DAMAGED, workbook->name, "the sheet \"%s\" should be %s, which is not in it",
                            sheet->name, sheet->part);
    rg_buffer_printf(&name, "%s!%s", workbook->name, sheet->name);
    if (!name.failed)
        status = rg_sheet_open(csv, name.bytes, &part, &shared, error);
    else
        rg_input_close(part.input);
    status = name.failed ? rg_fail_memory(error) : status;
    rg_buffer_free(&name);
    return status;
}
