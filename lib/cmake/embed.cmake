# Write the files TEMPLATES, named from FOLDER on, into OUTPUT as the table that lib/builtin.h declares. Run by the build.
set(arrays "")
set(rows "")
set(index 0)
list(SORT TEMPLATES)
foreach(template IN LISTS TEMPLATES)
    cmake_path(RELATIVE_PATH template BASE_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE name)
    string(REGEX REPLACE "[.]yaml$" "" name "${name}")
    file(READ "${template}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    # Sixteen a line: some compilers and most editors are slow on endless lines.
    string(REPEAT "....." 16 line)
    string(REGEX REPLACE "(${line})" "\\1\n    " bytes "${bytes}")
    string(APPEND arrays "static const unsigned char template_${index}[] = {\n    ${bytes}\n};\n\n")
    string(APPEND rows "    {\"${name}\", template_${index}, sizeof template_${index}},\n")
    math(EXPR index "${index} + 1")
endforeach()

file(WRITE "${OUTPUT}" "/* builtin_data.c - generated from templates/ by embed.cmake. */
#include \"builtin.h\"

${arrays}const rg_builtin rg_builtins[] = {
${rows}};

const size_t rg_builtins_size = sizeof rg_builtins / sizeof *rg_builtins;
")
