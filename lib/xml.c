/* xml.c - XML as a stream, by expat. */
#include "xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "memory.h"

#define PIECE 4096 /* small, because one piece may stand for much more text */

struct rg_xml {
    XML_Parser parser;
    const char *part;
    rg_input *input;
    const rg_xml_handler *handler;
    void *context;
    rg_status status; /* what the handler said */
    char message[256];
    bool at_end;
};

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    rg_xml *xml = context;
    if (xml->status == RG_OK)
        xml->handler->start(xml->context, local_name(name), attributes);
}

static void on_end(void *context, const XML_Char *name)
{
    rg_xml *xml = context;
    if (xml->status == RG_OK)
        xml->handler->end(xml->context, local_name(name));
}

static void on_text(void *context, const XML_Char *text, int size)
{
    rg_xml *xml = context;
    if (xml->status == RG_OK && xml->handler->text)
        xml->handler->text(xml->context, (rg_text){text, (size_t)size});
}

/* No part of a workbook has one, and entities could make gigabytes of a few bytes. */
static void on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                       int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    rg_xml_fail(context, RG_DAMAGED, "there is a DTD, which no workbook has");
}

rg_status rg_xml_open(rg_xml **xml, const char *part, rg_input *input, const rg_xml_handler *handler, void *context,
                      rg_error *error)
{
    static const XML_Memory_Handling_Suite memory = {rg_alloc, rg_resize, rg_free};
    rg_xml *made = rg_alloc(sizeof *made);
    *xml = NULL;
    if (made)
        made->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!made || !made->parser) {
        rg_free(made);
        rg_input_close(input);
        return rg_fail_memory(error);
    }
    made->part = part;
    made->input = input;
    made->handler = handler;
    made->context = context;
    XML_SetUserData(made->parser, made);
    XML_SetElementHandler(made->parser, on_start, on_end);
    XML_SetCharacterDataHandler(made->parser, on_text);
    XML_SetStartDoctypeDeclHandler(made->parser, on_doctype);
    *xml = made;
    return RG_OK;
}

void rg_xml_close(rg_xml *xml)
{
    if (!xml)
        return;
    XML_ParserFree(xml->parser);
    rg_input_close(xml->input);
    rg_free(xml);
}

void rg_xml_fail(rg_xml *xml, rg_status status, const char *format, ...)
{
    if (xml->status != RG_OK)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(xml->message, sizeof xml->message, format, arguments);
    va_end(arguments);
    xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

static rg_status report(const rg_xml *xml, rg_error *error)
{
    unsigned long line = (unsigned long)XML_GetCurrentLineNumber(xml->parser);
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (xml->status == RG_NO_MEMORY || (xml->status == RG_OK && code == XML_ERROR_NO_MEMORY))
        return rg_fail_memory(error);
    return rg_fail(error, xml->status == RG_OK ? RG_DAMAGED : xml->status, "%s, line %lu: %s", xml->part, line,
                   xml->status == RG_OK ? XML_ErrorString(code) : xml->message);
}

rg_status rg_xml_read(rg_xml *xml, rg_error *error)
{
    size_t size;
    if (xml->at_end)
        return RG_DONE;
    char *piece = XML_GetBuffer(xml->parser, PIECE);
    if (!piece)
        return rg_fail_memory(error);
    rg_status status = rg_input_read(xml->input, piece, PIECE, &size, error);
    if (status != RG_OK)
        return status;
    xml->at_end = size == 0;
    if (XML_ParseBuffer(xml->parser, (int)size, xml->at_end) != XML_STATUS_OK || xml->status != RG_OK)
        return report(xml, error);
    return RG_OK;
}

rg_status rg_xml_read_all(const char *part, rg_input *input, const rg_xml_handler *handler, void *context,
                          rg_error *error)
{
    rg_xml *xml;
    rg_status status = rg_xml_open(&xml, part, input, handler, context, error);
    while (status == RG_OK)
        status = rg_xml_read(xml, error);
    rg_xml_close(xml);
    return status == RG_DONE ? RG_OK : status;
}

const char *rg_xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}
