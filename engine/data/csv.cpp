// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_set>

#include "engine/data/csv.hpp"
#include "engine/base/text.hpp"
#include "engine/tables/spec.hpp"

namespace chainrule {
namespace {

constexpr std::size_t most_cells = 10'000'000, longest_cell = 100'000;
// A piece of reading, in bytes and cells: a few milliseconds each in a browser.
constexpr std::size_t checked_at_once = 1 << 20, read_at_once = 1 << 15, classified_at_once = 1 << 14;
// Shares of the whole work, as measured.
constexpr double checking = 0.1, cutting = 0.5;

double share(std::size_t done, std::size_t all) {
  return static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(all, 1));
}

struct Cell {
  std::string text;
  bool is_quoted = false;
};
using Record = std::vector<Cell>;

std::string place(std::size_t row, std::size_t column, std::string_view name = "") {
  std::string text = "row " + std::to_string(row) + ", column " + std::to_string(column);
  if (!name.empty()) text += " (" + quote(name) + ")";
  return text + ": ";
}

/// Cuts the text into records. Rows and columns count from 1, as a spreadsheet shows them.
class Scanner {
 public:
  Scanner(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }
  std::size_t row() const { return row_; }

  /// The next record; at most `most_columns` cells are kept, further ones are only counted in `columns`.
  void read(Record& record, std::size_t most_columns, std::size_t& columns) {
    record.clear();
    columns = 0;
    ++row_;
    for (;;) {
      column_ = ++columns;
      Cell cell = read_cell();
      if (record.size() < most_columns) record.push_back(std::move(cell));
      if (at_end()) return;
      const char c = text_[at_++];
      if (c == separator_) continue;
      if (c == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      return;
    }
  }

 private:
  bool at_stop() const { return at_end() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r'; }

  void append(Cell& cell, char c) const {
    if (c == '\0') throw Error(place(row_, column_) + "expected text, received a NUL byte: this is not a CSV file");
    if (cell.text.size() >= longest_cell)
      throw Error(place(row_, column_) + "expected at most " + std::to_string(longest_cell) +
                  " characters in a cell, received more (is a quote left open?)");
    cell.text += c;
  }

  Cell read_cell() {
    Cell cell;
    if (!at_end() && text_[at_] == '"') {
      read_quoted(cell);
      return cell;
    }
    while (!at_stop()) append(cell, text_[at_++]);
    cell.text = std::string(trimmed(cell.text));
    return cell;
  }

  void read_quoted(Cell& cell) {
    cell.is_quoted = true;
    ++at_;
    for (;; ++at_) {
      if (at_end()) throw Error(place(row_, column_) + "expected a closing quote, received the end of the file");
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;  // a doubled quote stands for one
      }
      append(cell, text_[at_]);
    }
    ++at_;
    while (!at_stop() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    if (!at_stop())
      throw Error(place(row_, column_) + "expected a separator after the closing quote, received " +
                  quote(text_.substr(at_, 1)));
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0, row_ = 0, column_ = 0;
};

bool blank(const Record& record) { return record.size() == 1 && !record[0].is_quoted && record[0].text.empty(); }

/// The separator that stands most often outside quotes in the first line that is not blank.
char guess_separator(std::string_view text) {
  constexpr std::array candidates{',', ';', '\t'};
  std::array<int, candidates.size()> count{};
  bool inside = false, filled = false;
  for (const char c : text) {
    if (c == '"') inside = !inside;
    if (!inside && (c == '\n' || c == '\r')) {
      if (filled) break;
      continue;
    }
    filled = true;
    if (inside) continue;
    for (std::size_t i = 0; i < candidates.size(); ++i) count[i] += c == candidates[i];
  }
  return candidates[static_cast<std::size_t>(std::max_element(count.begin(), count.end()) - count.begin())];
}

// Length of the UTF-8 character at `at`, or 0 when there is none. (Overlong forms are let through: nothing depends on
// them.)
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 0;
  return length;
}

/// Spreadsheets still write Latin-1; what is no UTF-8 is taken as that, so that all text inside is UTF-8.
std::string latin1_to_utf8(std::string_view text) {
  std::string all;
  all.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      all += c;
    } else {
      all += static_cast<char>(0xC0U | (byte >> 6U));
      all += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return all;
}

Pieces<bool> is_utf8(std::string_view text) {
  std::size_t told = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) co_return false;
    at += length;
    if (at - told > checked_at_once) co_yield share(told = at, text.size());
  }
  co_return true;
}

std::optional<double> cell_number(std::string_view text, bool decimal_comma) {
  if (auto value = parse_number(text)) return value;
  if (!decimal_comma || text.find('.') != std::string_view::npos) return std::nullopt;
  std::string copy(text.substr(0, 64));
  if (const auto comma = copy.find(','); comma != std::string::npos) copy[comma] = '.';
  return text.size() > 64 ? std::nullopt : parse_number(copy);
}

bool one_of_ignoring_case(std::string_view text, std::initializer_list<std::string_view> words) {
  std::string small(text.substr(0, 16));
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text.size() <= 16 && std::find(words.begin(), words.end(), small) != words.end();
}

Pieces<bool> collect_categories(Column& column) {
  column.number.clear();
  column.missing_cells = 0;
  std::unordered_set<std::string_view> different;
  for (std::size_t i = 0; i < column.text.size(); ++i) {
    if (column.text[i].empty()) ++column.missing_cells;
    else if (different.size() < limits::categories) different.insert(column.text[i]);
    if (i % classified_at_once == classified_at_once - 1) co_yield share(i, column.text.size());
  }
  column.categories.assign(different.begin(), different.end());
  std::sort(column.categories.begin(), column.categories.end());
  co_return true;
}

/// Decides what a column holds and fills `number` or `categories`. `rows` are the file's row numbers, for messages.
Pieces<bool> classify(Column& column, std::size_t position, const std::vector<std::size_t>& rows, bool decimal_comma) {
  constexpr float empty = std::numeric_limits<float>::quiet_NaN();
  column.number.assign(column.text.size(), empty);
  std::size_t numbers = 0, words = 0, first_word = 0;
  std::size_t not_finite = rows.size();
  for (std::size_t i = 0; i < column.text.size(); ++i) {
    const std::string& text = column.text[i];
    if (i % classified_at_once == classified_at_once - 1) co_yield 0.5 * share(i, column.text.size());
    if (text.empty() || one_of_ignoring_case(text, {"na", "n/a", "null", "?"})) continue;
    if (const auto value = cell_number(text, decimal_comma)) {
      ++numbers;
      column.number[i] = static_cast<float>(*value);
      if (!std::isfinite(column.number[i])) not_finite = std::min(not_finite, i);
    } else if (one_of_ignoring_case(text, {"nan", "inf", "-inf", "+inf", "infinity", "-infinity"})) {
      not_finite = std::min(not_finite, i);
    } else if (words++ == 0) {
      first_word = i;
    }
  }
  // A stray word among many numbers is a slip of the pen; more of them make a column of words.
  if (words > 0 && words * 20 <= numbers)
    throw Error(place(rows[first_word], position, column.name) + "expected a number as in " + std::to_string(numbers) +
                " other rows, received " + quote(column.text[first_word]));
  column.categorical = words > 0;
  if (!column.categorical) {
    if (not_finite < rows.size())
      throw Error(place(rows[not_finite], position, column.name) + "expected a finite number, received " +
                  quote(column.text[not_finite]));
    column.missing_cells = static_cast<Index>(column.text.size() - numbers);
    co_return true;
  }
  auto collecting = collect_categories(column);
  while (collecting.go_on()) co_yield 0.5 + 0.5 * collecting.done();
  co_return true;
}

bool all_numbers(const Record& record, bool decimal_comma) {
  return std::all_of(record.begin(), record.end(),
                     [&](const Cell& cell) { return cell_number(cell.text, decimal_comma).has_value(); });
}

/// Names for all columns: none empty, no two alike.
std::vector<std::string> make_names(const Record& record, bool header) {
  std::map<std::string, int> used;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < record.size(); ++i) {
    std::string name = header ? std::string(trimmed(record[i].text)) : "";
    if (name.empty()) name = "x" + std::to_string(i + 1);
    std::string unique = name;
    while (used.contains(unique)) unique = name + " (" + std::to_string(++used[name]) + ")";
    used.emplace(unique, 1);
    names.push_back(std::move(unique));
  }
  return names;
}

/// A separator at the end of every line makes a column without name and content.
void drop_empty_last_column(Table& table, const Record& header) {
  if (table.columns.size() < 2 || !header.back().text.empty()) return;
  const auto& cells = table.columns.back().text;
  if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); }))
    table.columns.pop_back();
}

/// The row below those that the table has, or its names. `first` is empty before the first of all.
void take(Table& table, std::vector<std::size_t>& rows, Record& record, Record& first, std::size_t width,
          std::size_t row) {
  constexpr auto width_limit = static_cast<std::size_t>(limits::columns);
  if (first.empty()) {
    if (width > width_limit)
      throw Error(place(row, width_limit + 1) + "expected at most " + std::to_string(width_limit) +
                  " columns, received " + std::to_string(width));
    first = record;
    const bool header = !all_numbers(first, table.decimal_comma);
    for (auto& name : make_names(first, header)) table.columns.emplace_back().name = std::move(name);
    if (header) return;
  }
  if (width != first.size())
    throw Error(place(row, std::min(width, first.size()) + 1) + "expected " + std::to_string(first.size()) +
                (first.size() == 1 ? " cell, received " : " cells, received ") + std::to_string(width));
  if (rows.size() >= static_cast<std::size_t>(limits::rows) || (rows.size() + 1) * width > most_cells)
    throw Error(place(row, 1) + "expected at most " + std::to_string(limits::rows) + " rows and " +
                std::to_string(most_cells) + " cells, received more");
  for (std::size_t i = 0; i < width; ++i) table.columns[i].text.push_back(std::move(record[i].text));
  rows.push_back(row);
}

Pieces<Table> read_records(std::string_view text) {
  const char separator = guess_separator(text);
  Scanner scanner(text, separator);
  Record record, first;
  std::vector<std::size_t> rows;
  Table table;
  table.decimal_comma = separator != ',';
  std::size_t told = 0;
  while (!scanner.at_end()) {
    std::size_t width = 0;
    scanner.read(record, static_cast<std::size_t>(limits::columns), width);
    if (!blank(record)) take(table, rows, record, first, width, scanner.row());
    if (scanner.at() - told > read_at_once) co_yield cutting* share(told = scanner.at(), text.size());
  }
  if (first.empty()) throw Error("expected a table with a row of names, received an empty file");
  if (rows.empty())
    throw Error(place(scanner.row() + 1, 1) + "expected at least one row of values below the names, received none");
  drop_empty_last_column(table, first);
  table.rows = static_cast<Index>(rows.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    auto part = classify(table.columns[i], i + 1, rows, table.decimal_comma);
    while (part.go_on())
      co_yield cutting +
          (1 - cutting) * (static_cast<double>(i) + part.done()) / static_cast<double>(table.columns.size());
    co_yield cutting + (1 - cutting) * share(i + 1, table.columns.size());
  }
  co_return table;
}

}  // namespace

void set_type(Table& table, std::string_view name, bool categorical) {
  const auto column =
      std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.name == name; });
  if (column == table.columns.end()) throw Error("expected a column of the table in types, received " + quote(name));
  if (column->categorical == categorical) return;
  column->categorical = categorical;
  if (categorical) {
    collect_categories(*column).finish();
    return;
  }
  column->categories.clear();
  column->number.assign(column->text.size(), std::numeric_limits<float>::quiet_NaN());
  column->missing_cells = 0;
  for (std::size_t i = 0; i < column->text.size(); ++i) {
    const auto value = cell_number(column->text[i], table.decimal_comma);
    if (value && std::isfinite(static_cast<float>(*value))) column->number[i] = static_cast<float>(*value);
    else ++column->missing_cells;
  }
}

Pieces<Table> csv_in_pieces(std::string_view text) {
  if (text.size() > limits::file_bytes)
    throw Error("expected a file of at most " + std::to_string(limits::file_bytes / 1'000'000) + " MB, received " +
                std::to_string(text.size() / 1'000'000) + " MB");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    throw Error("row 1, column 1: expected text in UTF-8, received UTF-16: save the table as CSV UTF-8");
  auto check = is_utf8(text);
  while (check.go_on()) co_yield checking* check.done();
  std::string own;
  if (!check.finish()) text = own = latin1_to_utf8(text);
  auto reading = read_records(text);
  while (reading.go_on()) co_yield checking + (1 - checking) * reading.done();
  co_return reading.finish();
}

Table read_csv(std::string_view text) { return csv_in_pieces(text).finish(); }

}  // namespace chainrule
