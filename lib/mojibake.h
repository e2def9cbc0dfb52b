/* mojibake.h - text that was decoded twice. */
#ifndef RG_MOJIBAKE_H
#define RG_MOJIBAKE_H

#include "buffer.h"
#include "rowgate.h"

/* Was this text made by taking UTF-8 for windows-1252, perhaps several times? Then put what it was into `out`, which is
 * empty. */
bool rg_undo_mojibake(rg_text text, rg_buffer *out);

#endif
