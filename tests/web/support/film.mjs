// A film for Chromium's fake camera: a number written on paper, as an uncompressed Y4M file.
import { placedStrokes } from '../../support/digits.mjs';
import { renderStrokes } from '../../support/png.mjs';

/**
 * The bytes of a film that shows one number all the time.
 * @param {string} number
 * @param {{ width?: number, height?: number, scale?: number }} [options] scale: each pixel is drawn as so many in a row and column
 */
export function filmOf(number, { width = 640, height = 360, scale = 1 } = {}) {
  const size = height * 0.4;
  const left = (width - size * 0.9 * number.length) / 2;
  const strokes = placedStrokes(number, { left, top: height * 0.3, height: size, pitch: size * 0.95 });
  const { pixels } = renderStrokes(strokes, { width, height, pen: size * 0.09, paper: 225, ink: 40 });
  const luma = Buffer.alloc(width * scale * height * scale);
  for (let y = 0; y < height * scale; y += 1) {
    for (let x = 0; x < width * scale; x += 1) luma[y * width * scale + x] = pixels[Math.floor(y / scale) * width + Math.floor(x / scale)];
  }
  const grey = Buffer.alloc(luma.length / 2, 128); // both planes of colour, a quarter of the size each
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width * scale} H${height * scale} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

/** Switches that make a film the browser's only camera. @param {string} file */
export function filmSwitches(file) {
  return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
}
