/* xml.c - the XML parts of a workbook, read as a stream; the only file that knows expat.
 *
 * Workbooks come from strangers, and a ZIP of a few kilobytes can hold gigabytes of XML. So what expat itself keeps
 * is limited here: the depth of elements, the size of one tag, and the number of different names. Entities need a
 * DTD, and no workbook has one. */
#include "xml.h"

#include <expat.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define PIECE 65536                  /* bytes that are read at once */
#define MAX_TOKEN ((int64_t)1 << 20) /* bytes of one tag or comment; expat keeps it whole */
#define MAX_UNKNOWN_DEPTH 200
#define MAX_NAMES 4096 /* different names of elements and attributes; expat remembers each */
#define NAME_SLOTS (2 * MAX_NAMES)

struct rg_xml {
    XML_Parser parser;
    rg_part part;
    const rg_xml_reader *reader;
    void *context;
    int current;      /* the innermost element that is known, -1: none */
    size_t skipped;   /* how many elements that are not known are open inside it */
    uint64_t size;    /* bytes read so far */
    int64_t token_at; /* where the tag began that was read last */
    bool paused;
    bool ended;
    rg_error failure;
    size_t name_count;
    uint64_t names[NAME_SLOTS]; /* hashes of the names seen so far; 0 is free */
};

/* ---------------------------------------------------------------- failures */

static void stop(rg_xml *xml)
{
    XML_StopParser(xml->parser, XML_FALSE);
}

static bool failed(const rg_xml *xml)
{
    return xml->failure.status != RG_OK;
}

static void fail(rg_xml *xml, const char *message)
{
    rg_fail_file(&xml->failure, RG_DAMAGED, xml->part.file, "%s, line %" PRIu64 ": %s", xml->part.name,
                 (uint64_t)XML_GetCurrentLineNumber(xml->parser), message);
}

void rg_xml_fail(rg_xml *xml, const char *format, ...)
{
    char message[sizeof xml->failure.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    fail(xml, message);
    stop(xml);
}

void rg_xml_give_up(rg_xml *xml, const rg_error *failure)
{
    xml->failure = *failure;
    stop(xml);
}

void rg_xml_fail_memory(rg_xml *xml)
{
    rg_fail_memory(&xml->failure);
    stop(xml);
}

/* What expat says when it cannot go on. */
static void fail_parser(rg_xml *xml)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (code == XML_ERROR_NO_MEMORY)
        rg_fail_memory(&xml->failure);
    else
        fail(xml, XML_ErrorString(code));
}

/* ---------------------------------------------------------------- what expat calls */

/* Count the name if it is a new one. Two names with one hash count once, which does no harm; to make many of them,
 * somebody would have to break the hash, and would gain some memory of ours. */
static void note_name(rg_xml *xml, const char *name)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
    hash += hash == 0;
    size_t slot = (hash ^ (hash >> 32)) % NAME_SLOTS;
    while (xml->names[slot] && xml->names[slot] != hash)
        slot = (slot + 1) % NAME_SLOTS;
    if (xml->names[slot])
        return;
    xml->names[slot] = hash;
    if (++xml->name_count > MAX_NAMES)
        rg_xml_fail(xml, "more than %d different names of elements and attributes", MAX_NAMES);
}

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static int find_element(const rg_xml *xml, const char *name)
{
    const rg_xml_element *elements = xml->reader->elements;
    for (size_t i = 0; i < xml->reader->count; i++)
        if (elements[i].parent == xml->current && strcmp(elements[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void XMLCALL on_begin(void *context, const char *name, const char **attributes)
{
    rg_xml *xml = context;
    if (failed(xml))
        return;
    note_name(xml, name);
    for (size_t i = 0; attributes[i] && !failed(xml); i += 2)
        note_name(xml, attributes[i]);
    if (failed(xml))
        return;
    int element = xml->skipped ? -1 : find_element(xml, local_name(name));
    if (element >= 0) {
        xml->current = element;
        xml->reader->begin(xml->context, xml, element, attributes);
    } else if (xml->current < 0) {
        rg_xml_fail(xml, "the outermost element is <%s>, not <%s>", name, xml->reader->elements[0].name);
    } else if (++xml->skipped > MAX_UNKNOWN_DEPTH) {
        rg_xml_fail(xml, "elements stand in each other more than %d deep", MAX_UNKNOWN_DEPTH);
    }
}

static void XMLCALL on_end(void *context, const char *name)
{
    rg_xml *xml = context;
    (void)name;
    if (failed(xml))
        return;
    if (xml->skipped) {
        xml->skipped--;
        return;
    }
    if (xml->reader->end)
        xml->reader->end(xml->context, xml, xml->current);
    xml->current = xml->reader->elements[xml->current].parent;
}

static void XMLCALL on_text(void *context, const char *bytes, int size)
{
    rg_xml *xml = context;
    if (!failed(xml) && !xml->skipped && xml->current >= 0 && xml->reader->text)
        xml->reader->text(xml->context, xml, xml->current, (rg_text){bytes, (size_t)size});
}

static void XMLCALL on_doctype(void *context, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    rg_xml_fail(context, "has a DTD, which no workbook has");
}

/* ---------------------------------------------------------------- reading */

rg_status rg_xml_open(rg_xml **xml, const rg_part *part, const rg_xml_reader *reader, void *context, rg_error *error)
{
    const XML_Memory_Handling_Suite memory = {rg_alloc, rg_resize, rg_free};
    rg_xml *made = rg_alloc(sizeof *made);
    *xml = NULL;
    if (!made) {
        rg_input_close(part->input);
        return rg_fail_memory(error);
    }
    *made = (rg_xml){.part = *part, .reader = reader, .context = context, .current = -1};
    made->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!made->parser) {
        rg_xml_close(made);
        return rg_fail_memory(error);
    }
    XML_SetUserData(made->parser, made);
    XML_SetElementHandler(made->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(made->parser, on_text);
    XML_SetStartDoctypeDeclHandler(made->parser, on_doctype);
    *xml = made;
    return RG_OK;
}

void rg_xml_close(rg_xml *xml)
{
    if (!xml)
        return;
    if (xml->parser)
        XML_ParserFree(xml->parser);
    rg_input_close(xml->part.input);
    rg_free(xml);
}

void rg_xml_pause(rg_xml *xml)
{
    if (!xml->paused && !failed(xml))
        XML_StopParser(xml->parser, XML_TRUE);
    xml->paused = true;
}

static void feed(rg_xml *xml)
{
    size_t size;
    char *piece = XML_GetBuffer(xml->parser, PIECE);
    if (!piece) {
        fail_parser(xml);
        return;
    }
    rg_status status = rg_input_read(xml->part.input, piece, PIECE, &size, &xml->failure);
    xml->failure.status = status; /* whatever the function wrote */
    if (status != RG_OK)
        return;
    xml->ended = size == 0;
    xml->size += size;
    if (xml->reader->most && xml->size > xml->reader->most) {
        rg_xml_fail(xml, "longer than %" PRIu64 " bytes", xml->reader->most);
        return;
    }
    enum XML_Status result = XML_ParseBuffer(xml->parser, (int)size, xml->ended);
    if (result == XML_STATUS_ERROR && !failed(xml))
        fail_parser(xml);
}

/* expat keeps a tag until it is whole. It is asked where the last one began; where it does not know (-1), it has not
 * gone on since it was asked before: newer versions wait until there is much more to read. */
static void check_token(rg_xml *xml)
{
    int64_t at = XML_GetCurrentByteIndex(xml->parser);
    if (at >= 0)
        xml->token_at = at;
    if ((int64_t)xml->size - xml->token_at > MAX_TOKEN + PIECE)
        rg_xml_fail(xml, "a tag of more than %" PRId64 " bytes", MAX_TOKEN);
}

rg_status rg_xml_step(rg_xml *xml, rg_error *error)
{
    if (!failed(xml) && xml->paused) {
        xml->paused = false;
        if (XML_ResumeParser(xml->parser) == XML_STATUS_ERROR && !failed(xml))
            fail_parser(xml);
    } else if (!failed(xml) && !xml->ended) {
        feed(xml);
        if (!failed(xml) && !xml->paused)
            check_token(xml);
    } else if (!failed(xml)) {
        return RG_DONE;
    }
    if (failed(xml) && error)
        *error = xml->failure;
    return xml->failure.status;
}

rg_status rg_xml_read(const rg_part *part, const rg_xml_reader *reader, void *context, rg_error *error)
{
    rg_xml *xml;
    rg_status status = rg_xml_open(&xml, part, reader, context, error);
    while (status == RG_OK)
        status = rg_xml_step(xml, error);
    rg_xml_close(xml);
    return status == RG_DONE ? RG_OK : status;
}

/* ---------------------------------------------------------------- attributes */

const char *rg_xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2) {
        const char *compared = name[0] == ':' ? strchr(attributes[i], ':') : attributes[i];
        if (compared && strcmp(compared, name) == 0)
            return attributes[i + 1];
    }
    return NULL;
}

bool rg_xml_number(rg_text text, uint64_t most, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c < '0' || c > '9' || *number > (UINT64_MAX - 9) / 10)
            return false;
        *number = *number * 10 + (uint64_t)(c - '0');
    }
    return text.size > 0 && *number <= most;
}
