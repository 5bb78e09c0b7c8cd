// What was read before, kept in this browser's IndexedDB: one entry for each sheet, the newest thousand. The database is
// there only while something is kept, and is opened for each step alone, so that another tab can delete it at any time.

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {Omit<import('./types.js').DigitSymbol, 'glyph' | 'box'>} KeptSymbol */
/** @typedef {Pick<Reading, 'text' | 'confidence' | 'rejected' | 'numbers'> & { symbols: KeptSymbol[] }} KeptReading */

/**
 * `id`: the database gives it; `time`: milliseconds since 1970; `typed`: as in a session's state; `name`: of the file, or null;
 * `picture`: a PNG of the sheet, 320 pixels at most, or null where the browser made none.
 * @typedef {{ id: number, time: number, reading: KeptReading, typed: (string | null)[], name: string | null, picture: Blob | null }} Entry
 */

export const mostEntries = 1000;

const databaseName = 'ziffer-history';
const storeName = 'readings';

/** `blocked`: the browser keeps nothing for this page; `full`: it has no room; `failed`: something else. */
export class HistoryError extends Error {
  name = 'HistoryError';

  /** @param {'blocked' | 'full' | 'failed'} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Makes the database. @returns {Promise<void>} rejects with a HistoryError where nothing can be kept */
export async function beginHistory() {
  (await open()).close();
}

/**
 * Keeps an entry, in place of the one with its id if it has one; the oldest go where there are too many.
 * @param {Omit<Entry, 'id'> & { id?: number }} entry
 * @returns {Promise<number>} its id; rejects with a HistoryError
 */
export async function keepEntry(entry) {
  return withStore(await open(), 'readwrite', async (store) => {
    const id = Number(await settle(store.put(entry)));
    const surplus = (await settle(store.count())) - mostEntries;
    const oldest = surplus > 0 ? await settle(store.index('time').getAllKeys(null, surplus)) : [];
    for (const key of oldest) store.delete(key);
    return id;
  });
}

/** Makes no database where there is none. @returns {Promise<Entry[]>} newest first; rejects with a HistoryError */
export async function allEntries() {
  const database = await open({ create: false });
  return database ? withStore(database, 'readonly', async (store) => (await settle(store.index('time').getAll())).reverse()) : [];
}

/** @param {number} id @returns {Promise<void>} rejects with a HistoryError */
export async function removeEntry(id) {
  await withStore(await open(), 'readwrite', (store) => settle(store.delete(id)));
}

/** Deletes the whole database. @returns {Promise<void>} rejects with a HistoryError */
export async function forgetAll() {
  try {
    await settle(indexedDB.deleteDatabase(databaseName));
  } catch (error) {
    throw historyError(error, 'failed');
  }
}

/**
 * @overload
 * @returns {Promise<IDBDatabase>}
 */
/**
 * @overload
 * @param {{ create: boolean }} options
 * @returns {Promise<IDBDatabase | null>} null where there is none
 */
/** @param {{ create: boolean }} [options] */
async function open({ create } = { create: true }) {
  let isMissing = false;
  try {
    const request = indexedDB.open(databaseName, 1); // throws where scripts may not even ask
    request.onupgradeneeded = () => {
      isMissing = !create;
      if (isMissing) request.transaction?.abort();
      else request.result.createObjectStore(storeName, { keyPath: 'id', autoIncrement: true }).createIndex('time', 'time');
    };
    return await settle(request);
  } catch (error) {
    if (isMissing) return null;
    throw historyError(error, 'blocked');
  }
}

/**
 * @template T
 * @param {IDBDatabase} database is closed afterwards
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => Promise<T>} work may await this store's requests only
 * @returns {Promise<T>} once it is on the disk
 */
async function withStore(database, mode, work) {
  try {
    const transaction = database.transaction(storeName, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
    });
    done.catch(() => {}); // told below, unless a request tells it first
    const result = await work(transaction.objectStore(storeName));
    await done;
    return result;
  } catch (error) {
    throw historyError(error, 'failed');
  } finally {
    database.close();
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settle(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {unknown} error @param {'blocked' | 'failed'} otherwise */
function historyError(error, otherwise) {
  if (error instanceof HistoryError) return error;
  const { name = '', message = String(error) } = error instanceof Error || error instanceof DOMException ? error : {};
  return new HistoryError(name === 'QuotaExceededError' ? 'full' : otherwise, message);
}
