// The worker that makes backups and restores them, behind stores.js and the code of backup/src/lib.rs, in one file with both.
//
// It carries bytes: out of the main store, into a zip, out of one, and back. What goes into a backup, what is wrong with a
// file and what restoring it changes is decided in Rust (core/src/backup). It has one task at a time. The page ends it when
// its answer is not wanted any more: until the one transaction that restores, nothing but photos has been put.
//
// Photos are taken one at a time, and are Blobs otherwise, which the browser may put on disk. Their bytes are left to the
// engine: where each was freed at once, it collected what else belongs to them later, and the peak was 60 MB higher.

const ready = wasm_bindgen({
  module_or_path: fetch("./{wasm}", { integrity: "{integrity}", credentials: "same-origin" }),
});
// Each task says it.
ready.catch(() => undefined);

// The name of this installation (src/platform/installation.rs).
const INSTALLATION = `lanyard ${new URL("./", location).pathname}`;

// A zip holds less than four gigabytes.
const MOST_BYTES = 4e9;

async function openStore() {
  const database = await openDatabase(INSTALLATION).catch(() => undefined);
  if (!database) throw ["no main store"];
  database.onversionchange = () => database.close();
  return database;
}

/* ---- What lies in the main store ---- */

// As it is at one moment, but for photos. `bundled` is the trip that comes with the app.
async function keptIn(transaction, bundled) {
  const [heads, history, files] = ["heads", "history", "files"].map((table) => transaction.objectStore(table));
  const rows = (table, range) => [table.getAllKeys(range), table.getAll(range)];
  const folder = (name) => rows(files, IDBKeyRange.bound(`${name}/`, `${name}0`, false, true));
  const asked = [...rows(heads), ...rows(history), files.getAllKeys(), ...folder("trips"), ...folder("restore")];
  const [headKeys, headFrames, keys, frames, names, ...texts] = await Promise.all(asked.map(resultOf));
  return {
    heads: [headKeys, headFrames],
    history: [keys, frames],
    files: names,
    texts: [[...texts[0], ...texts[2]], [...texts[1], ...texts[3]]],
    bundled,
  };
}

const TABLES = ["heads", "history", "files"];
const kept = (database, bundled) => inTime(keptIn(database.transaction(TABLES), bundled));

// A transaction that is on disk when it is done. A request that fails ends it.
function strict(database, tables) {
  const transaction = database.transaction(tables, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  done.catch(() => undefined);
  return { transaction, done };
}

async function putFile(database, name, bytes) {
  const { transaction, done } = strict(database, ["files"]);
  transaction.objectStore("files").put(bytes, name);
  await done;
}

async function removeFiles(database, names) {
  const { transaction, done } = strict(database, ["files"]);
  for (const name of names) transaction.objectStore("files").delete(name);
  await done;
}

/* ---- Making ---- */

async function make({ request, bundled, passphrase }) {
  const database = await openStore();
  const making = new wasm_bindgen.Making(request, await kept(database, bundled));
  const zip = () => zipOf(database, making);
  return ["made", passphrase ? await encrypted(zip, passphrase) : await zip(), making.counts()];
}

async function zipOf(database, making) {
  const entries = [];
  const add = async (path, bytes) => entries.push({ path, blob: new Blob([bytes]), ...(await checksumsOf(bytes)) });
  for (const [path, text] of making.texts()) await add(path, utf8(text));
  const wanted = making.wanted();
  let size = 0;
  for (const [i, [path, name]] of wanted.entries()) {
    postMessage(["progress", i, wanted.length]);
    const [{ value }] = await valuesOf(database, "files", [name]);
    if (value === undefined) making.miss();
    else await add(path, value);
    size += value?.length ?? 0;
    if (size > MOST_BYTES) throw ["too large"];
  }
  database.close();
  const manifest = making.manifest(entries.map(({ path, blob, sha256 }) => [path, blob.size, sha256]));
  await add("manifest.json", utf8(manifest));
  entries.unshift(entries.pop());
  return storedZip(entries, new Date(making.made()));
}

const checksumsOf = async (bytes) => ({ crc: crc32(bytes), sha256: await sha256(bytes) });

const utf8 = (text) => new TextEncoder().encode(text);

/* ---- A passphrase: JWE in compact serialization (RFC 7516, section 7.1), with PBES2 (RFC 7518, section 4.8) ---- */

const ALGORITHM = "PBES2-HS512+A256KW";
const ENCRYPTION = "A256GCM";
// More than OWASP advises for SHA-512; and what a file may ask for, since it decides how long opening it takes.
const ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000;
// A tag of 16 bytes in base64url.
const TAG_LENGTH = 22;
// Base64 turns 3 bytes into 4 letters.
const LETTERS = 4 << 18;

const words = (bytes) => new TextDecoder().decode(bytes);

// Base64url (RFC 4648, section 5) without padding, from bytes to letters and back. `btoa` would make several texts of each.
// What is written behind the end of an array goes nowhere.
const ALPHABET = utf8("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const VALUES = new Uint8Array(256);
ALPHABET.forEach((letter, value) => (VALUES[letter] = value));

function lettersOf(bytes) {
  const letters = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  for (let i = 0, at = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    for (let shift = 18; shift >= 0; shift -= 6) letters[at++] = ALPHABET[(three >> shift) & 63];
  }
  return letters;
}

function bytesOf(letters) {
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  const value = (i) => VALUES[letters[i]];
  for (let i = 0, at = 0; i < letters.length; i += 4) {
    const three = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    for (let shift = 16; shift >= 0; shift -= 8) bytes[at++] = three >> shift;
  }
  return bytes;
}

// The key that the content's key is wrapped in. The same passphrase may be typed in two forms of Unicode.
async function keyOf(passphrase, saltInput, iterations) {
  if (!crypto.subtle) throw ["refused", "This page did not come over HTTPS. Without that a browser has no encryption."];
  const password = await crypto.subtle.importKey("raw", utf8(passphrase.normalize()), "PBKDF2", false, ["deriveKey"]);
  const salt = Uint8Array.of(...utf8(ALGORITHM), 0, ...saltInput);
  const derivation = { name: "PBKDF2", hash: "SHA-512", salt, iterations };
  return crypto.subtle.deriveKey(derivation, password, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

// Frees bytes at once, where the browser can: it would come to think of it later.
const letGo = (buffer) => buffer.transfer?.(0);

// Web Crypto takes the content in one piece, and gives it in one.
async function encrypted(zip, passphrase) {
  const [salt, iv] = [16, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
  const wrapping = await keyOf(passphrase, salt, ROUNDS);
  const header = { alg: ALGORITHM, enc: ENCRYPTION, cty: "application/zip", p2s: words(lettersOf(salt)), p2c: ROUNDS };
  const start = lettersOf(utf8(JSON.stringify(header)));
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", key, wrapping, "AES-KW"));
  const plain = await (await zip()).arrayBuffer();
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: start }, key, plain));
  letGo(plain);
  const [content, tag] = [sealed.subarray(0, -16), sealed.subarray(-16)];
  const parts = [start, ".", lettersOf(wrapped), ".", lettersOf(iv), "."];
  const step = (LETTERS / 4) * 3;
  for (let i = 0; i < content.length; i += step) parts.push(new Blob([lettersOf(content.subarray(i, i + step))]));
  const file = new Blob([...parts, ".", lettersOf(tag)], { type: "application/jose" });
  letGo(sealed.buffer);
  return file;
}

async function decrypted(file, passphrase) {
  if (!passphrase) throw ["needs a passphrase"];
  try {
    const [start, wrapped, iv] = (await file.slice(0, 4096).text()).split(".", 3).map(utf8);
    const { alg, enc, p2s, p2c, zip, crit } = JSON.parse(words(bytesOf(start)));
    const isOther = alg !== ALGORITHM || enc !== ENCRYPTION || zip || crit;
    if (isOther || !(p2c <= MOST_ROUNDS)) throw new Error("another way");
    const end = (await file.slice(-1024).text()).trimEnd();
    const spaces = Math.min(1024, file.size) - end.length;
    const [from, to] = [start.length + wrapped.length + iv.length + 3, file.size - spaces - TAG_LENGTH - 1];
    const tag = bytesOf(utf8(end.slice(-TAG_LENGTH)));
    const sealed = new Uint8Array(Math.floor(((to - from) * 3) / 4) + tag.length);
    let length = 0;
    for (let at = from; at < to; at += LETTERS) {
      const bytes = bytesOf(await bytesIn(file, [at, Math.min(at + LETTERS, to)]));
      sealed.set(bytes, length);
      length += bytes.length;
    }
    sealed.set(tag, length);
    const key = await keyOf(passphrase, bytesOf(utf8(p2s)), p2c);
    const content = await crypto.subtle
      .unwrapKey("raw", bytesOf(wrapped), key, "AES-KW", "AES-GCM", false, ["decrypt"])
      .catch(() => Promise.reject(["wrong passphrase"]));
    const algorithm = { name: "AES-GCM", iv: bytesOf(iv), additionalData: start };
    const plain = await crypto.subtle.decrypt(algorithm, content, sealed);
    letGo(sealed.buffer);
    return new Blob([plain]);
  } catch (error) {
    if (Array.isArray(error)) throw error;
    throw "This file is damaged, or was encrypted in a way that Lanyard does not know.";
  }
}

/* ---- Opening ---- */

const bytesIn = async (blob, [begin, end]) => new Uint8Array(await blob.slice(begin, end).arrayBuffer());

// The file that was opened last: what it says, and its photos by their paths.
let received;
let photos = new Map();

async function open({ file, passphrase, bundled }) {
  const database = await openStore();
  [received, photos] = [undefined, new Map()];
  let container = wasm_bindgen.containerOf(await bytesIn(file, [0, 4]));
  if (container === "encrypted") {
    file = await decrypted(file, passphrase);
    container = wasm_bindgen.containerOf(await bytesIn(file, [0, 4]));
  }
  received = container === "zip" ? await openZip(file) : wasm_bindgen.Received.ofOldCopy(await file.text());
  const plan = received.plan(await kept(database, bundled), []);
  database.close();
  return ["opened", plan.preview()];
}

async function openZip(zip) {
  const location = new wasm_bindgen.Location(await bytesIn(zip, [wasm_bindgen.endOf(zip.size), zip.size]), zip.size);
  const directory = new wasm_bindgen.Directory(location, await bytesIn(zip, location.range()));
  const files = directory.files().map((file, index) => ({ ...file, index }));
  const stores = files[directory.stores()];
  const found = stores && (await unpacked(zip, directory, stores).catch(() => undefined));
  if (found) directory.takeStores(found);
  const all = [];
  for (const file of files) {
    postMessage(["progress", file.index, files.length]);
    all.push(await read(zip, directory, file));
  }
  return wasm_bindgen.Received.ofZip(all);
}

// Path, length, SHA-256 and, but for photos, content. Of what is not as it was packed nothing is there.
async function read(zip, directory, file) {
  const unpack = () => unpacked(zip, directory, file);
  const bytes = await unpack().catch(() => new Uint8Array());
  const { crc, sha256 } = await checksumsOf(bytes);
  const isPhoto = directory.isPhoto(file.path);
  if (crc !== file.crc || bytes.length !== file.length) return [file.path, 0, undefined, isPhoto ? undefined : new Uint8Array()];
  if (!isPhoto) return [file.path, bytes.length, sha256, bytes];
  photos.set(file.path, { crc, sha256, unpack });
  return [file.path, bytes.length, sha256, undefined];
}

async function unpacked(zip, directory, { index, header, isDeflated, length }) {
  const packed = zip.slice(...directory.content(index, await bytesIn(zip, header)));
  if (!isDeflated) return bytesIn(packed, [0, packed.size]);
  const bytes = new Uint8Array(length);
  let size = 0;
  for (const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, size);
    // This fails when there is more than the directory says.
    bytes.set(value, size);
    size += value.length;
  }
}

/* ---- Restoring ---- */

// So many requests are made at once: all of them would be held in memory, and without any the transaction would end.
const REQUESTS = 500;

// Changes the main store by what is decided on what is kept: all of it or nothing. That is read in the same transaction,
// since another tab may have written after it was read before. `after` are changes that come besides.
async function change(database, bundled, decide, after = []) {
  const { transaction, done } = strict(database, TABLES);
  let decision;
  try {
    decision = decide(await keptIn(transaction, bundled));
  } catch (error) {
    transaction.abort();
    throw error;
  }
  const changes = [...(decision?.changes() ?? []), ...after];
  for (let start = 0; start < changes.length; start += REQUESTS) {
    const requests = changes.slice(start, start + REQUESTS).map(([table, key, value]) => {
      const rows = transaction.objectStore(table);
      return value === undefined ? rows.delete(key) : rows.put(value, key);
    });
    await Promise.race([done, new Promise((next) => (requests.at(-1).onsuccess = next))]);
  }
  await done;
  return { decision, changes };
}

// What was put is there, and what was deleted is not.
async function readBack(database, changes) {
  const transaction = database.transaction(TABLES);
  for (let start = 0; start < changes.length; start += REQUESTS) {
    const some = changes.slice(start, start + REQUESTS);
    const values = await Promise.all(some.map(([table, key]) => resultOf(transaction.objectStore(table).get(key))));
    if (!some.every(([, , value], i) => isSame(value, values[i]))) throw ["not read back"];
  }
}

const isSame = (one, other) =>
  one instanceof Uint8Array ? one.length === other?.length && one.every((byte, i) => byte === other[i]) : one === other;

const isFull = (error) => error?.name === "QuotaExceededError";

// First the photos, since entries that show them must not be there without. Until all is done a file says which they are.
// Where there is no room for all of them, there are none.
async function restore({ withPhotos, bundled }) {
  const database = await openStore();
  const wanted = withPhotos ? received.plan(await kept(database, bundled), []).photos() : [];
  const pending = wasm_bindgen.pendingFile();
  const put = [];
  let restored;
  try {
    try {
      if (wanted.length) await putFile(database, pending, utf8(wanted.map(([name]) => `${name}\n`).join("")));
      for (const [name, place] of wanted) {
        postMessage(["progress", put.length, wanted.length]);
        put.push(name);
        await putFile(database, name, await photoAt(place));
      }
    } catch (error) {
      if (!isFull(error)) throw error;
      await removeFiles(database, put.splice(0));
    }
    restored = await change(database, bundled, (now) => received.plan(now, put), [["files", pending]]);
  } catch (error) {
    await removeFiles(database, [...put, pending]).catch(() => undefined);
    throw error;
  }
  await readBack(database, restored.changes);
  return ["restored", restored.decision.report(put.length, wanted.length - put.length)];
}

// The photo itself, or where it is in the zip.
async function photoAt(place) {
  if (typeof place !== "string") return place;
  const { crc, sha256, unpack } = photos.get(place);
  const bytes = await unpack().catch(() => new Uint8Array());
  const now = await checksumsOf(bytes);
  if (now.crc !== crc || now.sha256 !== sha256) throw "The file has changed since it was chosen. Choose it again.";
  return bytes;
}

async function undo({ bundled }) {
  const database = await openStore();
  const { decision, changes } = await change(database, bundled, (now) => wasm_bindgen.Undoing.of(now));
  if (!decision) return ["nothing to undo"];
  await readBack(database, changes);
  return ["restored", decision.report()];
}

const TASKS = { make, open, restore, undo };

// An error is a word that the page knows, or a sentence for the user.
self.onmessage = async ({ data: { task, ...given } }) => {
  let otherwise = "not started";
  try {
    await ready;
    otherwise = "failed";
    postMessage(await TASKS[task](given));
  } catch (error) {
    if (otherwise === "failed") console.error(error);
    if (Array.isArray(error)) postMessage(error);
    else if (typeof error === "string") postMessage(["refused", error]);
    else postMessage(isFull(error) ? ["no room"] : [otherwise, String(error)]);
  }
};
