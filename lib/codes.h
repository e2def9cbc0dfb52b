/* codes.h - the finding codes by the names that the library uses; the table itself is codes.def. */
#ifndef RG_CODES_H
#define RG_CODES_H

#include "rowgate.h"

typedef enum rg_code_index {
#define RG_CODE(name, id, severity, title, explanation, example, remedy) RG_CODE_##name,
#include "codes.def"
#undef RG_CODE
    RG_CODE_COUNT
} rg_code_index;

#endif
