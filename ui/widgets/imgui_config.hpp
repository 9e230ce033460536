// SPDX-License-Identifier: MIT
// Dear ImGui's compile-time settings (IMGUI_USER_CONFIG): only what the product needs.
#pragma once

#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FONT  // ours is Inter; a page need not download another
#define IMGUI_DISABLE_TTY_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS  // neither settings nor logs are kept in files
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define ImDrawIdx unsigned int  // a drawing may have more than 65536 vertices

// Its core scans texts only for settings files, which there are not, and for number fields, which are ours.
#ifdef CHAINRULE_IMGUI_CORE
#include <cstdio>
#define sscanf(...) 0
#endif
