#pragma once
// SPDX-License-Identifier: MIT
// The session as it is drawn: how each panel looks at it. Panels are functions over App.
#include <map>
#include <string>
#include <vector>

#include "engine/data/generator.hpp"
#include "ui/charts/heatmaps.hpp"
#include "ui/session/session.hpp"
#include "ui/views/curves.hpp"
#include "ui/views/data.hpp"
#include "ui/views/network.hpp"
#include "ui/views/output.hpp"
#include "ui/views/share.hpp"
#include "ui/views/summary.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// Where a panel was drawn, and when.
struct Place {
  ImVec2 low, high;
  int frame = 0;
};

class App : public Session {
 public:
  explicit App(Services services);

  /// Before a frame: brings the session up to date and with it what is drawn. True while something moves.
  bool update();
  /// Paints the heat maps again: other axes, another sample, other colours.
  void refresh();
  Heatmaps& heatmaps() { return heatmaps_; }
  Index shown_target() const;  ///< of several numbers to predict

  /// Where a panel, or what else the tour points at, is drawn in this frame.
  void mark(std::string_view name, ImVec2 low, ImVec2 high);
  bool sees(const std::string& panel) const;                         ///< it is on screen
  void save_picture(const std::string& panel);                       ///< "" = the whole window
  void save_area(const std::string& what, ImVec2 low, ImVec2 high);  ///< a place of the window, of this frame

  Ui ui;
  int tab = 0;
  int jump = -1;  ///< the panel of this number gets the keyboard in this frame, -1: none
  bool shortcuts_open = false, learn_open = false;
  bool present = false;            ///< for the back row: larger, and only what is looked at
  bool on_stage = false;           ///< network and formulas stand side by side in this frame
  std::string_view unfolded = {};  ///< the panel beside the film's stage, "": all are folded
  int tour = -1;                   ///< its step on screen, -1: none
  bool course_asked = false;       ///< the scene that opens next was asked for in Learn,
  bool in_course = false;  ///< a scene that was opened here, among its neighbours: not that of a link or a frame
  std::map<std::string, Place> places;  ///< of the panels
  int axis_x = 0, axis_y = 1;           ///< inputs that span the plane
  Index sample = 0;                     ///< row shown where there is no plane
  NetworkView network;
  DataView data_view;
  CurvesView curves;
  OutputView output;
  ShareView share;
  SummaryView summary;

 private:
  void adopted(bool new_data) override;
  void opened(const Scene& scene) override;
  WeightPlace pressed_weight() const override;

  Heatmaps heatmaps_;
  double next_painting_ = 0;  ///< not before this time
};

}  // namespace chainrule
