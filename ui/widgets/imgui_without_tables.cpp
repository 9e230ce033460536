// SPDX-License-Identifier: MIT
// Stands in for imgui_tables.cpp: what the rest of Dear ImGui calls of it, for windows without tables and columns,
// which ours are. With the real one every page would download all of it: its core calls it from each frame and each
// window.
#include <imgui.h>
#include <imgui_internal.h>

namespace ImGui {

void TableSettingsAddSettingsHandler() {}
void TableGcCompactSettings() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}
void EndTable() {}
void EndColumns() {}

}  // namespace ImGui
