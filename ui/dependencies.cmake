# SPDX-License-Identifier: MIT
# What the front end is made with. Dear ImGui comes from web/toolchain (environment CHAINRULE_IMGUI, or its cache
# folder), or as Eigen does; CLI11 is the system's, and so is what the desktop's window asks for (platform/desktop).

# The commit of v1.92.2b.
find_source(CHAINRULE_IMGUI imgui.h imgui
            https://codeload.github.com/ocornut/imgui/tar.gz/45acd5e0e82f4c954432533ae9985ff0e1aad6d5
            97484925aec2f4d3e913d6644d46b234f8d6d8d98c6aa9c50109e0f0df772090)
if(NOT EMSCRIPTEN)
  add_header_library(cli11 CLI/CLI.hpp CLI libcli11-dev)
endif()
