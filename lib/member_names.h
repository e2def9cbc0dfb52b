/* member_names.h - what the name of a member, a file or a sheet says. */
#ifndef RG_MEMBER_NAMES_H
#define RG_MEMBER_NAMES_H

#include "rowgate.h"

typedef enum rg_content {
    RG_CONTENT_TEXT,
    RG_CONTENT_JSON,
    RG_CONTENT_SHEET,
    RG_CONTENT_WORKBOOK,
    RG_CONTENT_PACKED, /* an archive of its own */
    RG_CONTENT_OTHER
} rg_content;

/* The name without the folders in front. Folders end at `/`, or at `\`, as some programs on Windows write. */
rg_text rg_member_last_name(const char *name);
/* What is behind the last point, or nothing. */
rg_text rg_member_ending(rg_text last_name);
/* By the ending. */
rg_content rg_member_content(rg_text ending);

/* What systems leave in folders by themselves is nobody's member; nor is a folder. */
bool rg_member_is_litter(const char *name);
/* Would unpacking it write somewhere else than where one unpacks? */
bool rg_member_is_unsafe(const char *name);

#endif
