// What the scripts of pages/ share.

/** The configuration that the server wrote into the page. */
export const config = JSON.parse(document.getElementById('config').textContent);

export async function fetchBytes(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export const importEngine = async (name) => (await import(`/web/engines/${name}.js`)).default;

const absolute = (path) => new URL(path, location.href).href;

/**
 * @param {Pick<import('../engines/engine.d.ts').Place, 'model' | 'weights'>} network
 * @returns {import('../engines/engine.d.ts').Place}
 */
export function pagePlace(network) {
  return {
    folder: (packagePath) => absolute(`/packages/${packagePath}`),
    site: (path) => absolute(`/site/${path}`),
    asWorker: (work) => work(),
    ...network,
  };
}
