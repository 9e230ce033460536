# SPDX-License-Identifier: MIT
# The embed protocol's messages are the rows of messages.json. What dispatches by them is made here: messages.inc for
# protocol.cpp, where the function obey_NAME carries NAME out, and messages.js for the page, where a row names what
# takes it, or goes to the program with the first thing that it carries. Sentences stay out: they are for people.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/messages.json")
file(READ "${CMAKE_CURRENT_LIST_DIR}/messages.json" messages)

# Sets `variable` to what a row has under a path of keys, or to nothing.
function(message_part variable)
  string(JSON part ERROR_VARIABLE none GET "${messages}" to ${ARGN})
  if(none)
    set(part "")
  endif()
  set(${variable} "${part}" PARENT_SCOPE)
endfunction()

# Adds to the lists what the row says of a message that no row before it has named.
macro(add_message row name)
  list(APPEND message_all ${name})
  message_part(by_itself ${row} by_itself)
  message_part(program ${row} program)
  message_part(page ${row} page)
  message_part(carries ${row} carries 0 name)
  if(NOT by_itself)   # that nobody types
    list(APPEND message_names ${name})
  endif()
  if(program)
    string(APPEND message_handlers "    {\"${name}\", obey_${name}},\n")
  endif()
  if(page)
    string(APPEND message_takers "  ['${name}', ${page}],\n")
  else()
    string(APPEND message_takers "  ['${name}', '${carries}'],\n")
  endif()
endmacro()

set(message_all "")
set(message_names "")
set(message_handlers "")
set(message_takers "")
string(JSON rows LENGTH "${messages}" to)
math(EXPR rows "${rows} - 1")
foreach(row RANGE ${rows})
  foreach(which RANGE 1)   # some are a pair
    message_part(name ${row} do ${which})
    if(name AND NOT name IN_LIST message_all)
      add_message(${row} ${name})
    endif()
  endforeach()
endforeach()
list(POP_BACK message_names last)
list(JOIN message_names ", " message_names)

file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/messages.inc" @ONLY CONTENT
"// Made from ui/app/messages.json.
constexpr std::string_view message_names = \"@message_names@ or @last@\";
constexpr Message messages[] = {
@message_handlers@};
")
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/messages.js" @ONLY CONTENT
"// Made from ui/app/messages.json: what takes a message, or what it carries for the program.
const Messages = new Map([
@message_takers@]);
")
