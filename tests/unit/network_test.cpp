#include "core/nn/network.h"

#include <doctest/doctest.h>

#include "core/nn/presets.h"

using namespace ziffer;

TEST_SUITE("network") {
  TEST_CASE("classic has the shapes and counts of the report's model summary") {
    const Network network = build(classic());
    REQUIRE(network.stages.size() == 7);
    CHECK(network.parameters.size() == 203434);
    const Stage& first = network.stages[0];
    CHECK(first.name == "conv2d");
    CHECK(first.out == Shape{26, 26, 64});
    CHECK(first.parameter_count() == 640);
    const Stage& second = network.stages[2];
    CHECK(second.name == "conv2d_1");
    CHECK(second.out == Shape{24, 24, 32});
    CHECK(second.parameter_count() == 18464);
    CHECK(network.stages[4].out == Shape{1, 1, 18432});
    const Stage& last = network.stages[6];
    CHECK(last.name == "dense");
    CHECK(last.parameter_count() == 184330);
    CHECK(network.output() == Shape{1, 1, 10});
    CHECK(network.multiply_adds() == 26 * 26 * 64 * 9 + 24 * 24 * 32 * 9 * 64 + 184320);
  }

  TEST_CASE("slices cover the parameter block without gaps") {
    const Network network = build(classic());
    std::size_t next = 0;
    for (const Stage& stage : network.stages) {
      for (const ParameterSlice& slice : stage.slices) {
        CHECK(slice.offset == next);
        std::size_t size = 1;
        for (const int side : slice.shape) size *= static_cast<std::size_t>(side);
        CHECK(slice.size == size);
        next += slice.size;
      }
    }
    CHECK(next == network.parameters.size());
  }

  TEST_CASE("strides and padding give Keras' output sides") {
    const auto side = [](int in, Conv2d conv) {
      return build({"test", {in, in, 1}, {conv}}).output().height;
    };
    CHECK(side(28, {.kernel = 5, .stride = 2, .padding = Padding::kSame}) == 14);
    CHECK(side(27, {.kernel = 5, .stride = 2, .padding = Padding::kSame}) == 14);
    CHECK(side(28, {.kernel = 5, .stride = 2}) == 12);
    CHECK(side(27, {.kernel = 4, .stride = 1}) == 24);
    CHECK(side(3, {.kernel = 3}) == 1);
  }

  TEST_CASE("the description tells architectures apart") {
    Architecture other = classic();
    std::get<Conv2d>(other.layers[0]).filters = 65;
    CHECK(describe(build(classic())) != describe(build(other)));
    CHECK(describe(build(classic())) == describe(build(classic())));
  }

  TEST_CASE("presets have the sizes that are said of them") {
    const auto check = [](const Architecture& architecture, std::size_t parameters,
                          std::int64_t multiply_adds, Shape output = {1, 1, 10},
                          Shape input = {28, 28, 1}) {
      const Network network = build(architecture);
      CAPTURE(network.name);
      CHECK(network.input == input);
      CHECK(network.output() == output);
      CHECK(network.parameters.size() == parameters);
      CHECK(network.multiply_adds() == multiply_adds);
    };
    check(classic(), 203434, 11190528);
    check(modern(), 325578, 15162752);
    check(pen(), 133547, 5087296, {1, 1, 11});
    check(alexnet(), 645258, 11892736);
    check(tiny(), 9658, 1296576);
    check(line(), 161088, 51850560, {1, 35, 16}, {40, 176, 1});
    CHECK(preset_names().size() == 6);
  }

  TEST_CASE("presets are found by their names only") {
    for (const std::string_view name : preset_names()) {
      REQUIRE(preset(name));
      CHECK(preset(name)->name == name);
    }
    CHECK(!preset("Classic"));
    CHECK(!preset(""));
  }
}
