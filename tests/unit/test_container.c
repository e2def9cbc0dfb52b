/* test_container.c - container.c, member_names.c, zipfile.c and folder.c: what an input holds. */
#define _POSIX_C_SOURCE 200809L
#include "container.h"

#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "packing.h"

static char folder[] = "/tmp/rowgate-test-XXXXXX";
static char path[sizeof folder + 32];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.zip", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* What there is in the input at `where`: "content:name" of each part, and the codes of findings. */
static void holds(const char *where, rg_packaging packaging, const char *expected)
{
    static const char letters[] = "tjswpo";
    rg_findings findings = {0};
    rg_buffer said = {0};
    rg_container *container;
    rg_input *input;
    assert_int_equal(rg_input_open(&input, where, NULL), RG_OK);
    assert_int_equal(rg_container_open(&container, input, &findings, NULL), RG_OK);
    assert_int_equal(rg_container_packaging(container), packaging);
    for (size_t i = 0; i < rg_container_count(container); i++) {
        const rg_entry *part = rg_container_entry(container, i);
        rg_buffer_printf(&said, "%c:%s:%.*s%s\n", letters[part->content], part->member->name ? part->member->name : "",
                         (int)part->stem.size, part->stem.bytes ? part->stem.bytes : "", part->unreadable ? "!" : "");
    }
    for (size_t i = 0; i < findings.count; i++)
        rg_buffer_printf(&said, "%s %s\n", findings.items[i].code->id,
                         findings.items[i].member ? findings.items[i].member->name : "-");
    is_text(rg_buffer_text(&said), expected);
    rg_buffer_free(&said);
    rg_container_close(container);
    rg_input_close(input);
    rg_findings_free(&findings);
}

static void write_text(const char *where, const char *text)
{
    FILE *file = fopen(where, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void a_file_is_one_part_without_a_name(void **state)
{
    (void)state;
    write_text(path, "a,b\n");
    holds(path, RG_PACKAGING_FILE, "t::\n");
}

static void an_archive_has_members(void **state)
{
    (void)state;
    const packed members[] = {
        {"x/RVTools_tabvInfo.csv", T("a\n")}, {"dfw.JSON", T("[]")}, {"notes.docx", T("x")}, {"x/", T("")},
        {"__MACOSX/x.csv", T("x")},           {".hidden", T("x")}};
    pack(path, members, LENGTH(members));
    holds(path, RG_PACKAGING_ZIP, "t:x/RVTools_tabvInfo.csv:RVTools_tabvInfo\nj:dfw.JSON:dfw\no:notes.docx:notes\n");
}

static void names_that_lead_elsewhere_are_not_read(void **state)
{
    (void)state;
    const packed members[] = {{"../a.csv", T("x")},   {"/b.csv", T("x")},    {"C:\\d.csv", T("x")},
                              {"e/../f.csv", T("x")}, {"good..csv", T("x")}, {"GOOD..CSV", T("x")}};
    pack(path, members, LENGTH(members));
    holds(path, RG_PACKAGING_ZIP,
          "t:../a.csv:a!\nt:/b.csv:b!\nt:C:\\d.csv:d!\nt:e/../f.csv:f!\nt:good..csv:good.\nt:GOOD..CSV:GOOD.!\n"
          "E703 ../a.csv\nE703 /b.csv\nE703 C:\\d.csv\nE703 e/../f.csv\nE704 GOOD..CSV\n");
}

static void backslashes_are_folders_of_windows(void **state)
{
    (void)state;
    const packed members[] = {{"x\\a.csv", T("x")}, {"x\\b.csv", T("x")}, {"x\\..\\..\\c.csv", T("x")}, {"x\\", T("")}};
    pack(path, members, LENGTH(members));
    holds(path, RG_PACKAGING_ZIP,
          "t:x\\a.csv:a\nt:x\\b.csv:b\nt:x\\..\\..\\c.csv:c!\nE703 x\\..\\..\\c.csv\nW719 x\\a.csv\n");
}

static const char workbook[] =
    "<workbook><sheets><sheet name=\"vInfo\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
                                "Target=\"sheet1.xml\"/></Relationships>";
static const char sheet[] = "<worksheet><sheetData><row><c t=\"str\"><v>VM</v></c></row></sheetData></worksheet>";

static const packed workbook_parts[] = {
    {"xl/workbook.xml", {workbook, sizeof workbook - 1}},
    {"xl/_rels/workbook.xml.rels", {relations, sizeof relations - 1}},
    {"xl/sheet1.xml", {sheet, sizeof sheet - 1}},
};

static void a_workbook_has_sheets(void **state)
{
    (void)state;
    pack(path, workbook_parts, LENGTH(workbook_parts));
    holds(path, RG_PACKAGING_WORKBOOK, "s:vInfo:vInfo\n");
    size_t size;
    char *bytes = file_bytes(path, &size);
    const packed outer[] = {{"export.xlsx", {bytes, size}}};
    pack(path, outer, 1);
    holds(path, RG_PACKAGING_ZIPPED_WORKBOOK, "s:export.xlsx!vInfo:vInfo\n");
    /* what cannot be meant is told and left */
    const packed noted[] = {{"x/export.xlsx", {bytes, size}}, {"notes.pdf", T("x")}};
    pack(path, noted, 2);
    holds(path, RG_PACKAGING_ZIPPED_WORKBOOK, "s:x/export.xlsx!vInfo:vInfo\nW710 notes.pdf\n");
    /* beside another table it is nobody's workbook */
    const packed two[] = {{"export.xlsx", {bytes, size}}, {"a.csv", T("x")}};
    pack(path, two, 2);
    holds(path, RG_PACKAGING_ZIP, "w:export.xlsx:export\nt:a.csv:a\n");
    free(bytes);
}

static void broken_containers_are_findings(void **state)
{
    (void)state;
    write_text(path, "PK\3\4 and nothing else");
    holds(path, RG_PACKAGING_ZIP, "E701 -\n");
    write_text(path, "\xD0\xCF\x11\xE0");
    holds(path, RG_PACKAGING_FILE, "E712 -\n");
    write_text(path, "7z\xBC\xAF\x27\x1C");
    holds(path, RG_PACKAGING_FILE, "E102 -\n");
    const packed members[] = {{"xl/workbook.xml", T("<workbook>")}};
    pack(path, members, 1);
    holds(path, RG_PACKAGING_WORKBOOK, "E701 -\n");
}

static void a_folder_has_files(void **state)
{
    (void)state;
    char inner[sizeof path + 16], file[sizeof inner + 16];
    snprintf(inner, sizeof inner, "%s/export", folder);
    snprintf(file, sizeof file, "%s/b.csv", inner);
    assert_int_equal(mkdir(inner, 0700), 0);
    write_text(file, "x");
    write_text(path, "x");
    holds(folder, RG_PACKAGING_FOLDER, "p:a.zip:a\nt:export/b.csv:b\n");
    unlink(file);
    rmdir(inner);
}

static void a_member_is_read_to_its_end(void **state)
{
    (void)state;
    const packed members[] = {{"a.csv", T("first\n")}, {"b.csv", T("second\n")}};
    rg_findings findings = {0};
    rg_container *container;
    rg_input *input, *member;
    char bytes[100];
    size_t size;
    pack(path, members, LENGTH(members));
    assert_int_equal(rg_input_open(&input, path, NULL), RG_OK);
    assert_int_equal(rg_container_open(&container, input, &findings, NULL), RG_OK);
    for (int i = 0; i < 2; i++) { /* as often as one likes */
        assert_int_equal(rg_container_read(container, 1, &member, NULL), RG_OK);
        assert_int_equal(rg_input_read(member, bytes, sizeof bytes, &size, NULL), RG_OK);
        is_text((rg_text){bytes, size}, "second\n");
        assert_int_equal(rg_input_read(member, bytes, sizeof bytes, &size, NULL), RG_OK);
        assert_int_equal(size, 0);
        rg_container_done(container, member);
    }
    rg_container_close(container);
    rg_input_close(input);
    rg_findings_free(&findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_one_part_without_a_name),
        cmocka_unit_test(an_archive_has_members),
        cmocka_unit_test(names_that_lead_elsewhere_are_not_read),
        cmocka_unit_test(backslashes_are_folders_of_windows),
        cmocka_unit_test(a_workbook_has_sheets),
        cmocka_unit_test(broken_containers_are_findings),
        cmocka_unit_test(a_folder_has_files),
        cmocka_unit_test(a_member_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
