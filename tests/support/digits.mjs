// Ten digits as a person would write them: strokes of points in a box 0.6 wide and 1 high. Tests draw them with a
// real pointer, or render them into pictures.

const arc = (cx, cy, rx, ry, from, to, steps = 16) =>
  Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** Indexed by digit. */
export const digitStrokes = [
  [arc(0.3, 0.5, 0.27, 0.49, -80, 285, 28)],
  [[[0.3, 0], [0.3, 0.35], [0.3, 0.7], [0.3, 1]]],
  [[...arc(0.29, 0.26, 0.26, 0.25, 190, 385), [0.36, 0.6], [0.04, 0.98], [0.58, 0.98]]],
  [[...arc(0.26, 0.25, 0.25, 0.24, 215, 445), ...arc(0.26, 0.74, 0.29, 0.25, -90, 145)]],
  [[[0.4, 0], [0.2, 0.33], [0.02, 0.66], [0.6, 0.66]], [[0.44, 0.36], [0.44, 0.7], [0.42, 1]]],
  [[[0.5, 0.02], [0.14, 0.02], [0.11, 0.42], ...arc(0.28, 0.69, 0.27, 0.3, 232, 500)]],
  [[...arc(0.55, 0.62, 0.5, 0.62, -100, -180), ...arc(0.3, 0.72, 0.25, 0.27, 180, -175)]],
  [[[0.02, 0.03], [0.3, 0.03], [0.58, 0.03], [0.42, 0.36], [0.3, 0.68], [0.22, 1]]],
  [[...arc(0.3, 0.25, 0.22, 0.24, 270, -90), ...[]], arc(0.3, 0.74, 0.27, 0.25, -90, 270)],
  [[...arc(0.3, 0.28, 0.25, 0.27, -10, -360), [0.54, 0.5], [0.46, 1]]],
];

/** Strokes of a number, placed: `top` and `left` of the first digit, `height` of each, `pitch` from one to the next. */
export function placedStrokes(number, { left, top, height, pitch = height * 0.95 }) {
  return [...String(number)].flatMap((digit, index) =>
    digitStrokes[Number(digit)].map((stroke) =>
      stroke.map(([x, y]) => [left + index * pitch + x * height, top + y * height]),
    ),
  );
}
