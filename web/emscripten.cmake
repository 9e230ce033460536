# SPDX-License-Identifier: MIT
# Toolchain file: hands over to the one that Emscripten brings along, wherever Emscripten is. The one of web/toolchain
# is found without any environment.
include("${CMAKE_CURRENT_LIST_DIR}/../engine/cache.cmake")
if(DEFINED ENV{EMSCRIPTEN})
  set(emscripten_root "$ENV{EMSCRIPTEN}")
elseif(DEFINED ENV{EMSDK})
  set(emscripten_root "$ENV{EMSDK}/upstream/emscripten")
elseif(EXISTS "${chainrule_cache}/toolchain/root/usr/share/emscripten")
  set(emscripten_root "${chainrule_cache}/toolchain/root/usr/share/emscripten")
else()
  execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(emscripten_file "${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
if(NOT EXISTS "${emscripten_file}")
  message(FATAL_ERROR "Emscripten was not found. Get it by:  web/toolchain site")
endif()
# Node as web/toolchain chose it, for programs and scripts; Emscripten would take the system's, however old.
find_program(chainrule_node NAMES node nodejs HINTS "${chainrule_cache}/bin" NO_CMAKE_FIND_ROOT_PATH NO_CACHE REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR "${chainrule_node}")
include("${emscripten_file}")

# Says of the .js files in a folder what they are: "module" or "commonjs". Without it older Nodes take all for commonjs,
# newer ones guess, and a package.json in any folder above speaks for them.
function(declare_scripts folder type)
  file(CONFIGURE OUTPUT "${folder}/package.json" CONTENT "{ \"private\": true, \"type\": \"${type}\" }\n")
endfunction()
