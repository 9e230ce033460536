# SPDX-License-Identifier: MIT
# What the engine is made with, and how anything of others is found (ui/dependencies.cmake goes on with it). Eigen comes
# from web/toolchain (environment CHAINRULE_EIGEN, or its cache folder); without it CMake fetches the same version, by
# the checksum of its archive. nlohmann/json and stb are the system's.
include(FetchContent)

include("${CMAKE_CURRENT_LIST_DIR}/cache.cmake")

# Sets `variable` to the source folder of a dependency that contains `file`.
function(find_source variable file name url sha256)
  find_path(${variable} ${file} HINTS "$ENV{${variable}}" "${chainrule_cache}/toolchain/${name}"
            NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH DOC "Folder of ${name}'s sources")
  if(NOT ${variable})
    message(STATUS "Fetching ${url}")
    FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP ON SOURCE_SUBDIR none
                         TIMEOUT 600 INACTIVITY_TIMEOUT 30)
    FetchContent_MakeAvailable(${name})
    set(${variable} "${${name}_SOURCE_DIR}" CACHE PATH "Folder of ${name}'s sources" FORCE)
  endif()
endfunction()

find_source(CHAINRULE_EIGEN Eigen/Core eigen https://gitlab.com/libeigen/eigen/-/archive/5.0.1/eigen-5.0.1.tar.gz
            e9c326dc8c05cd1e044c71f30f1b2e34a6161a3b6ecf445d56b53ff1669e3dec)
add_library(eigen INTERFACE)
target_include_directories(eigen SYSTEM INTERFACE "${CHAINRULE_EIGEN}")
# Eigen allocates nothing behind our back and starts no threads.
target_compile_definitions(eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE)

# A header-only library of the system, seen through a link of its own: the folder it stands in also has the system's
# C library, which WebAssembly must not see.
function(add_header_library name header folder package)
  find_path(${name}_headers ${header} PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH
            DOC "Folder that contains ${header}")
  if(NOT ${name}_headers)
    message(FATAL_ERROR "${header} is missing (Debian: ${package}). Get everything needed by:  web/toolchain site")
  endif()
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/headers/${name}")
  file(CREATE_LINK "${${name}_headers}/${folder}" "${PROJECT_BINARY_DIR}/headers/${name}/${folder}" SYMBOLIC)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/headers/${name}")
endfunction()

add_header_library(json nlohmann/json.hpp nlohmann nlohmann-json3-dev)
add_header_library(stb stb/stb_image.h stb libstb-dev)
