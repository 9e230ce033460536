// SPDX-License-Identifier: MIT
#include "engine/io/weights_text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "engine/base/random.hpp"
#include "engine/document/document.hpp"
#include "engine/io/link.hpp"
#include "tests/engine/files.hpp"

namespace chainrule {
namespace {

using Numbers = std::vector<float>;

std::vector<std::uint32_t> bits(const Numbers& numbers) {
  std::vector<std::uint32_t> all;
  for (const float n : numbers) all.push_back(std::bit_cast<std::uint32_t>(n));
  return all;
}

Numbers drawn(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Numbers numbers(count);
  for (float& n : numbers) n = static_cast<float>(random.normal());
  return numbers;
}

std::string refusal(const std::string& text) {
  return test::message<Error>([&] { unpack_weights(text); });
}

// What Python makes of them: base64.urlsafe_b64encode(zlib.compress(struct.pack('<3f', ...), 9)).rstrip(b'=')
TEST(WeightsText, ReadsWhatPythonWrites) {
  EXPECT_EQ(unpack_weights("eNpjYGiwZ2BQOHD2zBlbABMwBEI"), (Numbers{1, -2.5f, 0.1f}));
  EXPECT_EQ(unpack_weights("eNpjYGCwZxjFo3gUY8UAvdwxOQ"), Numbers(200, 0.5f));
}

TEST(WeightsText, ComesBackBitForBit) {
  const float least = std::numeric_limits<float>::denorm_min(), most = std::numeric_limits<float>::max();
  for (const Numbers& weights : {Numbers{0}, Numbers{-0.0f, least, -least, most, -most, 1e-20f}, Numbers(5000, 0.25f),
                                 drawn(1, 1), drawn(37, 2), drawn(1000, 3), drawn(1400, 4)}) {
    const std::string text = pack_weights(weights);
    EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_EQ(bits(unpack_weights(text)), bits(weights));
  }
  EXPECT_LT(pack_weights(Numbers(5000, 0.25f)).size(), 1000U) << "what repeats itself becomes short";
  for (const float broken : {NAN, INFINITY, -INFINITY}) EXPECT_THROW(pack_weights(Numbers{1, broken}), Error);
}

TEST(WeightsText, RefusesWhatIsNoWeightsInWords) {
  const std::string good = pack_weights(drawn(37, 2));
  EXPECT_NE(refusal("abc$").find("base64url, received '$'"), std::string::npos);
  EXPECT_NE(refusal("abc=").find("received '='"), std::string::npos);
  EXPECT_NE(refusal("abcde").find("ends too early"), std::string::npos);
  for (const std::string& text : {std::string(), std::string("AAAA"), std::string(400, 'A'), std::string(400, '_'),
                                  good.substr(0, good.size() / 2)})
    EXPECT_NE(refusal(text).find("expected deflated data"), std::string::npos) << text;
  EXPECT_NE(refusal(good.substr(0, 60) + (good[60] == 'A' ? "B" : "A") + good.substr(61)), "") << "one letter changed";
  EXPECT_NE(refusal("eNpLTEoGAAJNASc").find("four bytes each, received 3 bytes"), std::string::npos);
  EXPECT_NE(refusal("eNpjYGiwZ2A4UA8ABkIB_w").find("received nan at place 2"), std::string::npos);
  EXPECT_NE(refusal("eNpjYGioBwABgwEA").find("received inf at place 1"), std::string::npos);
  EXPECT_NE(refusal(std::string(8193, 'A')).find("at most 8192 characters, received 8193"), std::string::npos);
}

TEST(WeightsText, NoTextOfFewLettersTakesMuchMemory) {
  const Numbers zeros(1'500'000);  // as many as 8 KB can become
  const std::string bomb = pack_weights(zeros);
  EXPECT_GT(bomb.size(), limits::trained_link) << "stb's compressor is no match for a hostile one";
  EXPECT_NE(refusal(bomb), "");
}

TEST(WeightsInLinks, StandBehindTheRest) {
  const Document document = read_link("data=xor").document;
  const Trained trained{drawn(37, 5), {}, 120};
  const TrainedLink written = write_link(document, trained);
  EXPECT_TRUE(written.has_weights);
  EXPECT_EQ(written.link, "data=xor&weights=" + pack_weights(trained.weights) + "&epoch=120");
  const ReadResult read = read_link("#" + written.link);
  for (const Complaint& c : read.complaints) ADD_FAILURE() << c.text;
  EXPECT_EQ(read.document, document);
  ASSERT_TRUE(read.trained);
  EXPECT_EQ(bits(read.trained->weights), bits(trained.weights));
  EXPECT_EQ(read.trained->epochs(), 120);
  EXPECT_TRUE(read.has("weights"));
  EXPECT_EQ(write_link(default_document(), {drawn(37, 5), {}, 0}).link, "weights=" + pack_weights(trained.weights))
      << "no epoch: as drawn";
  History history;
  history.append({{"loss", 1}});
  EXPECT_NE(write_link(document, {drawn(3, 1), history, 0}).link.find("&epoch=1"), std::string::npos)
      << "the history tells the epoch too";
}

TEST(WeightsInLinks, AreLeftOutWhereTheyDoNotFit) {
  const Document document = read_link("data=xor").document;
  std::size_t last = 0;
  for (const std::size_t count : {1000U, 1400U, 1500U, 1520U, 1530U, 1540U, 1600U, 100'000U, 2'000'000U}) {
    const TrainedLink written = write_link(document, {drawn(count, 1), {}, 7});
    if (written.has_weights) {
      EXPECT_LE(written.link.size(), limits::trained_link);
      EXPECT_EQ(last, 0U) << count;
      EXPECT_EQ(read_link(written.link).trained->weights.size(), count);
    } else {
      EXPECT_EQ(written.link, "data=xor");
      last = count;
    }
  }
  EXPECT_EQ(last, 2'000'000U);
  EXPECT_TRUE(write_link(document, {drawn(1400, 1), {}, 7}).has_weights);
  EXPECT_FALSE(write_link(document, {{1, NAN}, {}, 7}).has_weights);
  EXPECT_FALSE(write_link(document, Trained{}).has_weights);
  EXPECT_FALSE(write_link(document, {{1}, {}, limits::trained_epochs + 1}).has_weights);
}

TEST(WeightsInLinks, AreComplainedAboutInASentence) {
  const auto complaint = [](const std::string& link) {
    const ReadResult read = read_link(link);
    EXPECT_EQ(read.document, default_document());
    EXPECT_EQ(read.complaints.size(), 1U) << link;
    return read.complaints.empty() ? std::string() : read.complaints[0].text;
  };
  const std::string good = pack_weights(drawn(37, 5));
  EXPECT_EQ(complaint("weights=a$cd"),
            "weights: expected weights in base64url, received '$' among them; it is left out");
  EXPECT_EQ(complaint("epoch=3"), "epoch: expected weights with it, received none; it is left out");
  EXPECT_EQ(complaint("weights=" + good + "&epoch=-1"),
            "epoch: expected epoch as a whole number between 0 and 100000, received '-1'; it is left out");
  EXPECT_NE(read_link("weihgts=" + good).complaints[0].text.find("did you mean 'weights'?"), std::string::npos);
  EXPECT_FALSE(read_link("weights=AAAA").trained);
  EXPECT_EQ(read_link("epoch=9&weights=" + good + "&weights=AAAA").trained->epochs(), 9) << "the good ones stay";
}

}  // namespace
}  // namespace chainrule
