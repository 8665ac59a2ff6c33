# SPDX-License-Identifier: GPL-3.0-or-later
# Headers that nearly every source of a target includes, directly or not, are parsed once.
# -fpch-preprocess lets ccache keep its results where precompiled headers are used.
function(espalier_precompile target)
    set(standard algorithm array cmath cstdint filesystem functional limits map memory numeric optional set span
        string string_view unordered_map utility variant vector fmt/format.h)
    list(TRANSFORM standard PREPEND "<")
    list(TRANSFORM standard APPEND ">")
    target_precompile_headers(${target} PRIVATE ${standard} ${ARGN})
    target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()
