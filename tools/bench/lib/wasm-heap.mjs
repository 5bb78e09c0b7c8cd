// Knows every WebAssembly memory an engine makes, by watching instantiation. Memories only grow: the size now is the peak.

const memories = new Map();
let owner = null;

/** Everything instantiated while `work` runs is counted for `name`. */
export async function countedFor(name, work) {
  owner = name;
  try {
    return await work();
  } finally {
    owner = null;
  }
}

/** Bytes of all memories counted for `name`. */
export function heapBytes(name) {
  return [...(memories.get(name) ?? [])].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

export function watchMemories() {
  for (const method of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[method];
    WebAssembly[method] = async (source, imports) => {
      const result = await original.call(WebAssembly, source, imports);
      note(result.instance ?? result, imports);
      return result;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, [module, imports]) {
      const instance = new Instance(module, imports);
      note(instance, imports);
      return instance;
    },
  });
}

function note(instance, imports = {}) {
  if (owner === null) return;
  const found = memories.get(owner) ?? new Set();
  memories.set(owner, found);
  for (const value of [instance.exports, ...Object.values(imports)].flatMap((object) => Object.values(object ?? {}))) {
    if (value instanceof WebAssembly.Memory) found.add(value);
  }
}
