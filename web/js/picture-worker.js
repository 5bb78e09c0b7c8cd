// Draws pictures in a given size, away from the page's own thread, and packs them as PNG or JPEG files. A request
// {id, source, longest, type} is answered by one {id, blob}; the blob is null where the browser cannot do it.

/** @typedef {import('./picture-maker.js').PictureSource} PictureSource */

const paper = '#fff';
const ink = '#1f3a9e'; // as on a light sheet, whatever the screen's colours are

addEventListener('message', async ({ data: { id, source, longest, type } }) => {
  postMessage({ id, blob: await draw(source, longest, type).catch(() => null) });
});

/** @param {PictureSource} source @param {number} longest pixels of the longer side, at most @param {string} type */
async function draw(source, longest, type) {
  const picture = source instanceof Blob ? await createImageBitmap(source) : source;
  const size = 'strokes' in picture ? picture.pad : picture;
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(size.width * scale)), Math.max(1, Math.round(size.height * scale)));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = paper; // pictures may be transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  if ('strokes' in picture) {
    context.scale(scale, scale);
    drawStrokes(context, picture.strokes, picture.pad.penWidth);
  } else {
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  }
  return canvas.convertToBlob({ type, quality: 0.92 });
}

/** @param {OffscreenCanvasRenderingContext2D} context @param {import('./types.js').Point[][]} strokes @param {number} penWidth */
function drawStrokes(context, strokes, penWidth) {
  context.strokeStyle = ink;
  context.lineWidth = penWidth;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (const point of stroke) context.lineTo(...point);
    context.stroke();
  }
}
