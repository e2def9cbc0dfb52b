/* sep_line.c - the line `sep=;`, which tells Excel by what fields are separated. */
#include "sep_line.h"

#include "lines.h"
#include "text.h"
#include "utf8.h"

char rg_sep_of(rg_text line)
{
    line.size = rg_line_content(line);
    line = rg_utf8_without_mark(line);
    if (line.size > 2 && line.bytes[0] == '"' && line.bytes[line.size - 1] == '"')
        line = (rg_text){line.bytes + 1, line.size - 2};
    bool is_sep = line.size == 5 && rg_text_equal_nocase((rg_text){line.bytes, 4}, rg_text_of("sep="));
    return is_sep ? line.bytes[4] : 0;
}
