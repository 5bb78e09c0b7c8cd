// No engine at all: what Chromium itself takes from a navigation to a module's first line.
globalThis.outcome = { milliseconds: performance.now() };
