add_library(espalier_warnings INTERFACE)
target_compile_options(espalier_warnings INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual)
# GCC 12 sees overlapping copies in plain std::string concatenation (GCC bug 105651).
target_compile_options(espalier_warnings INTERFACE -Wno-restrict)
if(ESPALIER_WERROR)
    target_compile_options(espalier_warnings INTERFACE -Werror)
endif()
if(ESPALIER_SANITIZE)
    add_compile_options(-fsanitize=${ESPALIER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ESPALIER_SANITIZE})
endif()
