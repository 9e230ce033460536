#pragma once
// SPDX-License-Identifier: MIT
// What is open: an experiment with its training, its past, its files, its film. Nothing here draws.
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/bundled.hpp"
#include "engine/data/table.hpp"
#include "engine/document/advice.hpp"
#include "engine/document/document.hpp"
#include "engine/document/experiment.hpp"
#include "engine/document/scenes.hpp"
#include "engine/io/read_result.hpp"
#include "ui/film/view.hpp"
#include "ui/session/film_player.hpp"
#include "ui/session/import.hpp"
#include "ui/session/jobs.hpp"
#include "ui/session/keeper.hpp"
#include "ui/session/loader.hpp"
#include "ui/session/paces.hpp"
#include "ui/session/notices.hpp"
#include "ui/session/services.hpp"
#include "ui/session/undo.hpp"
#include "ui/training/trainer.hpp"
#include "ui/views/lens.hpp"

namespace chainrule {

/// Where the other one is that shows the same network: in another window of the deck, of which this one is the image;
/// on the same page, each with its own panels and theme; or on the slide before, whose training goes on here.
enum class Twin { window, page, before };
struct TwinView;  ///< how a window looks at its experiment: see twin.cpp

/// Two documents that differ in how they are looked at alone (theme, scene, hide): the network is the same.
bool same_experiment(Document a, const Document& b);

class Session {
 public:
  explicit Session(Services services);
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Everything below that changes the experiment is carried out by the next update(), never while a frame is drawn; or
  // when the rows of a large table are there that another change has asked for.
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

  void save_experiment();  ///< everything, with weights and history, as .json
  void save_history();     ///< as CSV
  void save_text(const std::string& what, const std::string& ending, const std::string& words);
  /// When nothing has happened for a moment: keeps the experiment for the next visit, if somebody has touched it.
  void keep();
  bool keeps() const { return keeper_.keeps(); }
  /// Whether something was kept of an earlier visit.
  bool returns() const { return returns_; }
  /// The weights that are shown, those of an earlier epoch too, and their epoch.
  Trained shown_training() const;
  /// Whether a link can bring all of it: a table of one's own stays in files.
  bool fits_link() const;
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
  Watched watched() const { return watched_; }
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

  /// Before a frame: does what was asked for, trains a slice, takes the newest snapshot. True while something moves.
  /// `held`: a control is pressed or dragged, so that changes of one name until it is let go are one to undo.
  bool update(bool held);

  void complain(std::string words);
  void tell(std::string words, bool bad = false);
  /// One notice of a topic, in place of the one before, with something to press.
  void offer(Notice notice);
  void withdraw(std::string_view topic);
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
  /// The network with the weights that are shown, as of the last frame.
  Lens& lens() { return lens_; }
  const Sequential& model() const { return lens_.model(); }
  Services& services() { return services_; }
  std::optional<Import> import;
  std::vector<Notice> notices;
  bool loading() const { return loader_.loading(); }
  /// What takes longer than a frame, nullptr when nothing does.
  const Job* job() const { return jobs_.first(); }
  void stop_job() { stop_asked_ = true; }

  // View state that is not part of a document.
  Gear gear = Gear::epoch;  ///< of the last step
  FilmPlayer film_player{lens_, trainer_, snapshot_};
  /// The outputs for the rows of the data by the newest weights that are shown, of a layer or (-1) of the last one;
  /// computed when asked for, at most a fifth of the time while training runs.
  const Predictions& predictions(int layer = -1) {
    return lens_.predictions(layer, snapshot_->playing, services_.now_ms);
  }

 protected:
  // What a front end adds.
  /// Another experiment is there; `new_data`: its inputs are others.
  virtual void adopted(bool /*new_data*/) {}
  /// Its scene is another one, which is shown now.
  virtual void opened(const Scene& /*scene*/) {}
  /// The weight that is pressed in the drawing; column 0: none.
  virtual WeightPlace pressed_weight() const { return {}; }

  void saved(const std::string& place);  ///< says so
  void forget_saved();                   ///< it has been said

  Services services_;
  std::deque<std::function<void()>> waiting_;  ///< what is done by the next update(), unless rows are on their way
  bool stale_ = false;                         ///< the lens shows other weights than it should

 private:
  using Text = std::shared_ptr<const std::string>;
  /// `made`: its data, where somebody has made them already; they move out.
  void start(Document document, const Text& text, DataSet* made = nullptr);
  std::shared_ptr<const Experiment> prepared(Document document, const Text& text, DataSet* made = nullptr) const;
  void adopt(std::shared_ptr<const Experiment> made, const Text& text);
  Text shared(const Text& text) const;
  State state();
  void take_run(const Document& document, const std::shared_ptr<Checkpoint>& from, std::function<void()> then);
  void show(const TwinView& view, Twin twin, bool plays);
  void show_past(const TwinView& view);
  void remember(const std::string& what);
  void travel(const State* to, State (Undo::*go)(State));
  void follow_gesture(bool held);
  bool adopt_trained(const Trained& trained);  ///< false: it does not fit
  void load_link(const std::string& fragment);
  void load_document(ReadResult read);
  void tell_of(const ReadResult& read);
  void keep_wrong(const std::vector<Complaint>& complaints);
  void fetch(const BundledData& bundled, std::uint64_t ask, std::function<void(const std::string&)> use);
  void load_data(const std::string& name);
  void bring_fitting(Document& document, const DataSet& data) const;
  void offer_fitting();
  void advise();
  Signs signs();
  void load_file(std::string name, std::string bytes);
  Pieces<bool> reading_experiment(std::string name, std::string bytes);
  Pieces<bool> reading_table(std::string name, std::string bytes);
  Pieces<bool> saving_experiment(std::string name, Document document, Trained trained);
  Pieces<bool> saving_history(std::string name, History history);
  void go_on_with_jobs();
  /// Does `then` with the rows of the document, nullptr: those of now are the same. At once where they are few, else
  /// when they are made. `then` may throw. What is wrong becomes a notice, or what `refused` makes of it.
  void with_data(const Document& document, const Text& text, std::function<void(DataSet*)> then,
                 std::function<void(const std::string&)> refused = {});
  Pieces<bool> preparing_table(Document document, Text text, std::function<void(DataSet*)> then,
                               std::function<void(const std::string&)> refused);
  bool data_on_its_way() const { return jobs_.of_data(); }
  using Edit = std::function<void(Document&)>;
  struct Edits {
    std::vector<Edit> all;
    bool of_data = false, late = false;  ///< late: asked for while rows were on their way
  };
  void ask(Edit edit, bool of_data);
  void carry_out(const std::shared_ptr<Edits>& edits);
  void use_import(const std::shared_ptr<Import>& given);
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
  void open_scene();
  void follow_trail(const Snapshot& newest, bool new_generation);

  Document document_;
  Text text_ = std::make_shared<std::string>();  ///< of the table in use
  std::shared_ptr<const Experiment> experiment_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const Snapshot> best_;  ///< of this run: the least val_loss, or loss where nothing validates
  double best_loss_ = 0;
  Trail trail_;             ///< of this generation
  Trail::Entry told_past_;  ///< an earlier epoch that a twin looks at
  Index past_ = -1;         ///< the epoch that was asked for, -1: the present
  Index carried_ = -1;      ///< training goes on from this one: earlier ones stay in the trail
  Pace pace_ = paces().front().pace;
  History history_;
  Lens lens_;
  Trainer trainer_;
  Watched watched_ = Watched::weights;
  Loader loader_{services_};
  Keeper keeper_{services_};
  Jobs jobs_;
  std::shared_ptr<Edits> late_;  ///< those that wait for the rows of an edit before
  bool stop_asked_ = false;      ///< of the first of them
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
  bool returns_ = false;                      ///< something was kept of an earlier visit
  bool touched_ = false;                      ///< somebody has changed or trained something
  struct Wrong {
    std::string key, given, meanwhile;  ///< as it stood in the link, and the value that counts as long as it is wrong
  };
  std::vector<Wrong> wrong_;
  std::string_view advised_;         ///< the advice that was given last
  std::set<std::string_view> told_;  ///< what training has shown and was told
  bool stands_in_ = false;           ///< what is on screen only fills the time until something is loaded
};

}  // namespace chainrule
