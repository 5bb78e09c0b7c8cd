// The shipped weights through the whole core.
#include "core/recognizer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>

#include "core/image/resample.h"
#include "core/ink/crop.h"
#include "core/page/quarter_turn.h"
#include "core/signature.h"
#include "core/train/page_composer.h"
#include "core/train/rng.h"
#include "core/train/sheets.h"
#include "tests/support/png_writer.h"
#include "tests/support/script.h"

using namespace ziffer;

namespace {

std::vector<std::uint8_t> file_bytes(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Recognizer shipped() {
  Result<Recognizer> recognizer = Recognizer::load(file_bytes(ZIFFER_WEIGHTS));
  REQUIRE(recognizer);
  return std::move(recognizer).value();
}

const std::vector<Stroke> kSeven = {{{60, 50}, {140, 50}, {95, 160}}};

std::vector<Stroke> moved(std::vector<Stroke> strokes, float dx, float dy, float scale = 1) {
  for (Stroke& stroke : strokes) {
    for (Point& p : stroke) p = {p.x * scale + dx, p.y * scale + dy};
  }
  return strokes;
}

}  // namespace

TEST_SUITE("recognizer") {
  TEST_CASE("a drawn seven is read, with its box and ten probabilities") {
    Recognizer recognizer = shipped();
    const Result<Reading> reading = recognizer.read_strokes(kSeven, 14, 200, 200);
    REQUIRE(reading);
    CHECK(reading->text() == "7");
    CHECK(reading->width == 200);
    REQUIRE(reading->symbols.size() == 1);
    const Symbol& symbol = reading->symbols[0];
    CHECK(symbol.confidence > 0.9F);
    CHECK(reading->confidence() == symbol.confidence);
    float sum = 0;
    for (const float p : symbol.probabilities) sum += p;
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));
    CHECK(symbol.box.left == doctest::Approx(53).epsilon(0.03));
    CHECK(symbol.box.bottom == doctest::Approx(167).epsilon(0.03));
  }

  TEST_CASE("a zigzag is refused as no digit") {
    Recognizer recognizer = shipped();
    Stroke zigzag;
    for (int i = 0; i < 14; ++i)
      zigzag.push_back({40.0F + 9 * static_cast<float>(i), i % 2 == 0 ? 60.0F : 140.0F});
    const Result<Reading> reading =
        recognizer.read_strokes(std::vector<Stroke>{zigzag}, 8, 200, 200);
    REQUIRE(reading);
    CHECK(reading->text() == "?");
    CHECK(reading->rejected());
    CHECK(reading->symbols[0].refusal == Refusal::kNoDigit);
  }

  TEST_CASE("a box known to hold one digit gives one symbol, refused where it is bare") {
    Recognizer recognizer = shipped();
    std::vector<Stroke> sevens = kSeven;
    sevens.push_back(moved(kSeven, 110, 0)[0]);
    const Result<InkImage> ink = draw_strokes(sevens, 14, 320, 200);
    REQUIRE(ink);
    const GrayImage two = black_on_white(*ink);  // which read_picture() takes for 77
    const Result<Reading> pair = recognizer.read_digit(testing::write_png(two));
    REQUIRE(pair);
    CHECK(pair->symbols.size() == 1);
    CHECK(recognizer.read_picture(testing::write_png(two))->text() == "77");
    CHECK(pair->rejected());
    const Result<Reading> bare = recognizer.read_digit(testing::write_png(GrayImage(60, 60, 200)));
    REQUIRE(bare);
    CHECK(bare->rejected());
    CHECK(!recognizer.read_digit({}));
  }

  TEST_CASE("the edge of a shadow on a small picture is no digit") {
    Recognizer recognizer = shipped();
    const Result<InkImage> ink = draw_strokes(moved(kSeven, -20, -10, 0.6F), 6, 240, 240);
    REQUIRE(ink);
    GrayImage picture = black_on_white(*ink);
    for (int y = 0; y < 240; ++y) {
      for (int x = 0; x < 240; ++x) {
        const double light = x + y > 260 ? 0.55 : 0.85;
        picture.at(x, y) = static_cast<std::uint8_t>(60 + (picture.at(x, y) - 60) * light * 0.7);
      }
    }
    const std::vector<std::uint8_t> png = testing::write_png(picture);
    const Result<Reading> reading = recognizer.read_picture(png);
    REQUIRE(reading);
    CHECK(reading->text() == "7");
    CHECK(reading->symbols[0].box.width() < 80);
    Explanation explanation;
    REQUIRE(recognizer.read_picture(png, &explanation));
    CHECK(explanation.ink.box.width() < 80);
    CHECK(!explanation.layers.empty());
    CHECK(recognizer.read_digit(png)->text() == "7");
  }

  TEST_CASE("a digit in a shadow that runs off a small picture is read, not the shadow") {
    Recognizer recognizer = shipped();
    for (const Point& place : {Point{20, 60}, Point{100, 120}}) {  // in the shade, in the light
      CAPTURE(place.x);
      const Result<InkImage> ink = draw_strokes(moved(kSeven, place.x, place.y, 0.4F), 5, 240, 240);
      REQUIRE(ink);
      GrayImage picture = black_on_white(*ink);
      Rng rng({47});
      for (int y = 0; y < 240; ++y) {
        for (int x = 0; x < 240; ++x) {
          // An edge a few pixels wide, and light that falls off towards it.
          const double from_edge = 1.7 * x + y - 330;
          const double shade = 0.55 - 0.08 * std::exp(std::min(0.0, from_edge) / 60);
          const double light = shade + (0.9 - shade) / (1 + std::exp(-from_edge / 2));
          const double level = (60 + (picture.at(x, y) - 60) * 0.7) * light + 2 * rng.normal();
          picture.at(x, y) = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
        }
      }
      const std::vector<std::uint8_t> png = testing::write_png(picture);
      const Result<Reading> reading = recognizer.read_picture(png);
      REQUIRE(reading);
      CHECK(reading->text() == "7");
      CHECK(recognizer.read_digit(png)->text() == "7");
    }
  }

  TEST_CASE("a digit photographed close, in its place on the picture") {
    Recognizer recognizer = shipped();
    for (const float scale : {2.0F, 3.5F}) {
      CAPTURE(scale);
      const Result<InkImage> ink =
          draw_strokes(moved(kSeven, 120, 160, scale), 22 * scale, 960, 960);
      REQUIRE(ink);
      GrayImage picture(960, 960);
      Rng rng({48});
      for (int y = 0; y < 960; ++y) {
        for (int x = 0; x < 960; ++x) {
          const double light = 190 - 0.03 * x - 0.02 * y;
          const double level = light * (1 - 0.6 * ink->at(x, y) / 255) + 4 * rng.normal();
          picture.at(x, y) = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
        }
      }
      const std::vector<std::uint8_t> png = testing::write_png(picture);
      Explanation explanation;
      const Result<Reading> reading = recognizer.read_picture(png, &explanation);
      REQUIRE(reading);
      CHECK(reading->text() == "7");
      CHECK(reading->width == 960);
      const Box drawn = ink_box(*ink);
      const Box& box = reading->symbols[0].box;
      CHECK(std::abs(box.left - drawn.left) < 12);
      CHECK(std::abs(box.bottom - drawn.bottom) < 12);
      CHECK(reading->numbers[0].box == box);
      // The explanation's ink lies on the box, too.
      const Plane& own = explanation.ink.ink;
      CHECK(std::abs(explanation.origin.x - static_cast<float>(box.left)) < 12);
      CHECK(std::abs(explanation.origin.y + static_cast<float>(own.height) * explanation.down.y -
                     static_cast<float>(box.bottom)) < 12);
      CHECK(explanation.paper.width == box.width());
      const Result<Reading> digit = recognizer.read_digit(png);
      REQUIRE(digit);
      CHECK(digit->text() == "7");
      CHECK(digit->width == 960);
      CHECK(digit->numbers[0].box == Box{0, 0, 960, 960});
    }
  }

  TEST_CASE("a digit that a crop cuts close stays what it is") {
    Recognizer recognizer = shipped();
    for (const int side : {90, 160}) {
      CAPTURE(side);
      const Result<InkImage> ink = draw_strokes(kSeven, 12, 400, 400);
      REQUIRE(ink);
      GrayImage close;
      static_cast<Plane&>(close) = resized(cropped(*ink, ink_box(*ink)), side, side);
      Rng rng({48});
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          const float level = 210 - 0.5F * static_cast<float>(close.at(x, y)) -
                              30 * static_cast<float>(x) / static_cast<float>(side) +
                              3 * rng.normal();
          close.at(x, y) = static_cast<std::uint8_t>(level);
        }
      }
      const Result<Reading> reading = recognizer.read_picture(testing::write_png(close));
      REQUIRE(reading);
      CHECK(reading->text() == "7");
    }
  }

  TEST_CASE("on a page a lone refused word, or a stroke that runs off it, is no number") {
    Recognizer recognizer = shipped();
    Stroke zigzag;
    for (int i = 0; i < 14; ++i)
      zigzag.push_back({240.0F + 9 * static_cast<float>(i), i % 2 == 0 ? 260.0F : 340.0F});
    const auto page = [&](const Stroke& stroke, int side) {
      return testing::write_png(
          black_on_white(draw_strokes(std::vector<Stroke>{stroke}, 8, side, side).value()));
    };
    CHECK(recognizer.read_picture(page(zigzag, 900)).error().code == ErrorCode::kNoInk);
    CHECK(recognizer.read_picture(page(zigzag, 500))->text() == "?");
    const Stroke upright = {{400, 300}, {402, 420}};
    CHECK(recognizer.read_picture(page(upright, 900))->text() == "1");
    const Stroke off = {{400, -20}, {402, 120}};
    CHECK(recognizer.read_picture(page(off, 900)).error().code == ErrorCode::kNoInk);
  }

  TEST_CASE("a lone upright stroke is a 1 among numbers, and nothing among what is no number") {
    Recognizer recognizer = shipped();
    const auto page = [&](bool numbers) {
      std::vector<Stroke> strokes;
      for (int n = 0; n < 9; ++n) {
        const float x = 150 + 250 * static_cast<float>(n % 3);
        const float y = 150 + 250 * static_cast<float>(n / 3);
        if (n == 4) {
          strokes.push_back({{x + 20, y}, {x + 22, y + 60}});
        } else if (numbers) {
          for (Stroke& stroke : moved(kSeven, x - 40, y - 30, 0.6F))
            strokes.push_back(std::move(stroke));
        } else {
          Stroke zigzag;
          for (int i = 0; i < 10; ++i)
            zigzag.push_back({x + 9 * static_cast<float>(i), i % 2 == 0 ? y : y + 60});
          strokes.push_back(std::move(zigzag));
        }
      }
      return testing::write_png(black_on_white(draw_strokes(strokes, 6, 900, 900).value()));
    };
    const Result<Reading> among_numbers = recognizer.read_picture(page(true));
    REQUIRE(among_numbers);
    CHECK(among_numbers->text() == "7 7 7 7 1 7 7 7 7");
    CHECK(recognizer.read_picture(page(false)).error().code == ErrorCode::kNoInk);
  }

  TEST_CASE("what is left out does not speak for the rest: stains are no numbers") {
    // Every page has a few upright blots, which must not make each other 1s.
    Recognizer recognizer = shipped();
    std::size_t invented = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      Rng rng({61, seed});
      const GrayImage stains =
          numberless_page(NumberlessPage::kTexture, {}, photographed_pages(), rng);
      const Result<Reading> reading = recognizer.read_picture(testing::write_png(stains));
      if (reading) invented += reading->numbers.size();
    }
    CHECK(invented == 0);
  }

  TEST_CASE("place and size of a drawing do not change the answer") {
    Recognizer recognizer = shipped();
    for (const float scale : {0.2F, 0.5F, 2.0F}) {
      const Result<Reading> reading =
          recognizer.read_strokes(moved(kSeven, 300, 100, scale), 14 * scale, 800, 600);
      REQUIRE(reading);
      CHECK(reading->text() == "7");
    }
  }

  TEST_CASE("digits side by side are read from left to right, in whatever order they were drawn") {
    Recognizer recognizer = shipped();
    std::vector<Stroke> strokes = moved(kSeven, 200, 0);
    strokes.push_back({{100, 40}, {100, 160}});
    const Result<Reading> reading = recognizer.read_strokes(strokes, 14, 800, 200);
    REQUIRE(reading);
    CHECK(reading->text() == "17");
    CHECK(reading->confidence() ==
          doctest::Approx(reading->symbols[0].confidence * reading->symbols[1].confidence));
  }

  TEST_CASE("a small digit just above a number is what was carried; anywhere else it is a number") {
    Recognizer recognizer = shipped();
    const auto read_with_small_seven_at = [&](float x, float y) {
      std::vector<Stroke> strokes = moved(kSeven, 0, 150);
      for (const Stroke& stroke : moved(kSeven, 120, 150)) strokes.push_back(stroke);
      for (const Stroke& stroke : moved(kSeven, x, y, 0.4F)) strokes.push_back(stroke);
      const Result<Reading> reading = recognizer.read_strokes(strokes, 8, 600, 500);
      REQUIRE(reading);
      CHECK(reading->symbols.size() ==
            reading->numbers.back().first + reading->numbers.back().count);
      return reading->text();
    };
    CHECK(read_with_small_seven_at(120, 120) == "77");
    CHECK(read_with_small_seven_at(480, 180) == "77 7");  // beside it
    CHECK(read_with_small_seven_at(120, 400) == "77 7");  // below it
    CHECK(read_with_small_seven_at(120, -15) == "7 77");  // far above it

    // Nor is a digit as large as those below it, on a line that climbs.
    std::vector<Stroke> climbing = moved(kSeven, 0, 80);
    for (int i = 0; i < 5; ++i) {
      const auto step = static_cast<float>(i);
      for (const Stroke& stroke : moved(kSeven, 110 * step, 350 - 40 * step))
        climbing.push_back(stroke);
    }
    const Result<Reading> both = recognizer.read_strokes(climbing, 8, 800, 600);
    REQUIRE(both);
    CHECK(both->text() == "7 77777");

    // Nor what is longer than a carry, above a number with a digit far taller than the rest.
    std::vector<Stroke> long_stem;
    for (int i = 0; i < 4; ++i) {
      for (const Stroke& stroke : moved(kSeven, 110 * static_cast<float>(i), 160))
        long_stem.push_back(stroke);
    }
    long_stem.back().push_back({long_stem.back().back().x - 22, 382});
    for (const float x : {30.0F, 140.0F, 250.0F}) {
      for (const Stroke& stroke : moved(kSeven, x, 0)) long_stem.push_back(stroke);
    }
    CHECK(recognizer.read_strokes(long_stem, 8, 600, 500)->text() == "777 7777");

    // A 1 may be nearly as tall, if it stands close.
    const auto read_below = [&](const Stroke& above) {
      std::vector<Stroke> strokes = moved(kSeven, 0, 150);
      for (const Stroke& stroke : moved(kSeven, 120, 150)) strokes.push_back(stroke);
      strokes.push_back(above);
      return recognizer.read_strokes(strokes, 8, 600, 500)->text();
    };
    CHECK(read_below({{220, 100}, {218, 180}}) == "77");
    CHECK(read_below({{220, 75}, {218, 175}}) == "1 77");  // as tall as they are
    CHECK(read_below({{220, 50}, {218, 130}}) == "1 77");  // a line above them
  }

  TEST_CASE("digits that came apart so that no word is a number are read as one number") {
    Recognizer recognizer = shipped();
    REQUIRE(!recognizer.add_lines(file_bytes(ZIFFER_LINE_WEIGHTS)));
    std::vector<Stroke> strokes;
    for (const float x : {0.0F, 58.0F}) {  // 2s without what holds their tops
      strokes.push_back({{x + 34, 28}, {x + 44, 19}, {x + 58, 16}, {x + 68, 20}});
      strokes.push_back({{x + 73, 30},
                         {x + 70, 42},
                         {x + 58, 56},
                         {x + 40, 68},
                         {x + 24, 74},
                         {x + 22, 66},
                         {x + 34, 61},
                         {x + 60, 68},
                         {x + 82, 70}});
    }
    const GrayImage picture = black_on_white(draw_strokes(strokes, 7, 190, 95).value());
    const Result<Reading> reading = recognizer.read_picture(testing::write_png(picture));
    REQUIRE(reading);
    CHECK(reading->text() == "22");
    Explanation explanation;
    explanation.symbol = 1;
    CHECK(recognizer.read_picture(testing::write_png(picture), &explanation)->text() == "22");
    CHECK(explanation.paper.width == reading->symbols[1].box.width());
    CHECK(normalize(explanation.ink.ink) == reading->symbols[1].glyph);
  }

  TEST_CASE("an explanation holds what the symbol was made of, and changes nothing") {
    Recognizer recognizer = shipped();
    std::vector<Stroke> strokes = kSeven;
    strokes.push_back({{300, 40}, {300, 160}});
    const Result<Reading> plain = recognizer.read_strokes(strokes, 14, 400, 200);
    REQUIRE(plain);
    REQUIRE(plain->text() == "71");
    for (const std::size_t symbol : {std::size_t{0}, std::size_t{1}}) {
      Explanation explanation;
      explanation.symbol = symbol;
      const Result<Reading> reading = recognizer.read_strokes(strokes, 14, 400, 200, &explanation);
      REQUIRE(reading);
      CHECK(reading->text() == "71");
      const Symbol& read = reading->symbols[symbol];
      Registration registration;
      CHECK(normalize(explanation.ink.ink, &registration) == read.glyph);
      CHECK(explanation.paper.pixels.empty());
      CHECK(static_cast<int>(explanation.origin.x) == read.box.left);
      CHECK(static_cast<int>(explanation.origin.y) == read.box.top);
      CHECK(std::max(registration.width, registration.height) == kGlyphBox);
      // The ink's bounding box in the glyph is where it was placed.
      CHECK(registration.box == explanation.registration.box);
      CHECK(std::abs(static_cast<float>(registration.left) + registration.mass_x - 14) <= 0.5F);
      Symbol decided;
      decide(explanation.layers.back().values, recognizer.calibration(), decided);
      for (std::size_t k = 0; k < kClasses; ++k)
        CHECK(decided.probabilities[k] == doctest::Approx(read.probabilities[k]));
    }
    Explanation none;
    none.symbol = 2;
    CHECK(recognizer.read_strokes(strokes, 14, 400, 200, &none));
    CHECK(none.layers.empty());

    const Result<InkImage> ink = draw_strokes(strokes, 14, 400, 200);
    REQUIRE(ink);
    Explanation picture;
    picture.symbol = 1;
    const Result<Reading> reading =
        recognizer.read_picture(testing::write_png(black_on_white(*ink)), &picture);
    REQUIRE(reading);
    CHECK(picture.paper.width == reading->symbols[1].box.width());
    CHECK(picture.paper.height == reading->symbols[1].box.height());
  }

  TEST_CASE(
      "a number on a sheet on a desk hardly darker than it is read, the sheet's edges are not") {
    Recognizer recognizer = shipped();
    for (const double around : {0.62, 0.7, 0.78}) {
      CAPTURE(around);
      Script script(700, 800);
      script.write("5", 250, 200, 60);
      const Result<Reading> lone =
          recognizer.read_picture(testing::write_png(on_desk(script.photo(6), 130, around)));
      REQUIRE(lone);
      CHECK(lone->text() == "5");
    }
  }

  TEST_CASE("numbers on a small picture of a sheet on a desk are read, in their place") {
    Recognizer recognizer = shipped();
    for (const double around : {0.35, 0.7}) {
      CAPTURE(around);
      for (const int scale : {2, 4}) {
        CAPTURE(scale);
        Script script(90 * scale, 70 * scale);
        const auto height = static_cast<float>(11 * scale);
        const Box box = script.write("2035", 2 * height, height, height);
        script.write("4", 3 * height, 4 * height, height);
        script.write("7", 6 * height, 4 * height, height);
        const int margin = 15 * scale;
        const Result<Reading> read =
            recognizer.read_picture(testing::write_png(on_desk(script.photo(4), margin, around)));
        REQUIRE(read);
        CHECK(read->text() == "2035 4 7");
        CHECK(std::abs(read->numbers[0].box.left - (box.left + margin)) <= 3);
        CHECK(std::abs(read->numbers[0].box.bottom - (box.bottom + margin)) <= 3);
      }
    }
  }

  TEST_CASE("shade that runs off a small picture of bare paper is no digit") {
    Recognizer recognizer = shipped();
    const auto soft = [](double from_edge, double width) {
      return 1 / (1 + std::exp(-from_edge / width));
    };
    using Light = std::function<double(double, double)>;  // at x and y, of the picture's sides
    const Light corner = [&](double x, double y) {
      return 1 - 0.3 * soft(x - 0.8 * y - 0.4, 0.01);
    };
    const Light side = [&](double x, double y) {
      return 1 - 0.4 * soft(x + 0.15 * y - 0.8, 0.005);
    };
    for (const Light& light : {corner, side}) {
      for (const int width : {210, 420}) {
        GrayImage picture(width, width * 4 / 3);
        Rng rng({48});
        for (int y = 0; y < picture.height; ++y) {
          for (int x = 0; x < picture.width; ++x) {
            const double level = 220 * light(1.0 * x / picture.width, 1.0 * y / picture.height);
            picture.at(x, y) = static_cast<std::uint8_t>(level + 2 * rng.normal());
          }
        }
        const Result<Reading> reading = recognizer.read_picture(testing::write_png(picture));
        const std::string text = reading ? reading->text() : "?";
        CAPTURE(width);
        CAPTURE(light(1, 0));
        CHECK(text.find_first_not_of("? ") == std::string::npos);
      }
    }
  }

  TEST_CASE("what is written in a shadow on a sheet is read, though the desk is as dark") {
    Recognizer recognizer = shipped();
    Script script(700, 800);
    script.write("2035", 60, 150, 50);
    script.write("4735", 420, 300, 50);
    GrayImage page = script.photo(6);
    for (int y = 0; y < page.height; ++y) {
      for (int x = 340; x < page.width; ++x)
        page.at(x, y) = static_cast<std::uint8_t>(page.at(x, y) * 0.65);
    }
    const Result<Reading> reading =
        recognizer.read_picture(testing::write_png(on_desk(page, 130, 0.7)));
    REQUIRE(reading);
    CHECK(reading->text() == "2035 4735");
  }

  TEST_CASE("a page taken sideways or upside down is read, its boxes stay where they are on it") {
    Recognizer recognizer = shipped();
    Script script(1000, 700);
    script.write("2035", 150, 150, 60);
    script.write("4765", 500, 160, 60);
    script.write("539", 200, 400, 60);
    const GrayImage upright = script.photo(7);
    const Result<Reading> read = recognizer.read_picture(testing::write_png(upright));
    REQUIRE(read);
    REQUIRE(read->text() == "2035 4765 539");
    GrayImage page = upright;
    for (int turns = 1; turns < 4; ++turns) {
      CAPTURE(turns);
      page = quarter_turned(page);
      const std::vector<std::uint8_t> png = testing::write_png(page);
      Explanation explanation;
      explanation.symbol = 1;
      const Result<Reading> turned = recognizer.read_picture(png, &explanation);
      REQUIRE(turned);
      CHECK(turned->text() == read->text());
      CHECK(turned->width == page.width);
      CHECK(turned->height == page.height);
      REQUIRE(turned->symbols.size() == read->symbols.size());
      const TurnBack back{turns, page.width, page.height, upright.width, upright.height};
      const auto is_near = [](const Box& a, const Box& b) {
        return std::abs(a.left - b.left) + std::abs(a.top - b.top) + std::abs(a.right - b.right) +
                   std::abs(a.bottom - b.bottom) <=
               8;
      };
      for (std::size_t i = 0; i < read->symbols.size(); ++i)
        CHECK(is_near(back.box(turned->symbols[i].box), read->symbols[i].box));
      for (std::size_t i = 0; i < read->numbers.size(); ++i)
        CHECK(is_near(back.box(turned->numbers[i].box), read->numbers[i].box));
      // The first pixel of the explained ink, upright, is a corner of its box on the turned page.
      const Box& zero = turned->symbols[1].box;
      CHECK(explanation.paper.width == zero.width());
      CHECK(explanation.paper.height == zero.height());
      CHECK(explanation.origin.x ==
            doctest::Approx(turns == 3 ? zero.left : zero.right).epsilon(0.02));
      CHECK(explanation.origin.y ==
            doctest::Approx(turns == 1 ? zero.top : zero.bottom).epsilon(0.02));
      CHECK(explanation.across.y == doctest::Approx(turns == 1 ? 1 : turns == 3 ? -1 : 0));
      CHECK(explanation.across.x == doctest::Approx(turns == 2 ? -1 : 0));
    }
  }

  TEST_CASE("lines are counted by the numbers on them, not by what is none") {
    Recognizer recognizer = shipped();
    Script script(1000, 900);
    for (int i = 0; i < 5; ++i) {
      const float x = 150 + 70.0F * static_cast<float>(i);
      script.line(x, 100, x + 45, 160);
      script.line(x + 45, 100, x, 160);
    }
    script.write("2035", 150, 350, 60);
    script.write("47", 600, 350, 60);
    script.write("539", 200, 600, 60);
    const Result<Reading> read = recognizer.read_picture(testing::write_png(script.photo(7)));
    REQUIRE(read);
    REQUIRE(read->text() == "2035 47 539");
    CHECK(read->numbers[0].line == 0);
    CHECK(read->numbers[1].line == 0);
    CHECK(read->numbers[2].line == 1);
  }

  TEST_CASE("a small picture of several numbers is a page: it may be upside down") {
    Recognizer recognizer = shipped();
    Script script(500, 350);
    script.write("2035", 75, 75, 30);
    script.write("4765", 250, 80, 30);
    script.write("539", 100, 200, 30);
    script.write("7342", 270, 205, 30);
    const GrayImage upright = script.photo(4);
    const Result<Reading> read = recognizer.read_picture(testing::write_png(upright));
    REQUIRE(read);
    CHECK(read->text() == "2035 4765 539 7342");
    const GrayImage page = quarter_turned(quarter_turned(upright));
    Explanation explanation;
    explanation.symbol = 5;
    const Result<Reading> turned = recognizer.read_picture(testing::write_png(page), &explanation);
    REQUIRE(turned);
    CHECK(turned->text() == read->text());
    REQUIRE(turned->symbols.size() == 15);
    for (std::size_t i = 0; i < turned->symbols.size(); ++i) {
      const Box& a = turned->symbols[i].box;
      const Box& b = read->symbols[i].box;
      CHECK(std::abs(a.left - (500 - b.right)) <= 3);
      CHECK(std::abs(a.top - (350 - b.bottom)) <= 3);
      CHECK(std::abs(a.height() - b.height()) <= 3);
    }
    CHECK(explanation.paper.height == turned->symbols[5].box.height());
    CHECK(explanation.across.x < 0);
  }

  TEST_CASE("bad drawings and bad bytes are errors by name, and the next reading works") {
    Recognizer recognizer = shipped();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(recognizer.read_strokes({}, 14, 200, 200).error().code == ErrorCode::kNoInk);
    const std::vector<Stroke> broken = {{{1, 1}, {nan, 2}}};
    CHECK(recognizer.read_strokes(broken, 14, 200, 200).error().code ==
          ErrorCode::kInvalidArgument);
    CHECK(recognizer.read_strokes(kSeven, 14, 0, 200).error().code == ErrorCode::kInvalidArgument);
    CHECK(recognizer.read_strokes(kSeven, nan, 200, 200).error().code ==
          ErrorCode::kInvalidArgument);
    CHECK(recognizer.read_picture({}).error().code == ErrorCode::kEmptyInput);
    const std::vector<std::uint8_t> text = {'h', 'e', 'l', 'l', 'o'};
    CHECK(recognizer.read_picture(text).error().code == ErrorCode::kUnsupportedFormat);
    CHECK(recognizer.read_strokes(kSeven, 14, 200, 200));
  }

  TEST_CASE("the shipped weights read the signature's drawings") {
    Recognizer recognizer = shipped();
    const std::string line = signature(recognizer);
    CAPTURE(line);
    int right = 0;
    int drawn = 0;
    REQUIRE(std::sscanf(line.c_str(), "pen %d/%d", &right, &drawn) == 2);
    CHECK(drawn == 66);
    CHECK(right >= 60);
    CHECK(line == signature(recognizer));
  }
}
