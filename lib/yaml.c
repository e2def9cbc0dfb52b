/* yaml.c - YAML or JSON text as a tree that knows where everything stood; the only file that knows libfyaml.
 *
 * The tree is built from libfyaml's events and not taken from its documents: an alias is then only one more
 * way to children that exist already, so that no text, however its aliases are nested, makes a tree
 * larger than itself, and keys may be looked at where duplicates are best explained: at the word that is
 * given twice. */
#include "yaml.h"

#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "lines.h"
#include "memory.h"
#include "scan.h"
#include "source.h"
#include "text.h"
#include "utf8.h"

#define MAX_SIZE ((size_t)1 << 20) /* no template is larger; a data file given by mistake is */
#define MAX_DEPTH 32               /* of lists and maps in each other */

/* Nodes are told by their place in the block, which moves while it grows. The root is at 0. */
typedef struct anchor {
    struct anchor *next;
    rg_text name;
    size_t node;
} anchor;

/* A list or map whose end has not come yet. */
typedef struct level {
    size_t node;
    size_t last; /* child; 0: none yet */
    size_t key;  /* that waits for its value; 0: none */
    rg_text anchor;
} level;

typedef struct builder {
    rg_yaml *yaml;
    level levels[MAX_DEPTH];
    size_t depth;
    uint64_t last_line; /* of what was read so far */
    rg_arena arena;     /* for anchors */
    anchor *anchors;    /* the latest first: it hides older ones of the same name */
    rg_error *error;
} builder;

static rg_status fail_at(const rg_yaml *yaml, uint64_t line, uint64_t column, rg_error *error, const char *message)
{
    rg_fail_file(error, RG_BAD_TEMPLATE, yaml->name, "%s", message);
    rg_source_place(yaml->source, line, column, 1, error);
    return RG_BAD_TEMPLATE;
}

/* ---------------------------------------------------------------- from events to nodes */

static rg_yaml_node *node_at(const builder *b, size_t at)
{
    return (rg_yaml_node *)(void *)(b->yaml->block.bytes + at);
}

static int32_t distance(size_t from, size_t to)
{
    return (int32_t)((int64_t)to - (int64_t)from);
}

/* Put the node where it belongs: the root, the next item, the next key, or the value of the waiting key. */
static rg_status attach(builder *b, size_t at)
{
    if (!b->depth)
        return RG_OK;
    level *top = &b->levels[b->depth - 1];
    rg_yaml_node *node = node_at(b, at), *parent = node_at(b, top->node);
    if (parent->kind == RG_YAML_MAP && !top->key) {
        if (node->kind != RG_YAML_SCALAR)
            return rg_yaml_fail(b->yaml, node, b->error, "a list or map cannot be a key here");
        top->key = at;
        return RG_OK;
    }
    node->key = top->key ? distance(at, top->key) : 0;
    if (top->last)
        node_at(b, top->last)->next = distance(top->last, at);
    else
        parent->first = distance(top->node, at);
    top->key = 0;
    top->last = at;
    parent->count++;
    return RG_OK;
}

/* A node that begins where the event does; one without a place (a value left out) has that of its key. */
static rg_yaml_node make_node(builder *b, struct fy_event *event, rg_yaml_kind kind)
{
    rg_yaml_node node = {.kind = (uint16_t)kind, .line = 1, .column = 1, .width = 1};
    const struct fy_mark *start = fy_event_start_mark(event), *end = fy_event_end_mark(event);
    size_t waiting = b->depth ? b->levels[b->depth - 1].key : 0;
    if (start) {
        node.line = (uint32_t)start->line + 1;
        node.column = (uint32_t)start->column + 1;
        node.offset = (uint32_t)start->input_pos;
    } else if (waiting) {
        const rg_yaml_node *key = node_at(b, waiting);
        node.line = key->line;
        node.column = key->column;
        node.width = key->width;
        node.offset = (uint32_t)b->yaml->source.size;
    }
    if (start && end && kind == RG_YAML_SCALAR && start->line == end->line && end->column > start->column)
        node.width = (uint32_t)(end->column - start->column);
    b->last_line = node.line;
    return node;
}

/* Into the block, where `at` is its place then. */
static rg_status add_node(builder *b, const rg_yaml_node *node, size_t *at)
{
    *at = b->yaml->block.size;
    rg_buffer_add(&b->yaml->block, node, sizeof *node);
    return b->yaml->block.failed ? rg_fail_memory(b->error) : RG_OK;
}

/* The same, with its text behind it, which ends where the next node may begin. */
static rg_status add_node_with_text(builder *b, rg_yaml_node node, rg_text text, size_t *at)
{
    static const char end[_Alignof(rg_yaml_node)] = "";
    node.size = (uint32_t)text.size;
    node.text = sizeof node;
    rg_status status = add_node(b, &node, at);
    rg_buffer_add(&b->yaml->block, text.bytes, text.size);
    rg_buffer_add(&b->yaml->block, end, sizeof end - text.size % sizeof end);
    return status == RG_OK && b->yaml->block.failed ? rg_fail_memory(b->error) : status;
}

static rg_text token_text(struct fy_token *token)
{
    size_t size = 0;
    const char *bytes = token ? fy_token_get_text(token, &size) : NULL;
    return (rg_text){bytes ? bytes : "", bytes ? size : 0};
}

static rg_status remember(builder *b, rg_text name, size_t node)
{
    anchor *made = name.size ? rg_arena_alloc(&b->arena, sizeof *made) : NULL;
    if (!made)
        return b->arena.failed ? rg_fail_memory(b->error) : RG_OK;
    *made = (anchor){.next = b->anchors, .name = name, .node = node};
    b->anchors = made;
    return RG_OK;
}

/* The anchor's name, in the arena: the event does not live long. */
static rg_text anchor_name(builder *b, struct fy_token *token)
{
    rg_text name = token_text(token);
    char *copy = name.size ? rg_arena_text(&b->arena, name) : NULL;
    return (rg_text){copy, copy ? name.size : 0};
}

static rg_status add_scalar(builder *b, struct fy_event *event)
{
    rg_yaml_node node = make_node(b, event, RG_YAML_SCALAR);
    rg_text text = token_text(event->scalar.value);
    size_t at;
    enum fy_scalar_style style = event->scalar.value ? fy_scalar_token_get_style(event->scalar.value) : FYSS_ANY;
    node.quoted = style != FYSS_ANY && style != FYSS_PLAIN;
    if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && node.column > 1) {
        node.column--; /* the mark is behind the quote */
        node.width += 2;
    }
    if (memchr(text.bytes, '\0', text.size))
        return rg_yaml_fail(b->yaml, &node, b->error, "a NUL character has no place in a template");
    rg_status status = add_node_with_text(b, node, text, &at);
    if (status == RG_OK)
        status = remember(b, anchor_name(b, event->scalar.anchor), at);
    return status == RG_OK ? attach(b, at) : status;
}

/* What it stands for once more, but for its place in the tree: the distances begin elsewhere. */
static rg_status add_copy(builder *b, size_t of)
{
    rg_yaml_node copy = *node_at(b, of);
    int32_t moved = distance(b->yaml->block.size, of);
    size_t at;
    copy.text += copy.text ? moved : 0;
    copy.first += copy.first ? moved : 0;
    copy.next = copy.key = 0;
    rg_status status = add_node(b, &copy, &at);
    return status == RG_OK ? attach(b, at) : status;
}

static rg_status add_alias(builder *b, struct fy_event *event)
{
    rg_text name = token_text(event->alias.anchor);
    rg_yaml_node unknown = make_node(b, event, RG_YAML_SCALAR);
    for (const anchor *a = b->anchors; a; a = a->next)
        if (rg_text_equal(a->name, name))
            return add_copy(b, a->node);
    return rg_yaml_fail(b->yaml, &unknown, b->error, "there is no anchor `&%.*s` before this alias", (int)name.size,
                        name.bytes);
}

static rg_status open_level(builder *b, struct fy_event *event, rg_yaml_kind kind, struct fy_token *token)
{
    rg_yaml_node node = make_node(b, event, kind);
    size_t at;
    rg_status status = add_node(b, &node, &at);
    if (status == RG_OK)
        status = attach(b, at);
    if (status != RG_OK)
        return status;
    if (b->depth == MAX_DEPTH)
        return rg_yaml_fail(b->yaml, &node, b->error, "nested too deeply");
    b->levels[b->depth++] = (level){.node = at, .anchor = anchor_name(b, token)};
    return RG_OK;
}

/* An anchor counts from its end on: nothing can contain itself. */
static rg_status close_level(builder *b)
{
    level *top = &b->levels[--b->depth];
    return remember(b, top->anchor, top->node);
}

static rg_status begin_document(builder *b, struct fy_event *event)
{
    const struct fy_mark *start = fy_event_start_mark(event);
    if (!b->yaml->block.size)
        return RG_OK;
    return fail_at(b->yaml, start ? (uint64_t)start->line + 1 : 1, start ? (uint64_t)start->column + 1 : 1, b->error,
                   "a second document begins here; a template is one document");
}

static rg_status add_event(builder *b, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return begin_document(b, event);
    case FYET_SCALAR:
        return add_scalar(b, event);
    case FYET_ALIAS:
        return add_alias(b, event);
    case FYET_SEQUENCE_START:
        return open_level(b, event, RG_YAML_LIST, event->sequence_start.anchor);
    case FYET_MAPPING_START:
        return open_level(b, event, RG_YAML_MAP, event->mapping_start.anchor);
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        return close_level(b);
    default:
        return RG_OK;
    }
}

/* ---------------------------------------------------------------- parsing */

/* The offset of the first byte that is not UTF-8 or is a control character, or the size. */
static size_t find_bad_byte(rg_text source)
{
    size_t valid = rg_utf8_valid_prefix(source);
    bool has_high, has_control;
    rg_scan_bytes(source, &has_high, &has_control);
    for (size_t i = 0; has_control && i < valid; i++)
        if (rg_is_control(source.bytes[i]))
            return i;
    return valid;
}

/* libfyaml stops without a word at bytes that are not UTF-8 and at NUL, so look before it does. */
static rg_status check_bytes(const rg_yaml *yaml, rg_error *error)
{
    rg_text source = yaml->source;
    if (source.size > MAX_SIZE)
        return rg_fail_file(error, RG_BAD_TEMPLATE, yaml->name, "larger than 1 MiB: hardly a template");
    size_t at = find_bad_byte(source), line_start = 0;
    uint64_t line = 1;
    if (at == source.size)
        return RG_OK;
    for (size_t end; (end = rg_line_end(source, line_start)) <= at; line++)
        line_start = end;
    rg_fail_file(error, RG_BAD_TEMPLATE, yaml->name,
                 rg_is_control(source.bytes[at]) ? "control byte 0x%02X" : "byte 0x%02X is not UTF-8",
                 (unsigned)(unsigned char)source.bytes[at]);
    if (error) {
        error->line = line;
        error->column = rg_utf8_length((rg_text){source.bytes + line_start, at - line_start}) + 1;
    }
    return RG_BAD_TEMPLATE;
}

static void discard(struct fy_diag *diag, void *user, const char *bytes, size_t size)
{
    (void)diag;
    (void)user;
    (void)bytes;
    (void)size;
}

/* Collects errors, prints nothing. */
static struct fy_diag *make_diag(void)
{
    struct fy_diag_cfg config;
    fy_diag_cfg_default(&config);
    config.fp = NULL;
    config.output_fn = discard;
    struct fy_diag *diag = fy_diag_create(&config);
    if (diag)
        fy_diag_set_collect_errors(diag, true);
    return diag;
}

static rg_status syntax_error(const rg_yaml *yaml, struct fy_diag *diag, rg_error *error)
{
    void *iterator = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &iterator);
    if (!first)
        return RG_OK;
    return fail_at(yaml, first->line > 0 ? (uint64_t)first->line : 1, first->column > 0 ? (uint64_t)first->column : 1,
                   error, first->msg);
}

static rg_status add_events(builder *b, struct fy_parser *parser)
{
    rg_status status = RG_OK;
    if (fy_parser_set_string(parser, b->yaml->source.bytes, b->yaml->source.size) != 0)
        return rg_fail_memory(b->error);
    for (struct fy_event *event; status == RG_OK && (event = fy_parser_parse(parser)) != NULL;) {
        status = add_event(b, event);
        fy_parser_event_free(parser, event);
    }
    return status == RG_OK && b->arena.failed ? rg_fail_memory(b->error) : status;
}

static rg_status build(rg_yaml *yaml, struct fy_parser *parser, struct fy_diag *diag, rg_error *error)
{
    builder b = {.yaml = yaml, .last_line = 1, .error = error};
    rg_status status = add_events(&b, parser);
    rg_arena_free(&b.arena);
    if (status == RG_OK)
        status = syntax_error(yaml, diag, error);
    if (status == RG_OK && fy_parser_get_stream_error(parser))
        /* libfyaml says what is wrong, but for a few kinds of damage. */
        status = fail_at(yaml, b.last_line, 1, error, "this, or what comes next, cannot be read as YAML");
    if (status == RG_OK && !yaml->block.size)
        status = rg_fail_file(error, RG_BAD_TEMPLATE, yaml->name, "the template is empty");
    yaml->root = (const rg_yaml_node *)(const void *)yaml->block.bytes;
    return status;
}

static rg_status parse(rg_yaml *yaml, rg_error *error)
{
    rg_status status = check_bytes(yaml, error);
    if (status != RG_OK)
        return status;
    struct fy_diag *diag = make_diag();
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE, .diag = diag};
    struct fy_parser *parser = diag ? fy_parser_create(&config) : NULL;
    status = parser ? build(yaml, parser, diag, error) : rg_fail_memory(error);
    if (parser)
        fy_parser_destroy(parser);
    if (diag)
        fy_diag_destroy(diag);
    return status;
}

rg_status rg_yaml_parse(rg_yaml **yaml, const char *name, rg_text text, rg_error *error)
{
    rg_yaml *made = rg_alloc(sizeof *made);
    *yaml = NULL;
    if (!made)
        return rg_fail_memory(error);
    text = rg_utf8_without_mark(text);
    made->name = name;
    made->source = text;
    rg_status status = parse(made, error);
    if (status != RG_OK)
        rg_yaml_free(made);
    else
        *yaml = made;
    return status;
}

void rg_yaml_free(rg_yaml *yaml)
{
    if (!yaml)
        return;
    rg_buffer_free(&yaml->block);
    rg_free(yaml);
}
