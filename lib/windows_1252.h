/* windows_1252.h - what bytes mean in windows-1252. */
#ifndef RG_WINDOWS_1252_H
#define RG_WINDOWS_1252_H

#include <stdint.h>

/* The Unicode character; 0 for 0, and for the five bytes that mean nothing. */
uint32_t rg_windows_1252(unsigned char byte);

#endif
