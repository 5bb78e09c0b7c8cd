// Ziffer as shipped: the built site's loader and module, through the call a developer makes.

/** @type {import('./engine.d.ts').Engine} */
export default {
  name: 'ziffer',
  format: 'ziffer',
  async start({ place }) {
    const { loadRecognizer } = await import(place.site('engine/recognizer.js'));
    const recognizer = await loadRecognizer({ weights: await place.weights(), lineWeights: null });
    return {
      variant: recognizer.variant,
      run: (images, count) => recognizer.classify(images, count),
      dispose: () => recognizer.dispose(),
    };
  },
};
