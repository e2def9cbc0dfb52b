/* workbook.c - an .xlsx workbook: what is said of all its sheets, which are then read one by one.
 *
 * A workbook is a package of XML parts that refer to each other through parts of relations (ECMA-376, part 2). Names of
 * parts are found that way, and elements by their local names, so that any producer's workbook can be read. */
#include "workbook.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "memory.h"
#include "text.h"
#include "workbook_parts.h"
#include "xml.h"

#define MOST_SHEETS 1000
#define MOST_FORMATS 65536

typedef struct relation {
    const char *id, *type, *target;
} relation;

typedef struct sheet_entry {
    const char *name, *id, *part;
} sheet_entry;

typedef struct custom_format {
    unsigned id;
    const char *code;
} custom_format;

struct rg_workbook {
    rg_open_part *open;
    void *context;
    rg_arena arena;
    const char *name;
    relation *relations; /* of the part that was read last */
    size_t relation_count, relation_capacity;
    sheet_entry *sheets;
    size_t sheet_count, sheet_capacity;
    custom_format *formats;
    size_t format_count, format_capacity;
    bool *is_date;
    size_t cell_format_count, cell_format_capacity;
    bool in_cell_formats;
    bool from_1904;
    bool failed; /* memory is out */
    rg_shared_strings *strings;
    rg_sheet_context sheet_context;
};

/* ---------------------------------------------------------------- what parts say */

static void ignore_end(void *context, const char *name)
{
    (void)context;
    (void)name;
}

static const char *keep(rg_workbook *w, const char *text)
{
    const char *copy = rg_arena_string(&w->arena, text ? text : "");
    w->failed |= !copy;
    return copy;
}

static void on_relation(void *context, const char *name, const char **attributes)
{
    rg_workbook *w = context;
    if (strcmp(name, "Relationship") != 0 || w->failed)
        return;
    w->failed = !RG_GROW(w->relations, w->relation_count, w->relation_capacity);
    if (!w->failed)
        w->relations[w->relation_count++] =
            (relation){keep(w, rg_xml_attribute(attributes, "Id")), keep(w, rg_xml_attribute(attributes, "Type")),
                       keep(w, rg_xml_attribute(attributes, "Target"))};
}

/* "id" is the local name of the relation's attribute; the sheet's own number is `sheetId`. */
static void on_workbook(void *context, const char *name, const char **attributes)
{
    rg_workbook *w = context;
    if (strcmp(name, "workbookPr") == 0) {
        const char *value = rg_xml_attribute(attributes, "date1904");
        w->from_1904 = value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0 || w->failed || w->sheet_count == MOST_SHEETS)
        return;
    w->failed = !RG_GROW(w->sheets, w->sheet_count, w->sheet_capacity);
    if (!w->failed)
        w->sheets[w->sheet_count++] = (sheet_entry){keep(w, rg_xml_attribute(attributes, "name")),
                                                    keep(w, rg_xml_attribute(attributes, "id")), NULL};
}

static const char *find_code(const rg_workbook *w, unsigned id)
{
    for (size_t i = 0; i < w->format_count; i++)
        if (w->formats[i].id == id)
            return w->formats[i].code;
    return NULL;
}

static unsigned number_of(const char **attributes, const char *name)
{
    const char *value = rg_xml_attribute(attributes, name);
    return value ? (unsigned)strtoul(value, NULL, 10) : 0;
}

static void on_style(void *context, const char *name, const char **attributes)
{
    rg_workbook *w = context;
    if (strcmp(name, "cellXfs") == 0)
        w->in_cell_formats = true;
    if (w->failed)
        return;
    if (strcmp(name, "numFmt") == 0 && w->format_count < MOST_FORMATS) {
        w->failed = !RG_GROW(w->formats, w->format_count, w->format_capacity);
        if (!w->failed)
            w->formats[w->format_count++] =
                (custom_format){number_of(attributes, "numFmtId"), keep(w, rg_xml_attribute(attributes, "formatCode"))};
    }
    if (strcmp(name, "xf") == 0 && w->in_cell_formats && w->cell_format_count < MOST_FORMATS) {
        unsigned id = number_of(attributes, "numFmtId");
        w->failed |= !RG_GROW(w->is_date, w->cell_format_count, w->cell_format_capacity);
        if (!w->failed)
            w->is_date[w->cell_format_count++] = rg_is_date_format(id, find_code(w, id));
    }
}

static void on_style_end(void *context, const char *name)
{
    if (strcmp(name, "cellXfs") == 0)
        ((rg_workbook *)context)->in_cell_formats = false;
}

/* ---------------------------------------------------------------- finding parts */

/* Read a part if it is there. */
static rg_status read_part(rg_workbook *w, const char *part, const rg_xml_handler *handler, bool *there,
                           rg_error *error)
{
    rg_input *input;
    rg_status status = w->open(w->context, part, &input, error);
    *there = status == RG_OK && input;
    if (*there)
        status = rg_xml_read_all(part, input, handler, w, error);
    return status == RG_OK && w->failed ? rg_fail_memory(error) : status;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), wanted = strlen(end);
    return size >= wanted && strcmp(text + size - wanted, end) == 0;
}

static const char *target_of_type(const rg_workbook *w, const char *type)
{
    for (size_t i = 0; i < w->relation_count; i++)
        if (ends_with(w->relations[i].type, type))
            return w->relations[i].target;
    return NULL;
}

/* A target is relative to the folder of the part that refers to it, or absolute; no `..` leads to a part of ours. */
static const char *resolve(rg_workbook *w, const char *from, const char *target)
{
    const char *slash = strrchr(from, '/');
    size_t folder = slash ? (size_t)(slash - from) + 1 : 0;
    const char *path =
        *target == '/' ? keep(w, target + 1) : rg_arena_printf(&w->arena, "%.*s%s", (int)folder, from, target);
    w->failed |= !path;
    return path;
}

/* "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels". */
static const char *relations_of(rg_workbook *w, const char *part)
{
    const char *slash = strrchr(part, '/');
    size_t folder = slash ? (size_t)(slash - part) + 1 : 0;
    const char *path = rg_arena_printf(&w->arena, "%.*s_rels/%s.rels", (int)folder, part, part + folder);
    w->failed |= !path;
    return path;
}

static rg_status read_relations(rg_workbook *w, const char *part, rg_error *error)
{
    static const rg_xml_handler handler = {on_relation, ignore_end, NULL};
    const char *path = relations_of(w, part);
    bool there;
    w->relation_count = 0;
    return path ? read_part(w, path, &handler, &there, error) : rg_fail_memory(error);
}

/* Which part each sheet is; those that are charts or dialogs are no sheets to us. */
static void place_sheets(rg_workbook *w, const char *main_part)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->sheet_count; i++) {
        for (size_t r = 0; r < w->relation_count; r++) {
            if (strcmp(w->relations[r].id, w->sheets[i].id) != 0 || !ends_with(w->relations[r].type, "/worksheet"))
                continue;
            w->sheets[i].part = resolve(w, main_part, w->relations[r].target);
            w->sheets[kept++] = w->sheets[i];
            break;
        }
    }
    w->sheet_count = kept;
}

static rg_status read_strings(rg_workbook *w, const char *part, rg_error *error)
{
    rg_input *input;
    rg_status status = w->open(w->context, part, &input, error);
    return status == RG_OK && input ? rg_shared_strings_read(&w->strings, part, input, error) : status;
}

static rg_status read_workbook(rg_workbook *w, rg_error *error)
{
    static const rg_xml_handler workbook = {on_workbook, ignore_end, NULL}, styles = {on_style, on_style_end, NULL};
    bool there;
    rg_status status = read_relations(w, "", error);
    const char *target = target_of_type(w, "/officeDocument");
    const char *part = target ? resolve(w, "", target) : "xl/workbook.xml";
    if (status == RG_OK)
        status = part ? read_part(w, part, &workbook, &there, error) : rg_fail_memory(error);
    if (status == RG_OK && !there)
        return rg_fail(error, RG_DAMAGED, "the workbook has no part `%s`", part);
    if (status == RG_OK)
        status = read_relations(w, part, error);
    if (status != RG_OK)
        return status;
    place_sheets(w, part);
    const char *style = target_of_type(w, "/styles"), *strings = target_of_type(w, "/sharedStrings");
    const char *style_part = style ? resolve(w, part, style) : NULL;
    const char *string_part = strings ? resolve(w, part, strings) : NULL;
    if (w->failed)
        return rg_fail_memory(error);
    if (style_part)
        status = read_part(w, style_part, &styles, &there, error);
    return status == RG_OK && string_part ? read_strings(w, string_part, error) : status;
}

/* ---------------------------------------------------------------- the workbook */

rg_status rg_workbook_open(rg_workbook **workbook, const char *name, rg_open_part *open, void *context, rg_error *error)
{
    rg_workbook *w = rg_alloc(sizeof *w);
    *workbook = NULL;
    if (!w)
        return rg_fail_memory(error);
    w->open = open;
    w->context = context;
    w->name = name;
    rg_status status = read_workbook(w, error);
    if (status != RG_OK) {
        rg_workbook_close(w);
        return status;
    }
    w->sheet_context = (rg_sheet_context){w->strings, w->is_date, w->cell_format_count, w->from_1904};
    *workbook = w;
    return RG_OK;
}

void rg_workbook_close(rg_workbook *w)
{
    if (!w)
        return;
    rg_shared_strings_close(w->strings);
    rg_free(w->relations);
    rg_free(w->sheets);
    rg_free(w->formats);
    rg_free(w->is_date);
    rg_arena_free(&w->arena);
    rg_free(w);
}

size_t rg_workbook_sheet_count(const rg_workbook *w)
{
    return w->sheet_count;
}

const char *rg_workbook_sheet_name(const rg_workbook *w, size_t index)
{
    return w->sheets[index].name;
}

rg_status rg_workbook_sheet(rg_workbook *w, size_t index, rg_input **csv, rg_error *error)
{
    rg_input *input;
    *csv = NULL;
    rg_status status = w->open(w->context, w->sheets[index].part, &input, error);
    if (status == RG_OK && !input)
        return rg_fail(error, RG_DAMAGED, "the sheet `%s` is not in the workbook", w->sheets[index].name);
    return status == RG_OK ? rg_sheet_open(csv, w->sheets[index].part, input, &w->sheet_context, error) : status;
}
