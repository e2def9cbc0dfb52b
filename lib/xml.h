/* xml.h - the XML parts of a workbook, read as a stream; the only file behind it that knows expat. */
#ifndef RG_XML_H
#define RG_XML_H

#include "input.h"

/* A part of a workbook: `file` and `name` are for messages, and borrowed. */
typedef struct rg_part {
    const char *file;
    const char *name;
    rg_input *input;
} rg_part;

/* An element that a reader wants to hear of, and in which one it stands: an index into the same table, -1 for the
 * outermost one, which comes first. Names are compared without their prefix. What stands elsewhere is passed over
 * with all that is in it. */
typedef struct rg_xml_element {
    const char *name;
    int parent;
} rg_xml_element;

typedef struct rg_xml rg_xml;

/* `text` may come in several pieces. */
typedef struct rg_xml_reader {
    const rg_xml_element *elements;
    size_t count;
    uint64_t most; /* bytes that the part may have; 0: any number */
    void (*begin)(void *context, rg_xml *xml, int element, const char **attributes);
    void (*text)(void *context, rg_xml *xml, int element, rg_text text); /* NULL: not wanted */
    void (*end)(void *context, rg_xml *xml, int element);                /* NULL: not wanted */
} rg_xml_reader;

/* Begin to read; `reader` is borrowed. The part's input is closed by rg_xml_close, and when this fails. */
rg_status rg_xml_open(rg_xml **xml, const rg_part *part, const rg_xml_reader *reader, void *context, rg_error *error);
/* Read one piece of the part; RG_DONE after its end. After a failure, always the same failure. */
rg_status rg_xml_step(rg_xml *xml, rg_error *error);
void rg_xml_close(rg_xml *xml);
/* All three: the whole part. */
rg_status rg_xml_read(const rg_part *part, const rg_xml_reader *reader, void *context, rg_error *error);

/* For the functions of a reader: end the step here, and go on with the next. */
void rg_xml_pause(rg_xml *xml);
/* The part is damaged at this place, or `failure` happened: no more is read. */
void rg_xml_fail(rg_xml *xml, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rg_xml_give_up(rg_xml *xml, const rg_error *failure);
void rg_xml_fail_memory(rg_xml *xml);

/* The value of an attribute, or NULL. ":id" is one with any prefix, "id" one with none. */
const char *rg_xml_attribute(const char **attributes, const char *name);
/* All of `text` as a number in digits that is at most `most`. */
bool rg_xml_number(rg_text text, uint64_t most, uint64_t *number);

#endif
