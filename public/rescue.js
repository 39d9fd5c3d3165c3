// Saves everything this Lanyard keeps in this browser into one file (docs/backup.md, "The copy of the rescue page"), and can
// forget what was shared and never kept. Needs nothing of the app: it works when the app does not. It understands nothing
// of what it saves, and what cannot be read takes nothing else along. The build puts stores.js in front of it.

// The names of this installation (src/platform/installation.rs), and those from before installations had names.
const APP = new URL("./", location);
const INSTALLATION = `lanyard ${APP.pathname}`;
const NAMES = [INSTALLATION, "lanyard"];
const SHARED = `${INSTALLATION} shared`;

const [save, forget, waiting, state] = ["save", "forget", "waiting", "state"].map((id) => document.getElementById(id));

function say(words) {
  state.textContent = words;
}

// So many rows are read at once, and so many become one piece of a text. A photo is read by itself.
const ROWS = 25;
const PIECE = 500;

// A zip holds less than four gigabytes. What there is besides photos fits into the rest.
const MOST_BYTES = 4e9;

// The copy as a zip, the time of it, and what could not be read.
async function collect() {
  const at = new Date();
  const made = `${at.toISOString().slice(0, 19)}Z`;
  const [files, problems] = [[], []];
  let bytes = 0;

  async function attempt(name, work) {
    try {
      return await work();
    } catch (error) {
      problems.push(`${name}: ${error}`);
    }
  }

  // A value as it stands in `stores.json`. Bytes become a file of the zip.
  async function plain(value) {
    // Half a character is no text to a reader of JSON.
    if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\ufffd");
    if (!(value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value))) return value;
    const blob = new Blob([value]);
    if (bytes + blob.size > MOST_BYTES) throw new Error("too large");
    const file = `files/${files.length}`;
    files.push(await zipEntry(file, blob));
    bytes += blob.size;
    return { file, type: value.type || undefined };
  }

  // The rows of a store, each as `row` writes it. They stay in pieces: one text of all would keep the page from answering.
  async function rows(store, keys, read, row) {
    const size = store === "files" ? 1 : ROWS;
    const isPhoto = (key) => `${key}`.startsWith("photo/");
    const photos = keys.filter(isPhoto).length;
    let photo = 0;
    const [pieces, piece] = [[], []];
    const cut = () => piece.length && pieces.push(new Blob([piece.splice(0).join()]));
    for (let start = 0; start < keys.length; start += size) {
      const some = keys.slice(start, start + size);
      if (isPhoto(some[0])) say(`Photo ${(photo += 1)} of ${photos}`);
      const found = await attempt(store, () => read(some));
      if (!found) break;
      for (const [i, { value, reason }] of found.entries()) {
        await attempt(`${store} ${some[i]}`, async () => {
          if (reason) throw reason;
          if (value !== undefined) piece.push(row(some[i], await plain(value)));
        });
      }
      if (piece.length >= PIECE) cut();
    }
    cut();
    return pieces;
  }

  const local = await attempt("localStorage", () => {
    const isOurs = (key) => key.startsWith(`${INSTALLATION} `) || key.startsWith("lanyard/");
    const read = async (keys) => {
      await pause();
      return keys.map((key) => ({ value: localStorage[key] }));
    };
    const row = (key, value) => JSON.stringify({ [key]: value }).slice(1, -1);
    return rows("localStorage", Object.keys(localStorage).filter(isOurs), read, row);
  });
  const databases = [];
  for (const name of NAMES) {
    const database = await attempt(name, () => openDatabase(name));
    if (!database) continue;
    const stores = [];
    for (const store of database.objectStoreNames) {
      const read = (keys) => valuesOf(database, store, keys);
      const row = (...pair) => JSON.stringify(pair);
      const pieces = await attempt(store, async () => rows(store, await keysOf(database, store), read, row));
      stores.push([`${JSON.stringify(store)}:`, ...joined("[", pieces, "]")]);
    }
    database.close();
    databases.push([`${JSON.stringify(name)}:`, ...joined("{", stores, "}")]);
  }
  const stores = [...joined('{"localStorage":{', local, "},"), ...joined('"indexedDB":{', databases, "}}")];
  files.unshift(await zipEntry("stores.json", new Blob(stores)));
  const manifest = { format: "lanyard-copy", version: 1, made, from: APP.href, problems, files: files.map(listed) };
  files.unshift(await zipEntry("manifest.json", new Blob([JSON.stringify(manifest, null, 1)])));
  return { zip: storedZip(files, at), made, problems };
}

// The parts of a JSON text, with a comma between two pieces.
const joined = (open, pieces = [], close) => [open, ...pieces.flatMap((piece, i) => (i ? [","].concat(piece) : piece)), close];

// An app on the home screen of an iPhone has no downloads: the file would cover the page, with no way back. It has the
// share sheet, for which a tap is good that comes when the file is ready (core/src/share/hand_over.rs).
const mustShare = navigator.standalone === true;
let ready;
let isCollecting = false;

save.addEventListener("click", async () => {
  if (isCollecting) return;
  if (ready) return share(ready);
  isCollecting = true;
  say("Collecting.");
  try {
    const { zip, made, problems } = await collect();
    await pause();
    const name = `lanyard-copy-${made.slice(0, 10)}.zip`;
    // The file names all of them.
    const some = problems.slice(0, 3).join("; ");
    const unread = some && `, but not all of it could be read (${problems.length}): ${some}`;
    if (mustShare) {
      ready = new File([zip], name, { type: zip.type });
      save.textContent = "Share the copy";
      say(`The copy is ready${unread}. Share it now, and choose “Save to Files”.`);
    } else {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(zip);
      link.download = name;
      link.click();
      say(unread ? `Saved${unread}.` : "Saved to your downloads.");
    }
  } catch (error) {
    say(`There is no copy: ${error}. Nothing is lost. Try again.`);
  }
  isCollecting = false;
});

async function share(file) {
  try {
    await navigator.share({ files: [file] });
    say("Handed over.");
  } catch (error) {
    if (error.name !== "AbortError") say(`This phone did not share the copy: ${error}. Nothing is lost. Try again.`);
  }
}

// What was shared into Lanyard and is in no entry yet. A page may have sent it, and it may be what keeps Lanyard from starting.
async function showWaiting() {
  const shared = (await caches.has(SHARED)) && (await (await caches.open(SHARED)).keys());
  waiting.hidden = !shared?.length;
}

forget.addEventListener("click", async () => {
  await caches.delete(SHARED);
  say("Forgotten. What is in your notebook stays.");
  await showWaiting();
});

// Where there are no caches nothing can wait in one.
showWaiting().catch(() => undefined);
