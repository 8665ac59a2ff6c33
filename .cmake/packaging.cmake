# SPDX-License-Identifier: GPL-3.0-or-later
# What the system must know of the programs (menu entry, icon, file types, manual pages), and the
# Debian package: `cpack --config build/release/CPackConfig.cmake`.
set(desktop "${PROJECT_SOURCE_DIR}/resources/desktop")

find_program(GZIP_PROGRAM gzip REQUIRED)
set(manuals espalier)
if(ESPALIER_STUDIO)
    list(APPEND manuals espalier-studio)
endif()
set(pages "")
foreach(manual IN LISTS manuals)
    configure_file("${desktop}/${manual}.1" "${PROJECT_BINARY_DIR}/man/${manual}.1" @ONLY)
    add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/man/${manual}.1.gz"
        COMMAND "${GZIP_PROGRAM}" -9nkf "${PROJECT_BINARY_DIR}/man/${manual}.1"
        DEPENDS "${PROJECT_BINARY_DIR}/man/${manual}.1" VERBATIM)
    list(APPEND pages "${PROJECT_BINARY_DIR}/man/${manual}.1.gz")
endforeach()
add_custom_target(espalier_manuals ALL DEPENDS ${pages})
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES "${desktop}/copyright" DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(ESPALIER_STUDIO)
    set(icons "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
    install(FILES "${desktop}/espalier-studio.desktop" DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES "${desktop}/org.espalier.Studio.metainfo.xml" DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
    install(FILES "${desktop}/espalier.mime.xml" DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages
            RENAME espalier.xml)
    install(FILES "${desktop}/espalier-studio.svg" DESTINATION ${icons}/scalable/apps)

    # Menus that can not draw SVG take pictures.
    add_executable(espalier_render_icon "${desktop}/render_icon.cpp")
    target_link_libraries(espalier_render_icon PRIVATE Qt6::Gui Qt6::Svg espalier_warnings)
    set(pictures "")
    foreach(size IN ITEMS 16 24 32 48 64 128 256)
        set(picture "${PROJECT_BINARY_DIR}/icons/${size}/espalier-studio.png")
        file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/icons/${size}")
        add_custom_command(OUTPUT "${picture}"
            COMMAND ${CMAKE_COMMAND} -E env QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=${PROJECT_BINARY_DIR}/icons
                    $<TARGET_FILE:espalier_render_icon> "${desktop}/espalier-studio.svg" ${size} "${picture}"
            DEPENDS espalier_render_icon "${desktop}/espalier-studio.svg" VERBATIM)
        install(FILES "${picture}" DESTINATION ${icons}/${size}x${size}/apps)
        list(APPEND pictures "${picture}")
    endforeach()
    add_custom_target(espalier_icons ALL DEPENDS ${pictures})
endif()

# What is packaged is what was built: no second build of everything, tests included.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME espalier)
set(CPACK_PACKAGE_VENDOR "The Espalier developers")
set(CPACK_PACKAGE_CONTACT "The Espalier developers <espalier@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "Espalier makes neural networks smaller and shows what each step costs and saves:
pruning, quantisation, tensor decomposition and fine-tuning of ONNX networks,
with accuracy, stored bytes, measured latency and modelled energy beside the
original. It holds the command line espalier and the window espalier-studio.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-nanum | fonts-noto-cjk, qt6-wayland, qt6-translations-l10n")
include(CPack)
