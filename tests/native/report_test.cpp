// The report from made-up results: several sets, hostile names, the optional tables.
#include "tools/cli/report.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/image/decode.h"
#include "core/nn/presets.h"
#include "tools/cli/png.h"
#include "tools/cli/svg_charts.h"

using namespace ziffer;
using namespace ziffer::cli;

namespace {

// Three images: a sure right 0, a 1 taken for a 7 at 0.9, a 2 taken for a 7 at 0.6.
SetResult small_set(const std::string& name) {
  SetResult set{.name = name,
                .description = {},
                .evaluation = {},
                .labels = {0, 1, 2},
                .probabilities = std::vector<float>(30),
                .glyphs = std::vector<std::uint8_t>(3 * kGlyphSize)};
  set.probabilities[0] = 1;
  set.probabilities[17] = 0.9F;
  set.probabilities[11] = 0.1F;
  set.probabilities[27] = 0.6F;
  set.probabilities[22] = 0.4F;
  set.evaluation.count = 3;
  set.evaluation.correct = 1;
  set.evaluation.confusion[0][0] = set.evaluation.confusion[1][7] = 1;
  set.evaluation.confusion[2][7] = 1;
  return set;
}

Report small_report() {
  return {.weights_name = "a<b>&\"c\".ziffer",
          .weights_bytes = 1234,
          .network = build(*preset("classic")),
          .training = nullptr,
          .sets = {small_set("<script>one</script>"), small_set("two")},
          .conditions = {{"Noise", "Added.", {{"sigma <8>", 3, 0.5, 0.125}}}},
          .non_digits = {{"letters & signs", 40, 0.975, 0.8}}};
}

}  // namespace

TEST_SUITE("report") {
  TEST_CASE("a PNG is read back as it was written") {
    GrayImage gray(37, 19);
    for (std::size_t i = 0; i < gray.pixels.size(); ++i)
      gray.pixels[i] = static_cast<std::uint8_t>(i * 7);
    const Result<GrayImage> back = decode_image(encode_png(gray));
    REQUIRE(back);
    CHECK(back->width == 37);
    CHECK(back->pixels == gray.pixels);
  }

  TEST_CASE("the worst errors come first, and no more than asked for") {
    const SetResult set = small_set("x");
    const std::vector<WrongAnswer> worst = worst_errors(set);
    REQUIRE(worst.size() == 2);
    CHECK(worst[0].index == 1);
    CHECK(worst[0].label == 1);
    CHECK(worst[0].answer.digit == 7);
    CHECK(worst[1].index == 2);
    CHECK(worst_errors(set, 1).size() == 1);
  }

  TEST_CASE("every set and optional table is in both documents") {
    const Report report = small_report();
    const nlohmann::ordered_json json = report_json(report);
    CHECK(json["sets"].size() == 2);
    CHECK(json["sets"][1]["name"] == "two");
    CHECK(json["conditions"][0]["rows"][0]["ece"] == 0.125);
    CHECK(json["non_digits"][0]["auroc"] == 0.975);
    CHECK(json["training"].is_null());
    const std::string html = report_html(report);
    for (const char* text : {"Noise", "sigma &lt;8&gt;", "0.1250", "letters &amp; signs", "0.9750",
                             "80.00\u00a0%", "1 read as 7", "No training record"}) {
      CHECK_MESSAGE(html.find(text) != std::string::npos, text);
    }
  }

  TEST_CASE("names cannot become markup") {
    const std::string html = report_html(small_report());
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("a&lt;b&gt;&amp;&quot;c&quot;.ziffer") != std::string::npos);
    CHECK(escaped("<&>\"") == "&lt;&amp;&gt;&quot;");
  }

  TEST_CASE("training records of any shape are shown or passed over") {
    Report report = small_report();
    using Json = nlohmann::ordered_json;
    const Json epoch = {{"train_loss", 0.5},
                        {"train_accuracy", 0.75},
                        {"validation_loss", 0.25},
                        {"validation_accuracy", 0.875}};
    for (const Json& broken : {Json({{"history", 3}}), Json({{"history", {1, 2}}}), Json(7),
                               Json({{"history", {{{"train_loss", "x"}}}}})}) {
      report.training = broken;
      CHECK(report_html(report).find("No training record") != std::string::npos);
    }
    for (const int epochs : {1, 2, 40}) {
      report.training = {{"history", Json::array()}, {"best_epoch", 1}};
      for (int i = 0; i < epochs; ++i) report.training["history"].push_back(epoch);
      const std::string html = report_html(report);
      CHECK(html.find("87.50\u00a0%") != std::string::npos);
      CHECK(html.find("nan") == std::string::npos);
      CHECK(html.find("inf") == std::string::npos);
    }
  }

  TEST_CASE("a folder that cannot be made is an error") {
    const auto file = std::filesystem::temp_directory_path() / "ziffer-report-test";
    std::ofstream(file) << "a file";
    CHECK(write_report(small_report(), (file / "folder").string()));
    std::filesystem::remove(file);
    CHECK_FALSE(write_report(small_report(), file.string()));
    CHECK(std::filesystem::file_size(file / "index.html") > 1000);
    std::filesystem::remove_all(file);
  }
}
