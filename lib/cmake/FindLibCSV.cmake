# Find libcsv, which comes with neither a .pc file nor a CMake package. Makes LibCSV::LibCSV.
find_path(LibCSV_INCLUDE_DIR csv.h)
find_library(LibCSV_LIBRARY csv)
mark_as_advanced(LibCSV_INCLUDE_DIR LibCSV_LIBRARY)

# The name csv.h is popular: ask for something that only libcsv has, in its third version.
if(LibCSV_INCLUDE_DIR)
    file(STRINGS "${LibCSV_INCLUDE_DIR}/csv.h" LibCSV_majors REGEX "^#define CSV_MAJOR +[0-9]+")
    string(REGEX MATCH "[0-9]+" LibCSV_VERSION "${LibCSV_majors}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibCSV REQUIRED_VARS LibCSV_LIBRARY LibCSV_INCLUDE_DIR LibCSV_VERSION
    VERSION_VAR LibCSV_VERSION)

if(LibCSV_FOUND AND NOT TARGET LibCSV::LibCSV)
    add_library(LibCSV::LibCSV UNKNOWN IMPORTED)
    set_target_properties(LibCSV::LibCSV PROPERTIES IMPORTED_LOCATION "${LibCSV_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${LibCSV_INCLUDE_DIR}")
endif()
