# rowgate_loadable_name(<variable> <library>): the name by which dlopen finds the shared library that would be linked, or
# nothing where there is none: a static library, or a system whose libraries carry no SONAME.
function(rowgate_loadable_name variable library)
    set(${variable} "" PARENT_SCOPE)
    if(NOT EXISTS "${library}" OR NOT CMAKE_OBJDUMP)
        return()
    endif()
    execute_process(COMMAND "${CMAKE_OBJDUMP}" -p "${library}" OUTPUT_VARIABLE headers ERROR_QUIET)
    if(NOT headers MATCHES "SONAME +([^ \n]+)")
        return()
    endif()
    set(name "${CMAKE_MATCH_1}")
    # Where the loader would not look by itself, it is told the folder.
    cmake_path(GET library PARENT_PATH folder)
    if(NOT folder IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES)
        string(PREPEND name "${folder}/")
    endif()
    set(${variable} "${name}" PARENT_SCOPE)
endfunction()
