/* json_scan.c - is a member sound JSON, of the right kind, and all there? yajl reads it as a stream, so that memory
 * does not depend on its size. */
#include "json_scan.h"

#include <setjmp.h>
#include <stddef.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "decoder.h"
#include "error.h"
#include "lines.h"
#include "memory.h"
#include "text.h"
#include "utf8.h"

#define PIECE 65536
#define MOST_LEVELS 500
/* yajl keeps a text that is not yet at its end. */
#define MOST_BYTES_A_VALUE ((uint64_t)16 << 20)

typedef enum { NOTHING, AN_ARRAY, AN_OBJECT, A_VALUE } kind;

typedef struct scan {
    const rg_resource *resource;
    rg_findings *findings;
    yajl_handle parser;
    kind top;
    size_t level;
    uint64_t items;
    bool too_deep, truncated;
    uint64_t since;                /* bytes since the last value or key began */
    uint64_t offset, line, column; /* where the piece at hand begins */
    rg_text piece;
    bool has_mark; /* a byte order mark in front */
    bool is_whole; /* all was read, and was JSON */
    rg_arena memory;
    jmp_buf no_memory;
} scan;

/* ---------------------------------------------------------------- places */

/* Go so many bytes of the piece at hand further. */
static void advance(const scan *s, size_t size, uint64_t *line, uint64_t *column)
{
    for (size_t i = 0; i < size; i++) {
        char c = s->piece.bytes[i];
        *column += (c & 0xC0) != 0x80; /* characters, not bytes */
        if (c == '\n') {
            *column = 1;
            ++*line;
        }
    }
}

/* Say where: so many bytes into the piece at hand. */
static void place(const scan *s, rg_finding *finding, size_t consumed)
{
    finding->line = s->line;
    finding->column = s->column;
    finding->byte_offset = s->offset + consumed;
    advance(s, consumed < s->piece.size ? consumed : s->piece.size, &finding->line, &finding->column);
}

static void pass(scan *s)
{
    advance(s, s->piece.size, &s->line, &s->column);
    s->offset += s->piece.size;
}

/* ---------------------------------------------------------------- what yajl tells */

static int note_value(scan *s, kind what)
{
    s->since = 0;
    if (s->level == 0)
        s->top = what;
    else if (s->level == 1)
        s->items++;
    return 1;
}

static int on_null(void *context)
{
    return note_value(context, A_VALUE);
}

static int on_boolean(void *context, int value)
{
    (void)value;
    return note_value(context, A_VALUE);
}

static int on_number(void *context, const char *text, size_t size)
{
    (void)text;
    (void)size;
    return note_value(context, A_VALUE);
}

static int on_string(void *context, const unsigned char *text, size_t size)
{
    (void)text;
    (void)size;
    return note_value(context, A_VALUE);
}

static int enter(scan *s, kind what)
{
    note_value(s, what);
    s->too_deep = ++s->level > MOST_LEVELS;
    return !s->too_deep;
}

static int on_map(void *context)
{
    return enter(context, AN_OBJECT);
}

static int on_array(void *context)
{
    return enter(context, AN_ARRAY);
}

static int leave(void *context)
{
    scan *s = context;
    s->since = 0;
    s->level--;
    return 1;
}

/* A key of one of the objects in the object at the top. */
static int on_key(void *context, const unsigned char *text, size_t size)
{
    scan *s = context;
    rg_text key = {(const char *)text, size};
    s->since = 0;
    for (size_t i = 0; s->level <= 2 && !s->truncated && i < s->resource->truncated_by.count; i++) {
        if (!rg_text_equal(key, rg_text_of(s->resource->truncated_by.items[i])))
            continue;
        s->truncated = true;
        rg_finding *finding = rg_findings_add(s->findings, RG_CODE_JSON_TRUNCATED,
                                              "%s says that this is one page of several: what follows it is missing",
                                              rg_quoted(s->findings, key));
        finding->hint = "export it again, with all pages";
        size_t consumed = yajl_get_bytes_consumed(s->parser);
        place(s, finding, consumed > size + 2 ? consumed - size - 2 : 0);
    }
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_map,
    .yajl_map_key = on_key,
    .yajl_end_map = leave,
    .yajl_start_array = on_array,
    .yajl_end_array = leave,
};

/* ---------------------------------------------------------------- memory */

/* yajl does not look whether it was given what it asked for, so a refusal leaves it by the back door. Its memory lies
 * in an arena, which is then let go as a whole. */
static void *allocate(void *context, size_t size)
{
    scan *s = context;
    size_t *memory = rg_arena_alloc(&s->memory, sizeof(max_align_t) + size);
    if (!memory)
        longjmp(s->no_memory, 1);
    *memory = size;
    return (char *)memory + sizeof(max_align_t);
}

static void *resize(void *context, void *old, size_t size)
{
    void *made = allocate(context, size);
    size_t before = old ? *(size_t *)(void *)((char *)old - sizeof(max_align_t)) : 0;
    if (old)
        memcpy(made, old, before < size ? before : size);
    return made;
}

static void release(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

/* ---------------------------------------------------------------- the whole */

/* yajl's words, without its line end and prefix. `*lexical`: it met a byte that belongs nowhere. */
static const char *reason_of(scan *s, bool *lexical)
{
    static const char *const prefixes[] = {"lexical error: ", "parse error: "};
    unsigned char *words = yajl_get_error(s->parser, 0, NULL, 0);
    rg_text text = rg_text_of(words ? (const char *)words : "it is not JSON");
    *lexical = rg_text_begins(text, rg_text_of(prefixes[0]));
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (rg_text_begins(text, rg_text_of(prefixes[i])))
            text = rg_text_of(text.bytes + strlen(prefixes[i]));
    text.size = rg_line_content(text);
    while (text.size && text.bytes[text.size - 1] == '.')
        text.size--;
    const char *copy = rg_arena_text(&s->findings->arena, text);
    if (words)
        yajl_free_error(s->parser, words);
    return copy ? copy : "";
}

/* Where the token begins that ends at `end` of the piece at hand: yajl has read it when it says that it is wrong. */
static size_t token_start(rg_text piece, size_t end)
{
    static const char apart[] = " \t\r\n{}[],:\"";
    size_t start = end ? end - 1 : 0;
    if (end && piece.bytes[start] == '"') {
        while (start && (piece.bytes[--start] != '"' || (start && piece.bytes[start - 1] == '\\')))
            ;
        return start;
    }
    while (start && !memchr(apart, piece.bytes[start], sizeof apart - 1) &&
           !memchr(apart, piece.bytes[start - 1], sizeof apart - 1))
        start--;
    return start;
}

static void report_broken(scan *s, const char *reason, size_t consumed)
{
    rg_finding *finding = rg_findings_add(s->findings, RG_CODE_JSON_BROKEN, "the JSON breaks here: %s", reason);
    finding->hint = "was the export broken off? Export it again";
    place(s, finding, consumed);
}

/* Feed the piece at hand, or the end; false: nothing more can be read. */
static bool feed(scan *s, bool last)
{
    yajl_status status = last ? yajl_complete_parse(s->parser)
                              : yajl_parse(s->parser, (const unsigned char *)s->piece.bytes, s->piece.size);
    s->since += s->piece.size;
    if (status == yajl_status_error) {
        bool lexical;
        const char *reason = reason_of(s, &lexical);
        size_t consumed = last ? 0 : yajl_get_bytes_consumed(s->parser);
        if (last)
            reason = "the end of the file comes too early";
        report_broken(s, reason, lexical ? consumed - (consumed > 0) : token_start(s->piece, consumed));
    } else if (s->too_deep) {
        report_broken(s, "too many levels of nesting", token_start(s->piece, yajl_get_bytes_consumed(s->parser)));
    } else if (s->since > MOST_BYTES_A_VALUE) {
        report_broken(s, "a single value of more than 16 MiB", 0);
    } else {
        return true;
    }
    return false;
}

static void check_kind(scan *s)
{
    static const char *const found[] = {
        [NOTHING] = "nothing", [AN_ARRAY] = "an array", [AN_OBJECT] = "an object", [A_VALUE] = "a single value"};
    rg_json_top wanted = s->resource->top;
    kind expected = wanted == RG_JSON_ARRAY ? AN_ARRAY : AN_OBJECT;
    if (wanted == RG_JSON_ANY || s->top == expected)
        return;
    rg_finding *finding =
        rg_findings_add(s->findings, RG_CODE_JSON_KIND, "expected %s, found %s", found[expected], found[s->top]);
    finding->hint = "look into it: exporting programs save error messages in place of data";
    finding->line = finding->column = 1;
}

/* No column, and for yajl no JSON. */
static void pass_mark(scan *s)
{
    if (s->offset)
        return;
    s->offset = rg_utf8_mark_size(s->piece);
    s->has_mark = s->offset > 0;
    s->piece = rg_utf8_without_mark(s->piece);
}

static rg_status run(scan *s, rg_input *input, char *piece, rg_error *error)
{
    yajl_alloc_funcs memory = {allocate, resize, release, s};
    if (setjmp(s->no_memory))
        return rg_fail_memory(error);
    s->parser = yajl_alloc(&callbacks, &memory, s);
    for (bool going = true, last = false; going && !last;) {
        s->piece.bytes = piece;
        rg_status status = rg_input_read(input, piece, PIECE, &s->piece.size, error);
        if (status != RG_OK)
            return status;
        last = s->piece.size == 0;
        pass_mark(s);
        going = feed(s, last);
        pass(s);
        s->is_whole = going;
    }
    return RG_OK;
}

static void report_form(scan *s, const char *encoding)
{
    if (!encoding && !s->has_mark)
        return;
    rg_finding *finding =
        encoding ? rg_findings_add(s->findings, RG_CODE_ENCODING, "the member is in %s, not in UTF-8", encoding)
                 : rg_findings_add(s->findings, RG_CODE_BYTE_ORDER_MARK,
                                   "the member begins with a byte order mark (EF BB BF)");
    finding->hint = encoding ? "save it as UTF-8: JSON is in no other encoding"
                             : "save it as UTF-8 without BOM: JSON has none, and many readers refuse it";
    finding->line = finding->column = 1;
}

rg_status rg_json_scan(rg_input *input, const char *encoding, const rg_resource *resource, rg_findings *findings,
                       uint64_t *items, rg_error *error)
{
    scan s = {.resource = resource, .findings = findings, .line = 1, .column = 1};
    uint64_t first;
    rg_decoder *decoder = NULL;
    char *piece = rg_alloc(PIECE);
    rg_status status = piece ? rg_decoder_open(&decoder, input, encoding, error) : rg_fail_memory(error);
    if (status == RG_OK)
        status = run(&s, rg_decoder_text(decoder), piece, error);
    if (status == RG_OK)
        report_form(&s, rg_decoder_encoding(decoder, &first));
    if (status == RG_OK && s.is_whole)
        check_kind(&s);
    *items = s.items;
    rg_decoder_close(decoder);
    rg_arena_free(&s.memory);
    rg_free(piece);
    return status;
}
