#pragma once
// SPDX-License-Identifier: MIT
// Dear ImGui's settings at compile time, in the page.
#include "imgui_config.hpp"

// It scans texts only for settings files, which there are not, and for number fields, which are ours.
#include <cstdio>
#define sscanf(...) 0
