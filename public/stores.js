// What the rescue page and the worker of backups have in common: reading a store piece by piece, and writing a zip. The
// build puts it in front of both scripts.
//
// All photos together are more than a phone has room for in one page. So keys are read first and each value when its turn
// comes, its bytes become a Blob, which the browser may put on disk, and the zip is made of these Blobs. It needs nothing
// of the app, and changes nothing.

// A store that says nothing for so long, in milliseconds, says nothing any more.
const PATIENCE = 20_000;

function inTime(promise) {
  const silence = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("no answer")));
  return Promise.race([promise, silence]);
}

// Lets the browser do what waits.
const pause = () => new Promise((resolve) => setTimeout(resolve));

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // One value that cannot be read must not end the transaction that reads the others.
      event.preventDefault();
      reject(request.error);
    };
  });
}

// Gives nothing when there is no database of this name: it must not be made by looking for it.
function openDatabase(name) {
  const request = indexedDB.open(name);
  const missing = new Promise((resolve) => {
    request.onupgradeneeded = () => {
      request.transaction.abort();
      resolve();
    };
  });
  return inTime(Promise.race([missing, resultOf(request)]));
}

const keysOf = (database, store) => inTime(resultOf(database.transaction(store).objectStore(store).getAllKeys()));

// In the form of `Promise.allSettled`: each may fail by itself.
function valuesOf(database, store, keys) {
  const rows = database.transaction(store).objectStore(store);
  return inTime(Promise.allSettled(keys.map(async (key) => resultOf(rows.get(key)))));
}

// CRC-32 of IEEE 802.3, as a zip has it.
const CRC = Int32Array.from({ length: 256 }, (_, crc) => {
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

// `crc` is that of the bytes before these.
function crc32(bytes, crc = 0) {
  crc = ~crc;
  for (let i = 0; i < bytes.length; i += 1) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

// So many bytes are summed up at once, that a page goes on answering meanwhile.
const SLICE = 1 << 20;

// A file of a zip with its checksums.
async function zipEntry(path, blob) {
  let crc = 0;
  for (let start = 0; start < blob.size; start += SLICE) {
    crc = crc32(new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer()), crc);
  }
  return { path, blob, crc, sha256: await sha256(await blob.arrayBuffer()) };
}

// In hex. A page that did not come over HTTPS has none.
async function sha256(bytes) {
  const digest = await crypto.subtle?.digest("SHA-256", bytes);
  return digest && [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// How a manifest lists it.
const listed = ({ path, blob, sha256 }) => ({ path, bytes: blob.size, sha256 });

const shorts = (...numbers) => numbers.flatMap((number) => [number & 255, (number >>> 8) & 255]);
const longs = (...numbers) => shorts(...numbers.flatMap((number) => [number & 65535, number >>> 16]));

// A zip of these entries in their order, stored and not compressed (PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and
// 4.3.16, without zip64). `at` is when it was made.
function storedZip(entries, at) {
  const date = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const [parts, directory] = [[], []];
  let length = 0;
  for (const { path, blob, crc } of entries) {
    const name = new TextEncoder().encode(path);
    // Version 2.0, names in UTF-8, stored.
    const about = [...shorts(20, 1 << 11, 0, time, date), ...longs(crc, blob.size, blob.size), ...shorts(name.length, 0)];
    const header = Uint8Array.of(...longs(0x04034b50), ...about, ...name);
    directory.push(...longs(0x02014b50), ...shorts(20), ...about, ...shorts(0, 0, 0), ...longs(0, length), ...name);
    parts.push(header, blob);
    length += header.length + blob.size;
  }
  if (length + directory.length >= 2 ** 32 || entries.length >= 2 ** 16) throw new Error("too large for one file");
  const end = [...shorts(0, 0, entries.length, entries.length), ...longs(directory.length, length), ...shorts(0)];
  const list = Uint8Array.from([...directory, ...longs(0x06054b50), ...end]);
  return new Blob([...parts, list], { type: "application/zip" });
}
