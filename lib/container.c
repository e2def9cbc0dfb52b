/* container.c - what an input holds: itself, the members of an archive or a folder, or the sheets of a workbook.
 *
 * Archives come from anywhere, so nothing in them is believed: names are looked at before they are used, nothing is
 * ever unpacked under its own name, and what is strange is a finding. */
#define _POSIX_C_SOURCE 200809L
#include "container.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "folder.h"
#include "likeness.h"
#include "memory.h"
#include "text.h"
#include "workbook.h"
#include "zipfile.h"

#define MOST_PARTS 2000

struct rg_container {
    rg_packaging packaging;
    rg_input *input;
    rg_arena arena;
    rg_entry *parts;
    size_t count, capacity;
    rg_zip *zip;
    rg_zip *inner; /* of a workbook inside an archive */
    rg_workbook *workbook;
    const char *inner_name;
    rg_findings *findings;
};

/* ---------------------------------------------------------------- parts */

/* The part that was added, or NULL when memory is out. */
static rg_entry *add_part(rg_container *c, const char *name, size_t index)
{
    if (!RG_GROW(c->parts, c->count, c->capacity))
        return NULL;
    rg_entry *part = &c->parts[c->count];
    *part = (rg_entry){.member = rg_arena_alloc(&c->arena, sizeof *part->member), .index = index};
    if (part->member)
        part->member->name = rg_arena_string(&c->arena, name);
    if (c->arena.failed)
        return NULL;
    rg_text last = rg_member_last_name(part->member->name), ending = rg_member_ending(last);
    part->stem = (rg_text){last.bytes, last.size - ending.size - (ending.size > 0)};
    part->content = rg_member_content(ending);
    c->count++;
    return part;
}

static bool is_double(const rg_container *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (rg_text_equal_nocase(rg_text_of(c->parts[i].member->name), rg_text_of(name)))
            return true;
    return false;
}

void rg_report_stranger(rg_findings *findings, rg_member *member)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_MEMBER_UNKNOWN, "it is no part of this kind of file, and was not checked");
    finding->hint = "take it out, or give it the name that the export gives it";
    finding->member = member;
}

static void report_part(rg_container *c, const rg_entry *part, rg_code_index code, const char *message,
                        const char *hint)
{
    rg_finding *finding = rg_findings_add(c->findings, code, "%s", message);
    finding->hint = hint;
    finding->member = part->member;
}

static void look_at(rg_container *c, rg_entry *part, const rg_zip_member *member, bool twice)
{
    bool unsafe = rg_member_is_unsafe(member->name);
    part->unreadable = unsafe || twice || member->is_link || member->encrypted || member->unsupported;
    if (unsafe)
        report_part(c, part, RG_CODE_MEMBER_NAME_UNSAFE, "the name leads out of the folder that one unpacks into",
                    "make the archive anew, with plain names; do not unpack this one");
    if (twice)
        report_part(c, part, RG_CODE_MEMBER_TWICE, "the archive has two members of this name",
                    "make the archive anew: which of the two counts is anybody's guess");
    else if (member->is_link)
        report_part(c, part, RG_CODE_MEMBER_LINK, "the member is a symbolic link, not a file",
                    "make the archive anew with the file itself");
    else if (member->encrypted)
        report_part(c, part, RG_CODE_MEMBER_ENCRYPTED, "the member is encrypted",
                    "make the archive without a password");
    else if (member->unsupported)
        report_part(c, part, RG_CODE_MEMBER_METHOD, "the member is packed in a way that cannot be unpacked here",
                    "make the archive with the usual method, deflate");
}

/* Once: whoever packed one member so has packed all of them so. */
static void report_backslashes(rg_container *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->parts[i].unreadable || !strchr(c->parts[i].member->name, '\\'))
            continue;
        report_part(c, &c->parts[i], RG_CODE_MEMBER_BACKSLASH,
                    "the folders in its name end with backslashes, as perhaps in others; the ZIP format has slashes",
                    "pack the folder with the Explorer, or with a current PowerShell: others may take folder and file "
                    "for one name");
        return;
    }
}

static rg_status list_zip(rg_container *c, rg_error *error)
{
    size_t count = rg_zip_count(c->zip);
    for (size_t i = 0; i < count; i++) {
        rg_zip_member member = rg_zip_member_at(c->zip, i);
        if (rg_member_is_litter(member.name))
            continue;
        if (c->count == MOST_PARTS) {
            rg_finding *finding =
                rg_findings_add(c->findings, RG_CODE_TOO_MANY_MEMBERS,
                                "the archive has more than %d members; the others were not looked at", MOST_PARTS);
            finding->hint = "is this the right archive?";
            break;
        }
        bool twice = is_double(c, member.name);
        rg_entry *part = add_part(c, member.name, i);
        if (!part)
            return rg_fail_memory(error);
        look_at(c, part, &member, twice);
    }
    report_backslashes(c);
    return RG_OK;
}

/* ---------------------------------------------------------------- workbooks */

static size_t find_member(const rg_zip *zip, const char *name)
{
    size_t count = rg_zip_count(zip);
    for (size_t i = 0; i < count; i++)
        if (rg_text_equal_nocase(rg_text_of(rg_zip_member_at(zip, i).name), rg_text_of(name)))
            return i;
    return count;
}

static rg_status open_part(void *context, const char *name, rg_input **input, rg_error *error)
{
    rg_zip *zip = context;
    size_t index = find_member(zip, name);
    *input = NULL;
    return index < rg_zip_count(zip) ? rg_zip_read(zip, index, input, error) : RG_OK;
}

static rg_status list_sheets(rg_container *c, rg_zip *zip, rg_error *error)
{
    rg_status status = rg_workbook_open(&c->workbook, rg_input_name(c->input), open_part, zip, error);
    if (status != RG_OK)
        return status;
    c->count = 0;
    for (size_t i = 0; i < rg_workbook_sheet_count(c->workbook); i++) {
        const char *name = rg_workbook_sheet_name(c->workbook, i);
        rg_entry *part = add_part(c, name, i);
        if (!part)
            return rg_fail_memory(error);
        part->content = RG_CONTENT_SHEET;
        part->stem = rg_text_of(part->member->name);
        part->member->is_sheet = true;
        if (c->inner_name)
            part->member->name = rg_arena_printf(&c->arena, "%s!%s", c->inner_name, name);
    }
    return c->arena.failed ? rg_fail_memory(error) : RG_OK;
}

/* The only workbook, when there is nothing else that could be meant. */
static const rg_entry *find_only_workbook(const rg_container *c)
{
    const rg_entry *found = NULL;
    for (size_t i = 0; i < c->count; i++) {
        const rg_entry *part = &c->parts[i];
        if (part->content == RG_CONTENT_OTHER)
            continue;
        if (found || part->unreadable || part->content != RG_CONTENT_WORKBOOK)
            return NULL;
        found = part;
    }
    return found;
}

/* Bytes that can be read at any place: libzip wants to begin at the end. */
static rg_status spool(rg_input *input, FILE **file, rg_error *error)
{
    char piece[16384];
    size_t size = 1;
    rg_status status = RG_OK;
    *file = tmpfile();
    bool written = *file != NULL;
    while (status == RG_OK && written && size) {
        status = rg_input_read(input, piece, sizeof piece, &size, error);
        if (status == RG_OK)
            written = fwrite(piece, 1, size, *file) == size;
    }
    if (status == RG_OK && !(written && fflush(*file) == 0 && fseek(*file, 0, SEEK_SET) == 0))
        status = rg_fail_file(error, RG_IO_ERROR, rg_input_name(input), "cannot write a temporary file: %s",
                              strerror(errno));
    if (status == RG_OK)
        return RG_OK;
    if (*file)
        fclose(*file);
    *file = NULL;
    return status;
}

static rg_status open_inner_workbook(rg_container *c, const rg_entry *part, rg_error *error)
{
    rg_input *packed;
    FILE *file = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (&c->parts[i] != part)
            rg_report_stranger(c->findings, c->parts[i].member);
    c->inner_name = part->member->name;
    rg_status status = rg_zip_read(c->zip, part->index, &packed, error);
    if (status == RG_OK)
        status = spool(packed, &file, error);
    rg_input_close(packed);
    if (status == RG_OK)
        status = rg_zip_open(&c->inner, NULL, file, error);
    if (status != RG_OK)
        return status;
    c->packaging = RG_PACKAGING_ZIPPED_WORKBOOK;
    return list_sheets(c, c->inner, error);
}

/* ---------------------------------------------------------------- opening */

static rg_status open_zip(rg_container *c, rg_error *error)
{
    const char *path = rg_input_path(c->input);
    FILE *file = NULL;
    rg_status status = path ? RG_OK : spool(c->input, &file, error);
    c->packaging = RG_PACKAGING_ZIP;
    if (status == RG_OK)
        status = rg_zip_open(&c->zip, path, file, error);
    if (status != RG_OK)
        return status;
    if (find_member(c->zip, "xl/workbook.xml") < rg_zip_count(c->zip)) {
        c->packaging = RG_PACKAGING_WORKBOOK;
        return list_sheets(c, c->zip, error);
    }
    status = list_zip(c, error);
    const rg_entry *workbook = status == RG_OK ? find_only_workbook(c) : NULL;
    return workbook ? open_inner_workbook(c, workbook, error) : status;
}

static rg_status list_folder(rg_container *c, rg_error *error)
{
    rg_folder folder = {0};
    c->packaging = RG_PACKAGING_FOLDER;
    rg_status status = rg_folder_list(&folder, rg_input_name(c->input), MOST_PARTS, error);
    for (size_t i = 0; status == RG_OK && i < folder.count; i++) {
        if (rg_member_is_litter(folder.names[i]))
            continue;
        rg_entry *part = add_part(c, folder.names[i], i);
        if (!part)
            status = rg_fail_memory(error);
        else
            part->member->is_file = true;
    }
    rg_folder_free(&folder);
    return status;
}

static rg_status open_any(rg_container *c, rg_error *error)
{
    rg_text start;
    if (rg_input_is_folder(c->input))
        return list_folder(c, error);
    rg_status status = rg_input_peek(c->input, RG_FOREIGN_START, &start, error);
    if (status != RG_OK)
        return status;
    if (rg_text_begins(start, rg_text_of("PK\x03\x04")) || rg_text_begins(start, rg_text_of("PK\x05\x06")))
        return open_zip(c, error);
    if (rg_text_begins(start, rg_text_of("\xD0\xCF\x11\xE0"))) {
        rg_finding *finding = rg_findings_add(c->findings, RG_CODE_WORKBOOK_PROTECTED,
                                              "the file is a workbook with a password, or of an old format (.xls)");
        finding->hint = "remove the password, and save it as .xlsx or as CSV";
        return RG_OK;
    }
    const rg_foreign *kind = rg_foreign_kind(start);
    if (kind) {
        rg_findings_add(c->findings, RG_CODE_FILE_UNRECOGNISED, "the file is %s", kind->what)->hint = kind->hint;
        return RG_OK;
    }
    rg_entry *part = add_part(c, "", 0);
    if (!part)
        return rg_fail_memory(error);
    part->member->name = NULL;
    part->content = RG_CONTENT_TEXT;
    return RG_OK;
}

rg_status rg_container_open(rg_container **container, rg_input *input, rg_findings *findings, rg_error *error)
{
    rg_error cause = {0};
    rg_container *made = rg_alloc(sizeof *made);
    *container = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->input = input;
    made->findings = findings;
    rg_status status = open_any(made, &cause);
    if (status == RG_DAMAGED) {
        rg_finding *finding = rg_findings_add(findings, RG_CODE_ARCHIVE_DAMAGED, "%s", cause.message);
        finding->hint = "make it anew; was it copied or downloaded to its end?";
        made->count = 0;
        status = RG_OK;
    }
    made->findings = NULL;
    if (status != RG_OK) {
        if (error)
            *error = cause;
        rg_container_close(made);
        return status;
    }
    *container = made;
    return RG_OK;
}

void rg_container_close(rg_container *c)
{
    if (!c)
        return;
    rg_workbook_close(c->workbook);
    rg_zip_close(c->inner);
    rg_zip_close(c->zip);
    rg_free(c->parts);
    rg_arena_free(&c->arena);
    rg_free(c);
}

rg_packaging rg_container_packaging(const rg_container *c)
{
    return c->packaging;
}

size_t rg_container_count(const rg_container *c)
{
    return c->count;
}

const rg_entry *rg_container_entry(const rg_container *c, size_t index)
{
    return &c->parts[index];
}

/* ---------------------------------------------------------------- reading */

static rg_status open_in_folder(rg_container *c, const char *name, rg_input **input, rg_error *error)
{
    rg_buffer path = {0};
    rg_buffer_printf(&path, "%s/%s", rg_input_name(c->input), name);
    rg_status status = path.failed ? rg_fail_memory(error) : rg_input_open(input, rg_buffer_text(&path).bytes, error);
    rg_buffer_free(&path);
    return status;
}

rg_status rg_container_read(rg_container *c, size_t index, rg_input **input, rg_error *error)
{
    const rg_entry *part = &c->parts[index];
    *input = NULL;
    switch (c->packaging) {
    case RG_PACKAGING_FILE:
        *input = c->input;
        return RG_OK;
    case RG_PACKAGING_FOLDER:
        return open_in_folder(c, part->member->name, input, error);
    case RG_PACKAGING_ZIP:
        return rg_zip_read(c->zip, part->index, input, error);
    default:
        return rg_workbook_sheet(c->workbook, part->index, input, error);
    }
}

void rg_container_done(rg_container *c, rg_input *input)
{
    if (input != c->input)
        rg_input_close(input);
}
