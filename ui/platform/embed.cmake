# SPDX-License-Identifier: MIT
# embed(target file...) compiles files into `target`, where embedded("path under assets/") finds them.
# Each file becomes a source of its own, made again only when the file changes: this file is also the script for that.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${INPUT}" hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  file(WRITE "${OUTPUT}" "extern const unsigned char ${SYMBOL}[];\nconst unsigned char ${SYMBOL}[] = {\n${hex}0};\n")
  return()
endif()

set(embed_script "${CMAKE_CURRENT_LIST_FILE}")

function(embed target)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(declarations "")
  set(rows "")
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}/assets" "${file}")
    string(MAKE_C_IDENTIFIER "chainrule_asset_${path}" symbol)
    file(SIZE "${file}" size)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")  # its size stands in the table
    add_custom_command(
      OUTPUT "${folder}/${symbol}.cpp"
      COMMAND "${CMAKE_COMMAND}" "-DINPUT=${file}" "-DOUTPUT=${folder}/${symbol}.cpp" -DSYMBOL=${symbol} -P "${embed_script}"
      DEPENDS "${file}" "${embed_script}"
      COMMENT "Embedding ${path}" VERBATIM)
    target_sources(${target} PRIVATE "${folder}/${symbol}.cpp")
    string(APPEND declarations "extern const unsigned char ${symbol}[];\n")
    string(APPEND rows "  if (path == \"${path}\") return {reinterpret_cast<const char*>(${symbol}), ${size}};\n")
  endforeach()
  file(CONFIGURE OUTPUT "${folder}/embedded.cpp" CONTENT
       "#include <string_view>\n\n@declarations@\nnamespace chainrule {\n\nstd::string_view embedded([[maybe_unused]] std::string_view path) {\n@rows@  return {};\n}\n\n}  // namespace chainrule\n"
       @ONLY)
  target_sources(${target} PRIVATE "${folder}/embedded.cpp")
endfunction()
