// SPDX-License-Identifier: MIT
// Included before Dear ImGui's OpenGL back end in the browser build (and there only). The back end saves and restores
// OpenGL's state around each frame; in WebGL each of those questions waits for the GPU process, which takes longer
// than all of the drawing. The canvas is ImGui's alone, so the answers are known: WebGL's defaults.
#pragma once
#include <GLES3/gl3.h>

#include <cstdio>

static inline void known_glGetIntegerv(GLenum name, GLint* value) {
  switch (name) {
    case GL_ACTIVE_TEXTURE: *value = GL_TEXTURE0; break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *value = GL_ONE; break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *value = GL_ZERO; break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: value[0] = value[1] = value[2] = value[3] = 0; break;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_PIXEL_UNPACK_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING: *value = 0; break;
    default: glGetIntegerv(name, value);  // asked once, at start
  }
}

static inline GLboolean known_glIsEnabled(GLenum) { return GL_FALSE; }

#define glGetIntegerv known_glGetIntegerv
#define glIsEnabled known_glIsEnabled

// What it scans is the version that page.cpp gives it, "#version 300 es".
template <class... Rest>
int known_sscanf(const char*, const char*, int* version, Rest...) {
  *version = 300;
  return 1;
}

#define sscanf known_sscanf
