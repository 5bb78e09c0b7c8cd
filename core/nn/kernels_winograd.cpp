// Winograd's transforms F(2x2, 3x3) and F(4x4, 3x3) of one tile, one packet of channels at a time.
// The matrices B^T and A^T are those of Lavin & Gray, "Fast Algorithms for Convolutional Neural
// Networks" (arXiv 1509.09308); winograd.cpp holds G. Additions shared between rows are made once:
// F(4x4)'s input transform takes 17 operations for 6 values instead of the 24 that its matrix has
// entries for.
#include "core/nn/kernels_isa.h"

namespace ziffer::ZIFFER_ISA {
namespace {

template <int kOutputs>
struct Transform;

template <>
struct Transform<2> {
  static void input(const Packet (&d)[4], Packet (&v)[4]) {
    v[0] = sub(d[0], d[2]);
    v[1] = add(d[1], d[2]);
    v[2] = sub(d[2], d[1]);
    v[3] = sub(d[1], d[3]);
  }
  static void output(const Packet (&m)[4], Packet (&y)[2]) {
    y[0] = add(add(m[0], m[1]), m[2]);
    y[1] = sub(sub(m[1], m[2]), m[3]);
  }
};

template <>
struct Transform<4> {
  static void input(const Packet (&d)[6], Packet (&v)[6]) {
    const Packet two = splat(2.0F);
    const Packet four = splat(4.0F);
    const Packet minus_four = splat(-4.0F);
    const Packet even4 = multiply_add(minus_four, d[2], d[4]);  // d4 - 4 d2
    const Packet odd4 = multiply_add(minus_four, d[1], d[3]);   // d3 - 4 d1
    const Packet even = sub(d[4], d[2]);
    const Packet odd = sub(d[3], d[1]);
    v[0] = multiply_add(four, sub(d[0], d[2]), even);  // 4 d0 - 5 d2 + d4
    v[1] = add(even4, odd4);
    v[2] = sub(even4, odd4);
    v[3] = multiply_add(two, odd, even);
    v[4] = sub(even, mul(two, odd));
    v[5] = multiply_add(minus_four, odd, sub(d[5], d[3]));  // 4 d1 - 5 d3 + d5
  }
  static void output(const Packet (&m)[6], Packet (&y)[4]) {
    const Packet sum1 = add(m[1], m[2]);
    const Packet difference1 = sub(m[1], m[2]);
    const Packet sum2 = add(m[3], m[4]);
    const Packet difference2 = sub(m[3], m[4]);
    y[0] = add(add(m[0], sum1), sum2);
    y[1] = multiply_add(splat(2.0F), difference2, difference1);
    y[2] = multiply_add(splat(4.0F), sum2, sum1);
    y[3] = add(multiply_add(splat(8.0F), difference2, difference1), m[5]);
  }
};

// V = B^T d B: down the columns into `half`, then along its rows.
template <int kOutputs>
void input_tile(const WinogradInputTile& t) {
  constexpr int kSide = kOutputs + 2;
  for (int c = 0; c < t.channels; c += kLanes) {
    Packet half[kSide][kSide];
    for (int j = 0; j < kSide; ++j) {
      const float* const column = t.in + j * t.pixel_stride + c;
      Packet d[kSide];
      Packet v[kSide];
      for (int i = 0; i < kSide; ++i) d[i] = load(column + i * t.row_stride);
      Transform<kOutputs>::input(d, v);
      for (int i = 0; i < kSide; ++i) half[i][j] = v[i];
    }
    float* out = t.out + c;
    for (int i = 0; i < kSide; ++i) {
      Packet v[kSide];
      Transform<kOutputs>::input(half[i], v);
      for (int j = 0; j < kSide; ++j) {
        store(out, v[j]);
        out += t.out_stride;
      }
    }
  }
}

// Y = max(A^T M A + bias, floor), cut at the plane's edge.
template <int kOutputs>
void output_tile(const WinogradOutputTile& t) {
  constexpr int kSide = kOutputs + 2;
  const Packet floor = splat(t.floor);
  for (int c = 0; c < t.channels; c += kLanes) {
    Packet half[kOutputs][kSide];
    for (int j = 0; j < kSide; ++j) {
      const float* const column = t.in + j * t.in_stride + c;
      Packet m[kSide];
      Packet y[kOutputs];
      for (int i = 0; i < kSide; ++i) m[i] = load(column + i * kSide * t.in_stride);
      Transform<kOutputs>::output(m, y);
      for (int i = 0; i < kOutputs; ++i) half[i][j] = y[i];
    }
    const Packet bias = load(t.bias + c);
    for (int i = 0; i < t.rows; ++i) {
      Packet y[kOutputs];
      Transform<kOutputs>::output(half[i], y);
      float* const out = t.out + i * t.row_stride + c;
      for (int j = 0; j < kOutputs; ++j) {
        if (j < t.columns) store(out + j * t.pixel_stride, maximum(add(y[j], bias), floor));
      }
    }
  }
}

}  // namespace

void winograd2_input(const WinogradInputTile& t) { input_tile<2>(t); }
void winograd2_output(const WinogradOutputTile& t) { output_tile<2>(t); }
void winograd4_input(const WinogradInputTile& t) { input_tile<4>(t); }
void winograd4_output(const WinogradOutputTile& t) { output_tile<4>(t); }

}  // namespace ziffer::ZIFFER_ISA
