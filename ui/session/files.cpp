// SPDX-License-Identifier: MIT
// Files, which may be long: read and written a piece at a time between frames, and tables on their way in.
#include <algorithm>
#include <cctype>
#include <utility>

#include "engine/io/history_csv.hpp"
#include "engine/data/csv.hpp"
#include "engine/document/table_data.hpp"
#include "engine/io/json.hpp"
#include "ui/session/session.hpp"

namespace chainrule {
namespace {

std::string lower_ending(const std::string& name) {
  const auto dot = name.rfind('.');
  std::string ending = dot == std::string::npos ? "" : name.substr(dot);
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

}  // namespace

void Session::load_file(std::string name, std::string bytes) {
  if (bytes.size() > limits::file_bytes) return complain(name + ": expected a file of at most 100 MB");
  const auto ask = loader_.ask();
  const std::string words = "Reading " + name;
  const bool experiment = lower_ending(name) == ".json";
  auto work = experiment ? reading_experiment(name, std::move(bytes)) : reading_table(name, std::move(bytes));
  jobs_.add({words, std::move(work), ask});
}

Pieces<bool> Session::reading_experiment(std::string name, std::string bytes) {
  auto reading = read_json_in_pieces(bytes);
  try {
    while (reading.go_on()) co_yield reading.done();
  } catch (const std::exception& e) { throw Error(name + ": " + e.what()); }
  load_document(reading.finish());
  co_return true;
}

Pieces<bool> Session::reading_table(std::string name, std::string bytes) {
  Import next;
  next.bytes = std::make_shared<std::string>(std::move(bytes));
  auto reading = csv_in_pieces(*next.bytes);
  try {
    while (reading.go_on()) co_yield reading.done();
    next.table = reading.finish();
    if (next.table.columns.size() < 2)
      throw Error("expected at least two columns, one of them to predict, received " +
                  std::to_string(next.table.columns.size()));
  } catch (const std::exception& e) { throw Error(name + ": " + e.what()); }
  next.name = std::move(name);
  for (const Column& c : next.table.columns) {
    next.used.push_back(usable_as_input(c));
    next.guessed.push_back(c.categorical);
  }
  next.choose_target(static_cast<int>(next.table.columns.size()) - 1);
  import = std::move(next);
  co_return true;
}

/// Reads the table, where it is not the one in use as it was read, makes its rows, and does what waits for them.
Pieces<bool> Session::preparing_table(Document document, Text text, std::function<void(DataSet*)> then,
                                      std::function<void(const std::string&)> refused) {
  try {
    auto table = loader_.last.is_of(text, document.types) ? loader_.last.table : nullptr;
    if (!table) {
      auto reading = table_in_pieces(document, *text);
      while (reading.go_on()) co_yield 0.5 * reading.done();
      table = std::make_shared<Table>(reading.finish());
    }
    auto making = make_data_in_pieces(document, *table);
    while (making.go_on()) co_yield 0.5 + 0.5 * making.done();
    DataSet made = making.finish();
    loader_.last = {table, text, document.types};
    then(&made);
  } catch (const std::exception& e) { refused(e.what()); }
  co_return true;
}

Pieces<bool> Session::saving_experiment(std::string name, Document document, Trained trained) {
  auto writing = write_json_in_pieces(document, &trained);
  while (writing.go_on()) co_yield writing.done();
  std::string text = writing.finish();
  if (text.size() > limits::file_bytes) {  // nobody could open it again
    trained = {};
    auto again = write_json_in_pieces(document, nullptr);
    while (again.go_on()) co_yield again.done();
    text = again.finish();
    complain("This network has too many weights for a file of 100 MB: it is saved without them.");
  }
  saved(services_.save_file(name, text));
  co_return true;
}

Pieces<bool> Session::saving_history(std::string name, History history) {
  auto writing = history_csv_in_pieces(history);
  while (writing.go_on()) co_yield writing.done();
  saved(services_.save_file(name, writing.finish()));
  co_return true;
}

void Session::use_import(const std::shared_ptr<Import>& given) {
  loader_.ask();
  Document d = document_;
  d.data = "csv";
  d.table() = {};
  d.features.clear();
  d.csv = given->bytes;
  d.csv_name = given->name;
  d.target = given->table.columns[static_cast<std::size_t>(given->target)].name;
  d.problem = given->problem == 0 ? "classification" : "regression";
  for (std::size_t c = 0; c < given->used.size(); ++c)
    if (!given->used[c] && static_cast<int>(c) != given->target) d.left_out.push_back(given->table.columns[c].name);
  for (std::size_t c = 0; c < given->guessed.size(); ++c)
    if (const Column& column = given->table.columns[c]; column.categorical != given->guessed[c])
      d.types.push_back(column.name + (column.categorical ? ":category" : ":number"));
  loader_.last = {std::shared_ptr<const Table>(given, &given->table), given->bytes, d.types};
  const auto open_again = [this, given](const std::string& why) {
    loader_.last.table.reset();
    if (import) return complain(given->name + ": " + why);  // another one has been read meanwhile
    import = std::move(*given);
    import->problem_text = why;
  };
  const auto use = [this, d, text = given->bytes](DataSet* made) mutable {
    d.theme = document_.theme;  // which may be another one by then
    fit_output_to_data(d, made ? *made : experiment_->data);
    start(d, text, made);
  };
  with_data(d, given->bytes, use, open_again);
  if (data_on_its_way()) jobs_.last().stopped = [open_again] { open_again(""); };
}

}  // namespace chainrule
