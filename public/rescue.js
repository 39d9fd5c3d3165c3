// Saves everything this Lanyard keeps in this browser into one file, and can forget what was shared and never kept.
// Needs nothing of the app: it works when the app does not.

// The names of this installation (src/platform/installation.rs), and those from before installations had names.
const INSTALLATION = `lanyard ${new URL("./", location).pathname}`;
const NAMES = [INSTALLATION, "lanyard"];
const SHARED = `${INSTALLATION} shared`;

function smallStore() {
  const isOurs = (key) => key.startsWith(`${INSTALLATION} `) || key.startsWith("lanyard/");
  return Object.fromEntries(Object.entries(localStorage).filter(([key]) => isOurs(key)));
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
    const known = indexedDB.databases ? (await indexedDB.databases()).map((found) => found.name) : [INSTALLATION];
    const kept = {};
    for (const name of NAMES.filter((name) => known.includes(name))) kept[name] = await database(name);
    return kept;
  });
  return copy;
}

const state = document.getElementById("state");

const save = document.getElementById("save");

// An app on the home screen of an iPhone has no downloads: the file would cover the page, with no way back. It has the
// share sheet, for which a tap is good that comes when the file is ready (core/src/share/hand_over.rs).
const mustShare = navigator.standalone === true;
let ready;

save.addEventListener("click", async () => {
  if (ready) return share(ready);
  state.textContent = "Collecting.";
  const copy = await collect();
  const file = new File([JSON.stringify(copy, null, 1)], `lanyard-copy-${copy.taken.slice(0, 10)}.json`, { type: "application/json" });
  const unread = copy.problems.length ? `, but not all of it could be read: ${copy.problems.join("; ")}` : "";
  if (mustShare) {
    ready = file;
    save.textContent = "Share the copy";
    state.textContent = `The copy is ready${unread}. Share it now, and choose “Save to Files”.`;
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  state.textContent = unread ? `Saved${unread}` : "Saved to your downloads.";
});

async function share(file) {
  try {
    await navigator.share({ files: [file] });
    state.textContent = "Handed over.";
  } catch (error) {
    if (error.name !== "AbortError") state.textContent = `This phone did not share the copy: ${error}. Nothing is lost. Try again.`;
  }
}

// What was shared into Lanyard and is in no entry yet. A page may have sent it, and it may be what keeps Lanyard from starting.
const waiting = document.getElementById("waiting");

async function showWaiting() {
  const shared = (await caches.has(SHARED)) && (await (await caches.open(SHARED)).keys());
  waiting.hidden = !shared || shared.length === 0;
}

document.getElementById("forget").addEventListener("click", async () => {
  await caches.delete(SHARED);
  state.textContent = "Forgotten. What is in your notebook stays.";
  await showWaiting();
});

// Where there are no caches nothing can wait in one.
showWaiting().catch(() => undefined);
