// Saves everything Lanyard keeps in this browser into one file. Needs nothing of the app: it works when the app does not.
// It only reads.

const MARK = "lanyard";

function smallStore() {
  const kept = {};
  for (let i = 0; i < localStorage.length; i += 1) {
    const key = localStorage.key(i);
    if (key.startsWith(MARK)) kept[key] = localStorage.getItem(key);
  }
  return kept;
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    // A database that is not there must not be made by looking for it.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onblocked = () => reject(new Error("blocked"));
  });
}

async function database(name) {
  const open = await answer(indexedDB.open(name));
  const kept = {};
  for (const store of open.objectStoreNames) {
    const rows = open.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([answer(rows.getAllKeys()), answer(rows.getAll())]);
    kept[store] = await Promise.all(keys.map(async (key, i) => [key, await plain(values[i])]));
  }
  open.close();
  return kept;
}

// Bytes become base64, so that a photo survives in a text file.
async function plain(value) {
  if (value instanceof Blob) return { type: value.type, base64: base64(new Uint8Array(await value.arrayBuffer())) };
  if (value instanceof ArrayBuffer) return { base64: base64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) return { base64: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value && typeof value === "object") {
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, part]) => [key, await plain(part)])));
  }
  return value;
}

function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

async function collect() {
  const copy = { what: "Everything Lanyard kept in this browser", from: location.href, taken: new Date().toISOString(), problems: [] };
  const attempt = async (name, work) => {
    try {
      copy[name] = await work();
    } catch (error) {
      copy.problems.push(`${name}: ${error}`);
    }
  };
  await attempt("localStorage", smallStore);
  await attempt("indexedDB", async () => {
    const known = indexedDB.databases ? (await indexedDB.databases()).map((found) => found.name) : [MARK];
    const kept = {};
    for (const name of known.filter((found) => found.startsWith(MARK))) kept[name] = await database(name);
    return kept;
  });
  return copy;
}

const state = document.getElementById("state");

document.getElementById("save").addEventListener("click", async () => {
  state.textContent = "Collecting.";
  const copy = await collect();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 1)], { type: "application/json" }));
  link.download = `lanyard-copy-${copy.taken.slice(0, 10)}.json`;
  link.click();
  state.textContent = copy.problems.length ? `Saved, but not all of it could be read: ${copy.problems.join("; ")}` : "Saved to your downloads.";
});
