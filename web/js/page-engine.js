// The engine of the page. A module of its own, so that it begins to load before the page has its language.

import { Engine } from './engine.js';

export const engine = new Engine(new URL('./engine-worker.js', import.meta.url));
engine.about().catch(() => {}); // main.js asks again and says what went wrong
