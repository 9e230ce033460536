// SPDX-License-Identifier: MIT
// Links as people and their programs mangle them: taken where there is one meaning, with a word, explained where not.
#include <gtest/gtest.h>

#include <cstdio>
#include <functional>

#include "engine/document/document.hpp"
#include "engine/io/link.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

std::string clean_link(std::string_view link) { return write_link(read_link(link).document); }

struct Case {
  std::string mangled, clean;
};

void expect_mended(const Case& c) {
  SCOPED_TRACE(c.mangled);
  const ReadResult mended = read_link(c.mangled), clean = read_link(c.clean);
  for (const Complaint& complaint : clean.complaints) ADD_FAILURE() << c.clean << ": " << complaint.text;
  for (const Complaint& complaint : mended.complaints) ADD_FAILURE() << complaint.text;
  EXPECT_EQ(write_link(mended.document), write_link(clean.document));
  EXPECT_EQ(mended.document, clean.document);
  EXPECT_EQ(mended.trained.has_value(), clean.trained.has_value());
  EXPECT_NE(mended.mended, "");
  EXPECT_EQ(clean.mended, "");
}

/// Explained: something is told, nothing is guessed.
std::string explained(std::string_view link) {
  const ReadResult read = read_link(link);
  EXPECT_EQ(read.mended, "") << link;
  EXPECT_EQ(write_link(read.document), clean_link("")) << link;
  return read.complaints.size() == 1 ? read.complaints[0].text : std::to_string(read.complaints.size()) + " complaints";
}

const std::string usual =
    "data=moons&noise=0.3&layers=dense:8:relu,dense:1:sigmoid&optimizer=adam:learning_rate=0.02&epochs=50";

TEST(MendedLink, ItsBeginning) {
  for (const char* start : {"?",
                            "#?",
                            "/",
                            "#/",
                            "#!",
                            "#/?",
                            " ",
                            "%20",
                            "\xC2\xA0",
                            "%C2%A0",
                            "\"",
                            "%22",
                            "<",
                            "(",
                            "%23",
                            "##",
                            "\xEF\xBB\xBF",
                            "https://example.org/a/#",
                            "https://example.org/a/?utm_source=x#",
                            "index.html#",
                            "https%3A%2F%2Fexample.org%2Fa%2F%23",
                            "https://example.org/?",
                            "http://localhost:8000/#"})
    expect_mended({start + usual, usual});
}

TEST(MendedLink, ItsEnd) {
  for (const char* end : {")",
                          ".",
                          ",",
                          ";",
                          ">",
                          "\"",
                          "'",
                          ").",
                          "]",
                          "*",
                          "`",
                          "%22",
                          "%3E",
                          "\xE2\x80\x9D",
                          "\xC2\xBB",
                          "\n",
                          "\r\n",
                          "%0D%0A",
                          "\xE2\x80\xA6",
                          "&amp;"}) {
    if (std::string_view(end) != ".") expect_mended({usual + end, usual});
    expect_mended({"epochs=5&" + std::string("layers=dense:8:relu,dense:1:sigmoid") + end,
                   "epochs=5&layers=dense:8:relu,dense:1:sigmoid"});
  }
}

TEST(MendedLink, WhatStandsBetweenItsKeys) {
  for (const char* between : {"&amp;", ";", "; ", "&amp;amp;", "&#38;", "&#x26;", "%26", "&%20", "&\n", "& ", ",", ", ",
                              "?", "|", "%26amp%3B", "\xEF\xBC\x86"}) {
    const std::string mark = between;
    expect_mended({"data=moons" + mark + "noise=0.3" + mark + "layers=dense:8:relu,dense:1:sigmoid" + mark +
                       "optimizer=adam:learning_rate=0.02" + mark + "epochs=50",
                   usual});
  }
}

TEST(MendedLink, ItsCode) {
  expect_mended({"data%3Dmoons%26noise%3D0.3%26layers%3Ddense%3A8%3Arelu%2Cdense%3A1%3Asigmoid",
                 "data=moons&noise=0.3&layers=dense:8:relu,dense:1:sigmoid"});
  expect_mended({"%23data%3Dcircle%26layers%3Ddense%3A1%3Asigmoid", "data=circle&layers=dense:1:sigmoid"});
  expect_mended({"data%253Dmoons%2526noise%253D0.3", "data=moons&noise=0.3"});
  expect_mended({"layers=dense%253A8%253Arelu%252Cdense%253A1%253Asigmoid&data=xor",
                 "layers=dense:8:relu,dense:1:sigmoid&data=xor"});
  expect_mended({"data=moons%26noise%3D0.3%26target%3Da%2520b", "data=moons&noise=0.3&target=a%20b"});
  expect_mended({"data=3Dmoons&epochs=3D50", "data=moons&epochs=50"});
  expect_mended(
      {"\xEF\xBD\x84\xEF\xBD\x81\xEF\xBD\x94\xEF\xBD\x81\xEF\xBC\x9D"
       "moons",
       "data=moons"});
  expect_mended({"data:moons&layers:dense:8:relu,dense:1:sigmoid:name=x",
                 "data=moons&layers=dense:8:relu,dense:1:sigmoid:name=x"});
}

TEST(MendedLink, ItsSpelling) {
  for (const auto& [mangled, clean] : std::vector<Case>{
           {"Data=Moons&EPOCHS=50", "data=moons&epochs=50"},
           {"batchSize=16&validationSplit=0.2", "batch_size=16&validation_split=0.2"},
           {"batch-size=16&val_split=0.2&Batch Size=8", "batch_size=8&validation_split=0.2"},
           {"layers=Dense:8:ReLU,Dense:8:LeakyReLU:NegativeSlope=0.1,Dense:1:Sigmoid",
            "layers=dense:8:relu,dense:8:leaky_relu:negative_slope=0.1,dense:1:sigmoid"},
           {"layers=dense:8:relu ,dense : 1 : sigmoid&theme=Dark", "layers=dense:8:relu,dense:1:sigmoid&theme=dark"},
           {"optimizer=Adam:Learning_Rate=0.1&loss=Mean Squared Error&metrics=Auc, acc",
            "optimizer=adam:learning_rate=0.1&loss=mean_squared_error&metrics=auc,acc"},
           {"optimizer=RMSprop:lr=0.1", "optimizer=rmsprop:learning_rate=0.1"},
           {"dialect=Keras2&optimizer=SGD:lr=0.5", "dialect=keras2&optimizer=sgd:lr=0.5"},
           {"layers=dense:3:leaky_relu:alpha=0.3,dense:1:sigmoid",
            "layers=dense:3:leaky_relu:negative_slope=0.3,dense:1:sigmoid"},
           {"loss=mean+squared+error", "loss=mean_squared_error"},
           {"scene=Backprop&hide=Data,Code", "scene=backprop&hide=data,code"},
           {"shuffle=True&shuffle_rows=no&standardize=1", "shuffle=1&shuffle_rows=0&standardise=1"},
           {"data=\xE2\x80\x9Cmoons\xE2\x80\x9D&hide=[data,fit]", "data=moons&hide=data,fit"},
           {"data=mo\xC2\xADons&layers=dense:8:relu,\r\n dense:1:sigmoid",
            "data=moons&layers=dense:8:relu,dense:1:sigmoid"},
           {"data=points&points=\xE2\x88\x92"
            "1:0.5:0;1:\xE2\x80\x93"
            "0.5:1",
            "data=points&points=-1:0.5:0;1:-0.5:1"},
           {"noise=\xEF\xBC\x90.\xEF\xBC\x93", "noise=0.3"},
           {"callbacks=earlystopping:patience=5:monitor=val_acc",
            "callbacks=early_stopping:patience=5:monitor=val_acc"}})
    expect_mended({mangled, clean});
}

TEST(MendedLink, ItsNumbers) {
  for (const auto& [mangled, clean] : std::vector<Case>{
           {"noise=0,3", "noise=0.3"},
           {"validation_split=0,25)", "validation_split=0.25"},
           {"optimizer=adam:learning_rate=0,01:beta_1=0,8", "optimizer=adam:learning_rate=0.01:beta_1=0.8"},
           {"layers=dense:8:relu,dropout:0,5,dense:1:sigmoid", "layers=dense:8:relu,dropout:0.5,dense:1:sigmoid"},
           {"data=sheet&sheet=0,05:0,1/0,01:0,99", "data=sheet&sheet=0.05:0.1/0.01:0.99"},
           {"samples=1,000", "samples=1000"},
           {"noise=0,300", "noise=0.3"}})
    expect_mended({mangled, clean});
}

TEST(MendedLink, TakesParametersThatStandByThemselves) {
  for (const auto& [mangled, clean] : std::vector<Case>{
           {"learning_rate=0.1", "optimizer=adam:learning_rate=0.1"},
           {"lr=0,1", "optimizer=adam:learning_rate=0.1"},
           {"optimizer=sgd&learningRate=0.1&momentum=0.9", "optimizer=sgd:learning_rate=0.1:momentum=0.9"},
           {"optimizer=sgd,learning_rate=0.1", "optimizer=sgd:learning_rate=0.1"},
           {"data=clusters&classes=5", "data=clusters:classes=5"},
           {"scene=backprop&learning_rate=0.1", "scene=backprop&optimizer=sgd:learning_rate=0.1"},
           {"loss=huber&delta=2", "loss=huber:delta=2"},
           {"dialect=keras2&optimizer=rmsprop&lr=0.1", "dialect=keras2&optimizer=rmsprop:lr=0.1"}})
    expect_mended({mangled, clean});
  EXPECT_EQ(read_link("learning_rate=0.1").mended,
            "In this link 'learning_rate=0.1' was taken for 'optimizer=adam:learning_rate=0.1'.");
}

TEST(MendedLink, SaysInOneSentenceWhatWasTakenForWhat) {
  EXPECT_EQ(read_link("noise=0,3").mended, "In this link 'noise=0,3' was taken for 'noise=0.3'.");
  EXPECT_EQ(read_link("?data=xor").mended, "In this link '?' was taken for '#'.");
  EXPECT_EQ(read_link("data=xor&amp;noise=0.3&amp;epochs=5").mended, "In this link '&amp;' was taken for '&'.");
  EXPECT_EQ(read_link("Data=Xor").mended, "In this link 'Data' was taken for 'data' and 'data=Xor' for 'data=xor'.");
  EXPECT_EQ(read_link("layers=dense:8:tanh,dense:8:tanh,dense:1:Sigmoid)").mended,
            "In this link 'Sigmoid)' was taken for 'sigmoid'.");
  EXPECT_EQ(read_link("DATA=xor&NOISE=0.1&EPOCHS=5&SEED=2&THEME=dark").mended,
            "In this link 'DATA' was taken for 'data', 'NOISE' for 'noise', 'EPOCHS' for 'epochs' and 2 more.");
}

TEST(MendedLink, ExplainsWhatCouldMeanTwoThings) {
  EXPECT_NE(explained("epochs=1,000").find("received '1,000'; it stays '100'. It could mean '1.000' or '1000'."),
            std::string::npos)
      << explained("epochs=1,000");
  EXPECT_NE(explained("noise=1.000,5").find("received '1.000,5'"), std::string::npos);
  EXPECT_NE(explained("class_weight=1,5;2,5").find("It could mean"), std::string::npos);
  EXPECT_NE(explained("layers=dense:4,relu").find("behind ':', as in dense:4:tanh"), std::string::npos);
  EXPECT_NE(explained("seed=seven").find("received 'seven'"), std::string::npos);
  EXPECT_NE(read_link("activation=relu").complaints.at(0).text.find("an option of a layer"), std::string::npos);
}

TEST(MendedLink, LeavesTwoLearningRatesToWhoWroteThem) {
  const ReadResult read = read_link("optimizer=adam:learning_rate=0.5&learning_rate=0.1");
  ASSERT_EQ(read.complaints.size(), 1U);
  EXPECT_EQ(read.complaints[0].text,
            "learning_rate: optimizer has one of its own: adam:learning_rate=0.5; it is left out");
  EXPECT_EQ(read.complaints[0].given, "learning_rate=0.1");
  EXPECT_EQ(write_link(read.document), "optimizer=adam:learning_rate=0.5");
  EXPECT_EQ(read_link("lr=0.1&learning_rate=0.2").complaints.size(), 1U);
}

TEST(MendedLink, TellsWhatWasGivenAsItStood) {
  for (const char* wrong : {"noise=2", "nosie=0.3", "layers=dense:9999", "weights=%21", "=5", "csv=a%2Cb", "epoch=3"}) {
    const ReadResult read = read_link("data=xor&" + std::string(wrong) + "&Epochs=7");
    ASSERT_EQ(read.complaints.size(), 1U) << wrong;
    EXPECT_EQ(read.complaints[0].given, wrong);
    EXPECT_EQ(read.document.fit.epochs, 7);
  }
}

std::vector<std::string> old_links() {
  std::vector<std::string> links;
  const std::string file = test::read_file(test::source_dir() + "/tests/golden/links.txt");
  for (const std::string_view line : split(file, '\n'))
    if (line.starts_with("link ")) links.emplace_back(line.substr(line.starts_with("link #") ? 6 : 5));
  return links;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}
std::string encoded(std::string_view text) {
  std::string code;
  for (const char c : text) {
    char hex[4];
    std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    code += std::isalnum(static_cast<unsigned char>(c)) ? std::string(1, c) : hex;
  }
  return code;
}
std::string capital_keys(const std::string& text) {
  std::string large;
  bool key = true;
  for (const char c : text) {
    if (c == '&') key = true;
    if (c == '=') key = false;
    large += key ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
  }
  return large;
}

struct Mangling {
  const char* name;
  std::function<std::string(const std::string&)> mangle;
  bool (*harmless)(const std::string& link) = nullptr;  // it says something else then, or nothing was done
};

/// Any text is the name of a column, or a formula: nothing can be told from it.
bool ends_in_free_text(const std::string& link) {
  const auto last = link.rfind('&') == std::string::npos ? 0 : link.rfind('&') + 1;
  for (const char* key : {"target=", "left_out=", "types=", "features="})
    if (link.compare(last, std::string_view(key).size(), key) == 0) return true;
  return false;
}
bool has_free_text(const std::string& link) {
  for (const char* key : {"target=", "left_out=", "types=", "features=", "formula=", "weights=", ":name="})
    if (link.find(key) != std::string::npos) return true;
  return false;
}
bool ends_in_free_text_or_number(const std::string& link) {  // 50. is 50
  return ends_in_free_text(link) || std::isdigit(static_cast<unsigned char>(link.back())) != 0;
}

TEST(MendedLink, EqualsTheCleanOneForEveryOldLink) {
  const std::vector<Mangling> manglings{
      {"?", [](const std::string& l) { return "?" + l; }},
      {"encoded", encoded},
      {"encoded twice", [](const std::string& l) { return encoded(encoded(l)); }},
      {"# encoded too", [](const std::string& l) { return encoded("#" + l); }},
      {"an address", [](const std::string& l) { return "https://example.org/a/index.html#" + l; }},
      {"&amp;", [](const std::string& l) { return replaced(l, "&", "&amp;"); },
       [](const std::string& l) { return l.find('&') == std::string::npos; }},
      {";", [](const std::string& l) { return replaced(l, "&", ";"); }, has_free_text},
      {")", [](const std::string& l) { return l + ")"; }, ends_in_free_text},
      {").", [](const std::string& l) { return l + ")."; }, ends_in_free_text},
      {".", [](const std::string& l) { return l + "."; }, ends_in_free_text_or_number},
      {"a line's end", [](const std::string& l) { return l + "\r\n"; }, ends_in_free_text},
      {"blanks", [](const std::string& l) { return " " + l + " "; }, ends_in_free_text},
      {"capital keys", capital_keys},
      {"a byte-order mark", [](const std::string& l) { return "\xEF\xBB\xBF" + l; }},
  };
  const auto links = old_links();
  EXPECT_GT(links.size(), 50U);
  for (const std::string& link : links)
    for (const Mangling& m : manglings) {
      if (m.harmless && m.harmless(link)) continue;
      SCOPED_TRACE(std::string(m.name) + " of " + link);
      const ReadResult clean = read_link(link), mended = read_link(m.mangle(link));
      EXPECT_EQ(mended.document, clean.document);
      EXPECT_EQ(mended.trained.has_value(), clean.trained.has_value());
      for (const Complaint& c : mended.complaints) ADD_FAILURE() << c.text;
    }
}

TEST(MendedLink, TakesNothingForAnotherWhereAllIsWell) {
  for (const std::string& link : old_links()) EXPECT_EQ(read_link(link).mended, "") << link;
  for (const char* later : {"title=A", "task=b", "hint=c", "goal=val_acc%3E=0.95", "lock=layers", "lang=fr", "poster=1",
                            "scale=2", "keep=a"}) {
    const ReadResult read = read_link(later);
    EXPECT_EQ(read.mended, "");
    EXPECT_EQ(write_link(read.document), later);
  }
}

TEST(MendedLink, IsQuickWithHostileOnes) {
  const auto many = [](std::string_view piece) {
    std::string text;
    while (text.size() + piece.size() < 65'000) text += piece;
    return text;
  };
  for (const char* piece : {"%25", "%25&", "noise=x&", "noise=x;", "data=;a=", "learning_rate=x&", "a=&amp;", ":",
                            "data:", "#?=", "((((", "1,0", "k%3D1&", "\xE2\x80"})
    for (const char* start : {"", "noise="}) read_link(start + many(piece));
}

}  // namespace
}  // namespace chainrule
