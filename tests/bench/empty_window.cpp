// SPDX-License-Identifier: MIT
// The least that Dear ImGui can be in a page: one empty window, its own font, one frame. What our page's first frame is
// compared with (first_frame_bench.mjs); built by the same toolchain with the same options.
#include <emscripten.h>
#include <emscripten/html5.h>

#include <imgui.h>
#include <imgui_impl_opengl3.h>

namespace {

bool draw(double, void*) {
  ImGui::GetIO().DisplaySize = {1280, 800};
  ImGui::GetIO().DeltaTime = 1.0f / 60;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  ImGui::Begin("Empty");
  ImGui::End();
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  EM_ASM({ globalThis.firstFrame = performance.now(); });
  return false;
}

}  // namespace

int main() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.antialias = attributes.depth = attributes.stencil = false;  // like our page
  emscripten_webgl_make_context_current(emscripten_webgl_create_context("#canvas", &attributes));
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplOpenGL3_Init("#version 300 es");
  emscripten_request_animation_frame_loop(draw, nullptr);
}
