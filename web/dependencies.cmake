# SPDX-License-Identifier: MIT
# Eigen and Dear ImGui come from web/toolchain (environment CHAINRULE_EIGEN and CHAINRULE_IMGUI, or its cache folder);
# without it CMake fetches the same versions. nlohmann/json, stb and CLI11 are the system's.
include(FetchContent)

include("${CMAKE_CURRENT_LIST_DIR}/cache.cmake")

# Sets `variable` to the source folder of a dependency that contains `file`.
function(find_source variable file folder name repository tag)
  find_path(${variable} ${file} HINTS "$ENV{${variable}}" "${chainrule_cache}/toolchain/${folder}"
            NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH DOC "Folder of ${name}'s sources")
  if(NOT ${variable})
    message(STATUS "Fetching ${name} ${tag}")
    FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${name})
    set(${variable} "${${name}_SOURCE_DIR}" CACHE PATH "Folder of ${name}'s sources" FORCE)
  endif()
endfunction()

find_source(CHAINRULE_EIGEN Eigen/Core eigen eigen https://gitlab.com/libeigen/eigen.git 5.0.1)
add_library(eigen INTERFACE)
target_include_directories(eigen SYSTEM INTERFACE "${CHAINRULE_EIGEN}")
# Eigen allocates nothing behind our back and starts no threads.
target_compile_definitions(eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE)

if(CHAINRULE_UI)
  find_source(CHAINRULE_IMGUI imgui.h imgui imgui https://github.com/ocornut/imgui.git v1.92.2b)
endif()

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
if(NOT EMSCRIPTEN)
  add_header_library(cli11 CLI/CLI.hpp CLI libcli11-dev)
endif()
