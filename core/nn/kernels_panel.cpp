// The register-tiled product behind direct convolution and behind Winograd's domain.
//
// A tile of kRows x (kVectors packets) of `out` stays in registers for the whole depth. Each step
// of the depth loads kVectors packets of b and one broadcast value for each row: kRows * kVectors
// multiply-adds for kRows + kVectors loads. With 16 registers that is 6 x 2 (12 sums, 2 of b, 1
// broadcast), with AVX-512's 32 it is 12 x 2.
#include <algorithm>
#include <array>
#include <utility>

#include "core/nn/kernels_isa.h"

namespace ziffer::ZIFFER_ISA {
namespace {

constexpr int kTileRows = kLanes == 16 ? 12 : 6;
constexpr int kUnroll = 4;
// The last, one packet wide panel comes up where channels are no multiple of two packets: in tests
// and in training, not in any network that ships. WebAssembly takes its rows one by one and saves
// five copies of the loop.
#ifdef __EMSCRIPTEN__
constexpr int kOneWideRows = 1;
#else
constexpr int kOneWideRows = kTileRows;
#endif

template <int kRows, int kVectors>
struct Sums {
  Packet at[kRows][kVectors];
};

// One step of the depth: step k of this piece of every row.
template <int kRows, int kVectors>
inline void accumulate(Sums<kRows, kVectors>& sums, const float* const (&in)[kRows], const float* b,
                       int k) {
  Packet factors[kVectors];
  for (int v = 0; v < kVectors; ++v) factors[v] = load(b + (k * kVectors + v) * kLanes);
  for (int r = 0; r < kRows; ++r) {
    const Packet value = splat(in[r][k]);
    for (int v = 0; v < kVectors; ++v)
      sums.at[r][v] = multiply_add(value, factors[v], sums.at[r][v]);
  }
}

// The products of kRows rows with panels `column`, `column + width`, ... as long as whole panels
// last. kRun is p.run if that is known (a first layer's window on one channel: three steps), else
// 0.
template <int kRows, int kVectors, int kRun>
void panels(const PanelProduct& p, int first_row, int first_column, int end_column) {
  constexpr int kWidth = kVectors * kLanes;
  const float* rows[kRows];
  for (int r = 0; r < kRows; ++r) rows[r] = p.in + p.in_offsets[first_row + r];
  const float* b = p.panels + std::ptrdiff_t{first_column} * p.runs * p.run;
  const Packet floor = splat(p.floor);
  for (int column = first_column; column < end_column; column += kWidth) {
    Sums<kRows, kVectors> sums;
    for (int v = 0; v < kVectors; ++v) {
      const Packet bias = load(p.bias + column + v * kLanes);
      for (int r = 0; r < kRows; ++r) sums.at[r][v] = bias;
    }
    for (int piece = 0; piece < p.runs; ++piece) {
      const float* in[kRows];
      for (int r = 0; r < kRows; ++r) in[r] = rows[r] + std::ptrdiff_t{piece} * p.pitch;
      if constexpr (kRun > 0) {
        for (int k = 0; k < kRun; ++k) accumulate(sums, in, b, k);
        b += kRun * kWidth;
      } else {
        int k = 0;
        for (; k + kUnroll <= p.run; k += kUnroll) {
          for (int u = 0; u < kUnroll; ++u) accumulate(sums, in, b, u);
          for (int r = 0; r < kRows; ++r) in[r] += kUnroll;
          b += kUnroll * kWidth;
        }
        for (; k < p.run; ++k) {
          accumulate(sums, in, b, 0);
          for (int r = 0; r < kRows; ++r) ++in[r];
          b += kWidth;
        }
      }
    }
    const int columns = p.columns - column;
    for (int r = 0; r < kRows; ++r) {
      float* const out = p.out + p.out_offsets[first_row + r] + column;
      if (columns >= kWidth) {
        for (int v = 0; v < kVectors; ++v) store(out + v * kLanes, maximum(sums.at[r][v], floor));
      } else {
        float last[kWidth];
        for (int v = 0; v < kVectors; ++v) store(last + v * kLanes, maximum(sums.at[r][v], floor));
        std::copy_n(last, columns, out);
      }
    }
  }
}

using Panels = void (*)(const PanelProduct&, int, int, int);
template <int kVectors, int kRun, int... kRows>
constexpr std::array<Panels, sizeof...(kRows)> table(std::integer_sequence<int, kRows...>) {
  return {panels<kRows + 1, kVectors, kRun>...};
}
using Heights = std::make_integer_sequence<int, kTileRows>;
constexpr auto kOneWide = table<1, 0>(std::make_integer_sequence<int, kOneWideRows>());
constexpr auto kTwoWide = table<2, 0>(Heights());
constexpr auto kTwoWideRun3 = table<2, 3>(Heights());

}  // namespace

void panel_product(const PanelProduct& p) {
  // Blocks of nearly equal height: 9 rows as 5 + 4 keep the adders busier than 6 + 3.
  const int blocks = (p.rows + kTileRows - 1) / kTileRows;
  const int last = p.columns % (2 * kLanes);  // as pack_panels() divides them
  const int two_wide = last > 0 && last <= kLanes ? p.columns - last : p.columns;
  int row = 0;
  for (int block = 0; block < blocks; ++block) {
    const int rows = (p.rows - row) / (blocks - block);
    const auto kind = static_cast<std::size_t>(rows - 1);
    (p.run == 3 ? kTwoWideRun3 : kTwoWide)[kind](p, row, 0, two_wide);
    for (int r = row; two_wide < p.columns && r < row + rows; r += std::min(rows, kOneWideRows)) {
      kOneWide[static_cast<std::size_t>(std::min(rows, kOneWideRows)) - 1](p, r, two_wide,
                                                                           p.columns);
    }
    row += rows;
  }
}

}  // namespace ziffer::ZIFFER_ISA
