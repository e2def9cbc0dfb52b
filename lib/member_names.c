/* member_names.c - what the name of a member, a file or a sheet says. */
#include "member_names.h"

#include <string.h>

#include "text.h"

static bool is_one_of(rg_text text, const char *const *words)
{
    for (; *words; words++)
        if (rg_text_equal_nocase(text, rg_text_of(*words)))
            return true;
    return false;
}

rg_text rg_member_last_name(const char *name)
{
    const char *last = name + strlen(name);
    while (last > name && last[-1] != '/' && last[-1] != '\\')
        last--;
    return rg_text_of(last);
}

rg_text rg_member_ending(rg_text last_name)
{
    for (size_t i = last_name.size; i-- > 1;)
        if (last_name.bytes[i] == '.')
            return (rg_text){last_name.bytes + i + 1, last_name.size - i - 1};
    return (rg_text){last_name.bytes + last_name.size, 0};
}

rg_content rg_member_content(rg_text ending)
{
    static const struct {
        rg_content content;
        const char *endings[10];
    } contents[] = {
        {RG_CONTENT_TEXT, {"csv", "tsv", "txt"}},
        {RG_CONTENT_JSON, {"json"}},
        {RG_CONTENT_WORKBOOK, {"xlsx", "xlsm"}},
        {RG_CONTENT_PACKED, {"zip", "gz", "tgz", "tar", "7z", "rar", "bz2", "xz", "zst"}},
    };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        if (is_one_of(ending, contents[i].endings))
            return contents[i].content;
    return RG_CONTENT_OTHER;
}

bool rg_member_is_litter(const char *name)
{
    static const char *const litter[] = {"Thumbs.db", "desktop.ini", NULL};
    rg_text last = rg_member_last_name(name);
    return last.size == 0 || last.bytes[0] == '.' || is_one_of(last, litter) || strncmp(name, "__MACOSX/", 9) == 0;
}

bool rg_member_is_unsafe(const char *name)
{
    if (*name == '/' || *name == '\\' || (*name && name[1] == ':'))
        return true;
    for (const char *word = name; *word;) {
        size_t size = strcspn(word, "/\\");
        if (size == 2 && memcmp(word, "..", 2) == 0)
            return true;
        word += size + (word[size] != '\0');
    }
    return false;
}
