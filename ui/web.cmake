# SPDX-License-Identifier: MIT
# The front end as playground.js and playground.wasm.
set_source_files_properties("${CHAINRULE_IMGUI}/backends/imgui_impl_opengl3.cpp" PROPERTIES
  COMPILE_OPTIONS "-include;${CMAKE_CURRENT_SOURCE_DIR}/platform_web_gl.hpp"
  OBJECT_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_gl.hpp")
set_source_files_properties(${platform_sources} PROPERTIES COMPILE_OPTIONS -Wno-dollar-in-identifier-extension)
target_sources(${program} PRIVATE "${CHAINRULE_IMGUI}/backends/imgui_impl_opengl3.cpp")
target_compile_definitions(${program} PRIVATE IMGUI_IMPL_OPENGL_ES3)
target_include_directories(${program} SYSTEM PRIVATE "${CHAINRULE_IMGUI}/backends")
embed(${program} ${fonts})

# Size counts here, speed in the engine, which keeps -O3.
foreach(target imgui chainrule_ui ${program})
  target_compile_options(${target} PRIVATE -Oz -fno-rtti -fno-threadsafe-statics)
endforeach()

# It computes every pixel of the surfaces.
set_source_files_properties(surface.cpp PROPERTIES COMPILE_OPTIONS -O2)

# What draws neither throws nor catches, and nothing that would catch stands above it: cleaning up for exceptions that end
# the program anyway would make it a tenth larger.
set(drawing ${ui_sources})
list(FILTER drawing EXCLUDE REGEX "^(app|jobs|loading|panel_share|saving|surface|trainer.*|twin|undo|panel_data_features|panel_data_rows)\\.cpp$")
set_source_files_properties(${drawing} PROPERTIES COMPILE_OPTIONS -fignore-exceptions)
target_compile_options(imgui PRIVATE -fno-exceptions)

set(scripts "${CMAKE_CURRENT_SOURCE_DIR}/platform_web.js" "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_trouble.js" "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_frame.js"
     "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_twins.js" "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_paper.js" "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_pointer.js"
     "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_files.js" "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_worker.js"
     "${CMAKE_CURRENT_SOURCE_DIR}/mirror_web.js")
foreach(script IN LISTS scripts)
  target_link_options(${program} PRIVATE "SHELL:--pre-js \"${script}\"")
endforeach()
set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS ${scripts})
# Larger functions that have but one caller stay outside it: more bytes, but fewer after compression, since a function's
# own locals look alike everywhere. The page needs no older browsers than page.js names, and no other hooks of the
# loader than it uses.
target_link_options(${program} PRIVATE
  -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=30,-Oz -sINCOMING_MODULE_JS_API=instantiateWasm
  -sMIN_CHROME_VERSION=95 -sMIN_FIREFOX_VERSION=100 -sMIN_SAFARI_VERSION=160400 -sPOLYFILL=0 -sTEXTDECODER=2 -sWASM_BIGINT
  -sGL_TRACK_ERRORS=0 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0 -sGL_ENABLE_GET_PROC_ADDRESS=0 -sGL_POOL_TEMP_BUFFERS=0
  --profiling-funcs -Wl,--no-demangle
  -Oz -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createPlayground -sENVIRONMENT=web -sMIN_WEBGL_VERSION=2
  -sMAX_WEBGL_VERSION=2 -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=1MB -sMALLOC=emmalloc -sDYNAMIC_EXECUTION=0
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free,_emscripten_stack_get_current,__emscripten_stack_restore "SHELL:--closure 1")

# Half of the front end waits until somebody asks for it: the first frame needs but the rest. Only a first frame without a link
# is drawn before the second part is there.
set(later
  activation_plot film_backward film_batch film_chain film_cover film_drawing film_forward film_lines film_loss film_plot film_transport film_update
  jobs layer_editor math_parse math_text network_card output_confusion output_pad output_pictures output_sample panel_activation
  panel_backprop panel_data_points panel_data_sheet panel_gradients panel_import panel_share panel_shortcuts scene_screen share
  trainer_messages twin unit_card wrong_link fit_state
  csv deflate idx json json_text keras_code keras_data keras_formulas keras_layers keras_program keras_training link_meanings link_mend link_words
  model_json table trained weights_text)
string(REPLACE ";" "," later "${later}")
add_custom_command(TARGET ${program} POST_BUILD
  COMMAND "${chainrule_node}" "${CMAKE_CURRENT_SOURCE_DIR}/split_module.mjs" "$<TARGET_FILE_DIR:${program}>/${program}.wasm" "$<TARGET_FILE_DIR:${program}>/split" "${later}"
    $<TARGET_OBJECTS:${program}> $<TARGET_OBJECTS:chainrule_ui> $<TARGET_OBJECTS:chainrule_io> $<TARGET_OBJECTS:chainrule_engine> $<TARGET_OBJECTS:imgui>
  COMMAND_EXPAND_LISTS VERBATIM)
set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/split_module.mjs")

# The training side alone, as trainer.js and trainer.wasm: what the page starts as a Web Worker.
add_executable(trainer platform_web_trainer.cpp trail.cpp trainer_core.cpp trainer_messages.cpp trainer_remote.cpp)
target_link_libraries(trainer PRIVATE chainrule_io chainrule_warnings)
target_compile_options(trainer PRIVATE -Oz -fno-rtti -Wno-dollar-in-identifier-extension)
set(loop "${CMAKE_CURRENT_SOURCE_DIR}/platform_web_trainer.js")
set_property(TARGET trainer APPEND PROPERTY LINK_DEPENDS "${loop}")
target_link_options(trainer PRIVATE
  "SHELL:--pre-js \"${loop}\"" -O2 --no-entry -sENVIRONMENT=worker -sFILESYSTEM=0 -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=1MB
  -sMALLOC=emmalloc -sDYNAMIC_EXECUTION=0 -sEXPORTED_FUNCTIONS=_malloc,_free "SHELL:--closure 1")
