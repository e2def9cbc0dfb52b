/* scan.h - what kinds of bytes are in a text: quickly, because all bytes of a file are looked at. */
#ifndef RG_SCAN_H
#define RG_SCAN_H

#include "rowgate.h"

/* A word whose eight bytes are all the same. */
#define RG_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

bool rg_is_control(char c); /* tab, CR and LF are none here */
bool rg_is_ascii(rg_text text);
/* Quick look over all bytes: is any not ASCII, is any a control character other than tab, CR and LF? */
void rg_scan_bytes(rg_text text, bool *has_high, bool *has_control);
/* How many LF it has, and whether the number of quotes is odd. */
size_t rg_scan_lines(rg_text text, bool *is_quote_open);

#endif
