# Everything comes from Debian; `run` installs it.
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(Protobuf REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)

# OpenCV's package file comes only with all of OpenCV and what that draws in; three modules suffice.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(espalier_opencv INTERFACE)
target_include_directories(espalier_opencv SYSTEM INTERFACE "${OPENCV_INCLUDE_DIR}")
foreach(module IN ITEMS core imgproc imgcodecs)
    find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
    target_link_libraries(espalier_opencv INTERFACE "${OPENCV_${module}_LIBRARY}")
endforeach()

# oneDNN's own package file insists on OpenCL headers, which only its GPU engine needs.
find_path(DNNL_INCLUDE_DIR oneapi/dnnl/dnnl.hpp REQUIRED)
find_library(DNNL_LIBRARY dnnl REQUIRED)
add_library(espalier_dnnl INTERFACE)
target_include_directories(espalier_dnnl SYSTEM INTERFACE "${DNNL_INCLUDE_DIR}")
target_link_libraries(espalier_dnnl INTERFACE "${DNNL_LIBRARY}")

# Debian's ONNX ships no usable package file for its protobuf library alone.
find_path(ONNX_INCLUDE_DIR onnx/onnx-ml.pb.h REQUIRED)
find_library(ONNX_PROTO_LIBRARY onnx_proto REQUIRED)
add_library(espalier_onnx_proto INTERFACE)
target_include_directories(espalier_onnx_proto SYSTEM INTERFACE "${ONNX_INCLUDE_DIR}")
target_compile_definitions(espalier_onnx_proto INTERFACE ONNX_ML=1 ONNX_NAMESPACE=onnx)
target_link_libraries(espalier_onnx_proto INTERFACE "${ONNX_PROTO_LIBRARY}" protobuf::libprotobuf)

if(ESPALIER_TESTS)
    find_package(GTest REQUIRED)
endif()

if(ESPALIER_STUDIO)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Charts Svg LinguistTools)
    if(ESPALIER_TESTS)
        find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    endif()
endif()
