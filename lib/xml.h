/* xml.h - XML as a stream: elements by their local names, whatever prefix they carry. */
#ifndef RG_XML_H
#define RG_XML_H

#include "input.h"

typedef struct rg_xml rg_xml;

/* What is told while it is read; names are local. `attributes` are names and values in turn, and end with NULL. */
typedef struct rg_xml_handler {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, rg_text text);
} rg_xml_handler;

/* `part` is what the document is called in errors; it is borrowed, as is `handler`. `input` is the parser's from then
 * on, also on failure. */
rg_status rg_xml_open(rg_xml **xml, const char *part, rg_input *input, const rg_xml_handler *handler, void *context,
                      rg_error *error);
void rg_xml_close(rg_xml *xml);
/* Read on, a little; RG_DONE at the end of the document. RG_DAMAGED: it is broken, or the handler said so. */
rg_status rg_xml_read(rg_xml *xml, rg_error *error);
/* Read a whole document. */
rg_status rg_xml_read_all(const char *part, rg_input *input, const rg_xml_handler *handler, void *context,
                          rg_error *error);
/* For the handler: there is something wrong. The first such message counts. */
void rg_xml_fail(rg_xml *xml, rg_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The value of an attribute, or NULL. */
const char *rg_xml_attribute(const char **attributes, const char *name);

#endif
