// Pictures made small, away from the page's own thread; nothing is read back from pixels.
addEventListener('message', async ({ data: { blob, height } }) => {
  const bitmap = await createImageBitmap(blob, { resizeHeight: height, resizeQuality: 'medium' }).catch(() => null);
  postMessage({ bitmap }, { transfer: bitmap ? [bitmap] : [] });
});
