#pragma once
// SPDX-License-Identifier: MIT
// The front end's state and what a user can do to it. Panels are functions over App; all state is here.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/bundled.hpp"
#include "engine/data/generator.hpp"
#include "engine/data/table.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/read_result.hpp"
#include "ui/charts/heatmaps.hpp"
#include "ui/film/view.hpp"
#include "ui/session/undo.hpp"
#include "ui/training/trainer.hpp"
#include "ui/views/curves.hpp"
#include "ui/views/data.hpp"
#include "ui/views/network.hpp"
#include "ui/views/output.hpp"
#include "ui/views/share.hpp"
#include "ui/widgets/widgets.hpp"

namespace chainrule {

/// What the front end needs from outside; the platform in the program, something simple in tests.
struct Services {
  std::function<void(std::string_view path, std::function<void(std::string bytes, std::string error)> done)> load_asset;
  /// `own`: it is the address of what somebody did here, not of the link that was opened.
  std::function<void(std::string_view fragment, bool own)> show_link;
  std::function<bool(std::string_view accept)> open_file_dialog;
  std::function<void(std::function<void(std::string text, std::string error)> done)> read_clipboard;
  std::function<std::string(std::string_view name, std::string_view bytes)> save_file;  ///< says where it went
  /// A part of the window as PNG, as it is after the frame under way.
  std::function<void(std::string_view name, ImVec2 low, ImVec2 high,
                     std::function<void(const std::string& where)> done)>
      save_picture;
  std::function<std::string()> page_address;  ///< of the page without its '#...'; none: there is no page
  /// Opens the page with this link in a window of its own, from a frame; false where this is no frame.
  std::function<bool(const std::string& link)> open_page;
  /// A QR code of the text, row by row, '1' for a dark module; or why there is none.
  std::function<void(const std::string& text,
                     std::function<void(const std::string& modules, const std::string& error)> done)>
      qr_code;
  // What stays between visits; none of them where nothing shall (desktop, embedded pages).
  std::function<bool(std::string_view text)> keep;  ///< false: it could not be kept
  std::function<std::string()> remembered;          ///< "" = nothing
  std::function<void()> forget;
  std::function<double()> now_ms;
  std::function<bool()> prefers_dark, prefers_contrast, prefers_reduced_motion;
  std::function<void()> wake;  ///< asks for a frame, from any thread
  Trainer::Mode mode = Trainer::Mode::slices;
  std::unique_ptr<Channel> elsewhere;  ///< where steps are longer than a slice
};

/// A CSV on its way in: looked at, not yet used.
struct Import {
  std::string name;
  std::shared_ptr<const std::string> bytes;
  Table table;
  std::vector<bool> used;     ///< columns that become inputs
  std::vector<bool> guessed;  ///< columns that were taken for texts
  int target = 0;
  int problem = 0;           ///< 0 classification, 1 regression
  std::string problem_text;  ///< why it cannot be used like this
  void choose_target(int column);
  /// Takes a column for numbers or for texts.
  void choose_type(std::size_t column, bool categorical);
};

/// Long work under way, a piece at a time between frames.
struct Job {
  std::string words;  ///< what it does, as "Reading sales.csv"
  Pieces<bool> work;
  std::uint64_t ask = 0;               ///< the load that it belongs to, 0: none; it ends when another one is asked for
  bool makes_data = false;             ///< for a change that was asked for; those that are asked for later wait
  std::function<void()> stopped = {};  ///< when somebody stops it
};

struct Notice {
  std::string words;
  bool bad = true;                  ///< false: news that is nothing to worry about
  std::string way_out;              ///< what its button says, "": none
  std::function<void()> take = {};  ///< what the button does
};

/// Where the other one is that shows the same network: in another window of the deck, of which this one is the image;
/// on the same page, each with its own panels and theme; or on the slide before, whose training goes on here.
enum class Twin { window, page, before };
struct TwinView;  ///< how a window looks at its experiment: see twin.cpp

/// Two documents that differ in how they are looked at alone (theme, scene, hide): the network is the same.
bool same_experiment(Document a, const Document& b);

/// Where a panel was drawn, and when.
struct Place {
  ImVec2 low, high;
  int frame = 0;
};

class App {
 public:
  explicit App(Services services);

  // Everything below that changes the experiment is carried out by the next update(), never while a frame is drawn.
  /// Opens the experiment of a link ("" = the default). Bad parts are explained in notices.
  void open_link(std::string_view fragment);
  /// A file that was dropped or chosen: a CSV to import, a document (.json) to open.
  void open_file(std::string name, std::string bytes);
  void paste();        ///< the same with what is on the clipboard
  void import_data();  ///< uses what `import` holds
  /// The same at start. What was kept from the last visit comes back where there is no link, or where the address is
  /// the program's `own`: a reload. A link that somebody opens is an experiment from its beginning.
  void open_first(std::string_view fragment, bool own);
  void open_dialog();

  void save_experiment();                                            ///< everything, with weights and history, as .json
  void save_history();                                               ///< as CSV
  void save_picture(const std::string& panel);                       ///< "" = the whole window
  void save_area(const std::string& what, ImVec2 low, ImVec2 high);  ///< a place of the window, of this frame
  void save_text(const std::string& what, const std::string& ending, const std::string& words);
  bool sees(const std::string& panel) const;  ///< it is on screen
  /// When nothing has happened for a moment: keeps the experiment for the next visit, if somebody has touched it.
  void keep();
  bool keeps() const { return static_cast<bool>(services_.keep); }
  /// The weights that are shown, those of an earlier epoch too, and their epoch.
  Trained shown_training() const;
  void leave_scene();   ///< the same experiment with everything around it, in a window of its own from a frame
  void start_afresh();  ///< the experiment that a first visitor meets; nothing is kept

  // Changes of the experiment. What is impossible becomes a notice, and the experiment stays.
  void change(std::function<void(Document&)> edit);
  /// The same for what the data is: the output layer and the loss follow where classes or the problem change.
  void change_data(std::function<void(Document&)> edit);
  void choose_data(const std::string& name);
  void set_hyperparameter(std::size_t index, double value);
  void set_epochs(Index epochs);
  /// One number of the flat store, also while training runs.
  void set_weight(std::size_t index, float value);
  /// Freezes or frees a layer; its weights stay, and training goes on.
  void set_trainable(std::size_t layer, bool trainable);
  /// What the network's lines show; snapshots carry it from then on.
  void watch(Watched watched);
  /// How fast Play goes; no part of a document.
  void set_pace(Pace pace);
  void set_theme(const std::string& theme);
  void look_like(const Document& other);  ///< theme, scene and hide of another document; training goes on

  // Each change above is one to undo, with the weights that it met; the theme alone is not.
  void undo();
  void redo();
  const Undo& undoable() const { return undo_; }

  bool about_a_step() const;  ///< the scene is: its film plays, and nothing trains
  bool plays() const;         ///< training runs, or the film of such a scene does
  void play_or_pause();
  void play();  ///< training; in a scene about a step, its film
  void pause();
  /// Layer and number go on in the film of the next batch, which opens with the first of them; past its end the batch
  /// is taken and the next one's film begins.
  void step(Gear by);
  void open_film();
  void close_film();
  void show_moment(const Moment& moment);
  void step_back(bool by_number);
  /// Shows the network as it was after that epoch, or nearest to it; the newest one: as it is. A run that plays pauses.
  /// Play, a step or a weight set by hand then go on from there, and the history is cut there: one change to undo.
  void show_epoch(Index epoch);
  void reset_same();
  void new_seed();

  /// Before a frame: trains a slice, takes the newest snapshot, brings surfaces up to date. True while training.
  bool update();

  /// Paints the surfaces again: other axes, another sample, other colours.
  void refresh();

  void complain(std::string words);
  void tell(std::string words, bool bad = false);
  bool shows(std::string_view panel) const;  ///< not hidden by the document, and of its scene
  /// The scene of the document, nullptr where it has none: then everything is on screen.
  const Scene* scene() const { return find_scene(document_.scene); }
  Index training_rows() const;

  // Twins: see twin.cpp. Texts are for twins of the same version alone.
  std::string view_text() const;  ///< how it is looked at here: the film's place, the earlier epoch, the pointer
  /// The experiment and its training; "" as long as it is on its way, ask again after the next frame; "-": it is too
  /// large.
  std::string run_text();
  std::uint64_t changes() const { return changes_; }  ///< other ones: another run_text()
  /// Shows what a twin told; without a run its view alone. "" or why not: nothing has changed then.
  std::string follow(std::string_view view, std::string_view run, Twin twin, bool plays);
  bool has_own_table() const;  ///< somebody has dropped or pasted one: nothing for pages of other sites
  void lead();                 ///< somebody touches this window: what was only shown as playing plays here

  // What panels read.
  Ui ui;
  const Document& document() const { return document_; }
  const std::shared_ptr<const Experiment>& experiment() const { return experiment_; }
  const Snapshot& snapshot() const { return *snapshot_; }
  /// What is shown: the newest weights, or those of an earlier epoch.
  const std::vector<float>& weights() const;
  /// The earlier epoch that is shown, or nullptr, and the one that was asked for, or -1.
  const Trail::Entry* past() const {
    return past_ < 0 ? nullptr : told_past_.weights && told_past_.epoch == past_ ? &told_past_ : trail_.nearest(past_);
  }
  Index past_asked() const { return past_; }
  Pace pace() const { return pace_; }
  /// The open film of the next batch; nullptr while there is none (yet), or an earlier epoch is shown.
  const Film* film() const;
  /// The weight whose card is open, or whose chain rule the scene is about.
  WeightPlace traced_weight() const;
  const History& history() const { return history_; }
  Surface& surface() { return surface_; }
  const Sequential& model() const { return surface_.model(); }
  Services& services() { return services_; }
  std::optional<Import> import;
  std::vector<Notice> notices;
  bool loading() const { return loading_; }
  /// What takes longer than a frame, nullptr when nothing does.
  const Job* job() const { return jobs_.empty() ? nullptr : &jobs_.front(); }
  void stop_job();

  // View state that is not part of a document.
  int tab = 0;
  Gear gear = Gear::epoch;  ///< of the last step
  bool shortcuts_open = false;
  std::map<std::string, Place> places;  ///< of the panels
  int axis_x = 0, axis_y = 1;           ///< inputs that span the plane
  Index sample = 0;                     ///< row shown where there is no plane
  NetworkView network;
  const std::vector<GeneratedData>& thumbnails();
  DataView data_view;
  CurvesView curves;
  FilmView film_view;
  OutputView output;
  ShareView share;
  /// The outputs for the rows of the data by the newest weights that are shown, of a layer or (-1) of the last one;
  /// computed when asked for, at most a fifth of the time while training runs.
  const Predictions& predictions(int layer = -1);

 private:
  using Text = std::shared_ptr<const std::string>;
  /// `made`: its data, where somebody has made them already; they move out.
  void start(Document document, const Text& text, DataSet* made = nullptr);
  std::shared_ptr<const Experiment> prepared(Document document, const Text& text, DataSet* made = nullptr) const;
  void adopt(std::shared_ptr<const Experiment> made, const Text& text);
  Text shared(const std::string& text) const;
  State state();
  void take_run(Document document, std::shared_ptr<Checkpoint> from, std::function<void()> then);
  void show(const TwinView& view, Twin twin, bool plays);
  void show_past(const TwinView& view);
  void remember(const std::string& what);
  void travel(const State* to, State (Undo::*go)(State));
  void follow_gesture();
  bool adopt_trained(const Trained& trained);  ///< false: it does not fit
  void saved(const std::string& place);
  void forget_saved();
  void load_link(const std::string& fragment);
  void load_document(ReadResult read);
  void tell_of(const ReadResult& read);
  void keep_wrong(const std::vector<Complaint>& complaints);
  void load(const BundledData& bundled, std::uint64_t ask, std::function<void(const std::string&)> use);
  void load_data(const std::string& name);
  void load_file(std::string name, std::string bytes);
  Pieces<bool> reading_experiment(std::string name, std::string bytes);
  Pieces<bool> reading_table(std::string name, std::string bytes);
  Pieces<bool> saving_experiment(std::string name, Document document, Trained trained);
  Pieces<bool> saving_history(std::string name, History history);
  void go_on_with_jobs();
  void end_job();
  /// Does `then` with the rows of the document, nullptr: those of now are the same. At once where they are few, else
  /// when they are made. `then` may throw. What is wrong becomes a notice, or what `refused` makes of it.
  void with_data(const Document& document, const Text& text, std::function<void(DataSet*)> then,
                 std::function<void(const std::string&)> refused = {});
  Pieces<bool> making_data(Document document, Text text, std::function<void(DataSet*)> then,
                           std::function<void(const std::string&)> refused);
  bool data_on_its_way() const;
  const Table* table_of(const Document& document, const Text& text) const;
  void use_import();
  void apply_hyperparameter(std::size_t index, double value);
  void apply_trainable(std::size_t layer, bool trainable);
  void keep_typed(std::size_t index, float value);
  void follow_link();
  void show_link(std::string link);
  void keep_best();
  void explain_stop();
  void go_back(std::shared_ptr<const Snapshot> good);
  void go_on();
  std::shared_ptr<Checkpoint> at_epoch(const std::vector<float>& weights, Index epoch) const;
  void renew();  // the experiment with the document of now
  void forget_past();
  void begin_film(const Moment& first);
  void step_film(bool by_number);
  void follow_film();
  void check_opened();
  void open_scene();
  Moment first_moment() const;
  Moment fitting(Moment moment) const;
  void follow_trail(const Snapshot& newest, bool new_generation);

  Services services_;
  std::deque<std::function<void()>> waiting_;
  Document document_;
  Text text_ = std::make_shared<std::string>();  ///< of the table in use
  std::shared_ptr<const Table> table_;           ///< what was read from it, so that it is read once,
  Text table_text_;                              ///< its text
  std::vector<std::string> table_types_;         ///< and Document::types
  std::shared_ptr<const Experiment> experiment_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const Snapshot> best_;  ///< of this run: the least val_loss, or loss where nothing validates
  double best_loss_ = 0;
  Trail trail_;                      ///< of this generation
  Trail::Entry told_past_;           ///< an earlier epoch that a twin looks at
  Index past_ = -1;                  ///< the epoch that was asked for, -1: the present
  Index carried_ = -1;               ///< training goes on from this one: earlier ones stay in the trail
  std::vector<float> film_weights_;  ///< where the film is at an update: as it has come by then; else empty
  struct FilmShown {
    std::shared_ptr<const Film> film;
    Moment moment;
    bool covers = false;
    bool operator==(const FilmShown&) const = default;
  };
  FilmShown film_shown_;  ///< what they belong to
  Pace pace_;
  History history_;
  Surface surface_;
  Trainer trainer_;
  std::deque<Job> jobs_;
  bool stop_asked_ = false;  ///< of the first of them
  double idle_from_ = 0;     ///< when the last of their pieces ended
  bool loading_ = false;
  bool stale_ = false;       ///< the surfaces show older weights than the snapshot
  double next_surface_ = 0;  ///< not before this time
  std::uint64_t asked_ = 0;  ///< counts loads, so that only the newest is used
  Undo undo_;
  std::uint64_t gesture_ = 0, gestures_ = 0;  ///< the drag under way, 0 = none; how many there were
  std::uint64_t changes_ = 0;                 ///< of the experiment or its training
  std::shared_ptr<const std::string> run_;    ///< what training has told of itself, to be taken once
  bool run_asked_ = false;
  double run_since_ = 0;                      ///< when,
  std::string run_link_;                      ///< and of which experiment
  bool mirrored_ = false;                     ///< shown as playing: it plays in the twin
  std::shared_ptr<const TwinView> arriving_;  ///< of a twin whose training is on its way
  bool mirrors_ = false;                      ///< what is on screen is a twin's
  bool touched_ = false;                      ///< somebody has changed or trained something
  std::string kept_;                          ///< what keep() wrote last
  bool told_of_keeping_ = false;
  struct Wrong {
    std::string key, given, meanwhile;  ///< as it stood in the link, and the value that counts as long as it is wrong
  };
  std::vector<Wrong> wrong_;
  bool stands_in_ = false;  ///< what is on screen only fills the time until something is loaded
  std::vector<GeneratedData> thumbnails_;
  Predictions predictions_;
  double next_predictions_ = 0;  ///< not before this time
};

}  // namespace chainrule
