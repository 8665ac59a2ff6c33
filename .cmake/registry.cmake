# Drop-in registries: every source file directly in a folder is one entry, found by its name. Nobody
# edits a list, and no entry depends on self-registering statics, which a static library drops.
#
#   espalier_registry(TARGET target FOLDER core/ops NAMESPACE espalier::ops INTERFACE Op
#                     HEADER core/graph/op.h FUNCTION op LIST all_ops)
#
# FOLDER/conv.cpp must define `const Op& NAMESPACE::conv::op()`. The generated source defines
# `std::span<const Op* const> NAMESPACE::all_ops()`, in the order of the file names.
function(espalier_registry)
    cmake_parse_arguments(R "" "TARGET;FOLDER;NAMESPACE;INTERFACE;HEADER;FUNCTION;LIST" "" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${R_FOLDER}/*.cpp")
    list(SORT sources)
    set(declarations "")
    set(entries "")
    set(count 0)
    foreach(source IN LISTS sources)
        get_filename_component(name "${source}" NAME_WE)
        if(name STREQUAL "registry")
            continue()
        endif()
        string(APPEND declarations
               "namespace ${name} {\nconst ${R_INTERFACE}& ${R_FUNCTION}();\n}\n")
        string(APPEND entries "        &${name}::${R_FUNCTION}(),\n")
        math(EXPR count "${count} + 1")
    endforeach()
    string(REPLACE "/" "_" stem "${R_FOLDER}")
    set(out "${PROJECT_BINARY_DIR}/generated/${stem}_registry.cpp")
    file(CONFIGURE OUTPUT "${out}" @ONLY CONTENT
"// Generated from the file names in @R_FOLDER@.
#include <array>
#include <span>

#include \"@R_HEADER@\"

namespace @R_NAMESPACE@ {

@declarations@
std::span<const @R_INTERFACE@* const> @R_LIST@();

std::span<const @R_INTERFACE@* const> @R_LIST@() {
    static const std::array<const @R_INTERFACE@*, @count@> entries{
@entries@    };
    return entries;
}

} // namespace @R_NAMESPACE@
")
    target_sources(${R_TARGET} PRIVATE "${out}")
endfunction()
