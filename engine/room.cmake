# SPDX-License-Identifier: MIT
# room(NAME SOURCES file... [FAST file...] [PLAIN file...] [CATCHES file...] [QUIET] [LINKS room...] [USES library...])
# A folder of the code as a library, which says of its own files what is true of them. LINKS are the rooms whose headers
# it includes, USES what only its sources need. In the browser, where every byte is downloaded:
#   FAST     is what a training step spends its time in: -O3, all else for size
#   PLAIN    long tables of short functions: fast by Eigen's vectors alone
#   QUIET    neither throws nor catches, and nothing that would catch stands above it, but for CATCHES: cleaning up for
#            exceptions that end the program anyway would make it a tenth larger
function(room name)
  cmake_parse_arguments(PARSE_ARGV 1 room QUIET "" "SOURCES;FAST;PLAIN;CATCHES;LINKS;USES")
  add_library(${name} STATIC ${room_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${room_LINKS} PRIVATE ${room_USES} chainrule_warnings)
  if(NOT EMSCRIPTEN)
    return()
  endif()
  target_compile_options(${name} PRIVATE -Oz -fno-rtti)
  set(quiet ${room_SOURCES})
  list(REMOVE_ITEM quiet ${room_CATCHES})
  if(room_QUIET)
    set_property(SOURCE ${quiet} APPEND PROPERTY COMPILE_OPTIONS -fignore-exceptions)
  endif()
  set_property(SOURCE ${room_FAST} APPEND PROPERTY COMPILE_OPTIONS -O3)
  set_property(SOURCE ${room_PLAIN} APPEND PROPERTY COMPILE_OPTIONS
               -O2 -fno-vectorize -fno-slp-vectorize -fno-unroll-loops)
endfunction()
