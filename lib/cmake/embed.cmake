# Write the files FILES, named from FOLDER on, into OUTPUT as the table TABLE that lib/builtin.h declares. Run by the build.
cmake_path(GET FOLDER FILENAME FOLDER_NAME)
set(arrays "")
set(rows "")
set(index 0)
list(SORT FILES)
foreach(file IN LISTS FILES)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE name)
    string(REGEX REPLACE "[.]yaml$" "" name "${name}")
    file(READ "${file}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    # Sixteen a line: some compilers and most editors are slow on endless lines.
    string(REPEAT "....." 16 line)
    string(REGEX REPLACE "(${line})" "\\1\n    " bytes "${bytes}")
    string(APPEND arrays "static const unsigned char text_${index}[] = {\n    ${bytes}\n};\n\n")
    string(APPEND rows "    {\"${name}\", text_${index}, sizeof text_${index}},\n")
    math(EXPR index "${index} + 1")
endforeach()

file(WRITE "${OUTPUT}" "/* ${TABLE} - generated from ${FOLDER_NAME}/ by embed.cmake. */
#include \"builtin.h\"

${arrays}const rg_builtin ${TABLE}[] = {
${rows}};

const size_t ${TABLE}_size = sizeof ${TABLE} / sizeof *${TABLE};
")
