/* hash.h - the hash by which bytes are looked for. */
#ifndef RG_HASH_H
#define RG_HASH_H

#include "rowgate.h"

/* The same in every run. */
uint64_t rg_hash(rg_text text);
uint32_t rg_hash32(rg_text text); /* half of it, where that is enough */

#endif
