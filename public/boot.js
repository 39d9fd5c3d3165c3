// Starts Lanyard, and stands by when it does not start.
//
// This is the only script the page loads by itself. It checks the WebAssembly against the hash that the build wrote into
// the page (the import map does the same for the glue), keeps the service worker fresh, and tells the app through
// `<html data-offline data-update>` and the events `lanyard:offline` and `lanyard:update` how things stand.
// It never touches what the user wrote.

const root = document.documentElement;
const seal = document.querySelector("script[data-build]").dataset;
const home = new URL("./", location);
// Several Lanyards may live on one origin: the path is part of every name the origin shares (src/platform/installation.rs).
const installation = `lanyard ${home.pathname}`;
const ours = `${installation} `;
// Where the page loads itself anew after each build (`trunk serve`), a worker would answer with files of an older one.
const worker = document.querySelector("script[data-live]") ? undefined : navigator.serviceWorker;
const say = (event) => dispatchEvent(new Event(`lanyard:${event}`));

/* ---- What may become markup or a script's address: Trusted Types ---- */

// Leptos clones the parts of a view that never change from a template. They hold only these tags and attributes;
// anything else is refused, so that no text of a schedule or a note can become markup.
const TAG = /<\/?(?:a|abbr|article|aside|b|bdi|blockquote|br|button|circle|code|dd|details|dialog|div|dl|dt|em|fieldset|figcaption|figure|footer|form|g|h[1-6]|header|hr|i|img|input|kbd|label|legend|li|line|main|meter|nav|ol|optgroup|option|output|p|path|polyline|pre|progress|q|rect|s|section|select|small|span|strong|sub|summary|sup|svg|symbol|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|u|ul|use|wbr)(?: (?:(?:aria|data)-[a-z-]+|accept|accept-charset|alt|autocapitalize|autocomplete|autocorrect|autofocus|capture|checked|class|cols|cx|cy|d|datetime|dir|disabled|enterkeyhint|fill|for|height|hidden|id|inputmode|lang|list|max|maxlength|method|min|minlength|multiple|name|open|pattern|placeholder|points|preserveAspectRatio|r|readonly|rel|required|role|rows|rx|ry|scope|selected|size|spellcheck|step|stroke|stroke-linecap|stroke-linejoin|stroke-width|tabindex|target|title|transform|type|value|viewBox|width|wrap|x|x1|x2|xmlns|y|y1|y2)(?:="[^"<>]*")?| href="(?:#|https:\/\/)[^"<>]*")*\s*\/?>|<!--[^<>]*-->|[^<]+/y;

function allowedMarkup(html) {
  TAG.lastIndex = 0;
  while (TAG.lastIndex < html.length) {
    if (!TAG.test(html)) throw new TypeError(`Markup refused: ${html}`);
  }
  return html;
}

// The service worker, and the workers whose addresses the build wrote into the page.
function allowedScript(url) {
  if (!["./sw.js", seal.backup, seal.codes, seal.reader].includes(url)) throw new TypeError(`Script refused: ${url}`);
  return url;
}

window.trustedTypes?.createPolicy("default", { createHTML: allowedMarkup, createScriptURL: allowedScript });

/* ---- When something goes wrong ---- */

// A bar above everything, made without the app. It goes when `withdraw` is called. The first one is the page's own: its
// style alone shows it after 15 s, so that it comes even when this script does not.
let bar = document.querySelector(".rescue");

function fill(sentence, ...actions) {
  const words = document.createElement("p");
  words.textContent = sentence;
  bar.replaceChildren(words, ...actions);
}

function tell(...said) {
  withdraw();
  bar = document.createElement("div");
  bar.className = "rescue";
  bar.setAttribute("role", "alert");
  fill(...said);
  document.body.append(bar);
}

function withdraw() {
  bar?.remove();
}

function action(name, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", act);
  return button;
}

function rescueLink() {
  const link = document.createElement("a");
  link.href = "rescue.html";
  link.textContent = "Save a copy of my notes";
  return link;
}

const reloadButton = (name) => action(name, () => location.reload());

function broke() {
  markFailed();
  tell("Something broke. Your notes are safe.", reloadButton("Reload"), rescueLink());
}

addEventListener("lanyard:panic", broke);
addEventListener("lanyard:failed", () => {
  markFailed();
  tell(`${root.dataset.failed} Your notes are safe.`, reloadButton("Try again"), rescueLink());
});

// A trap, or a stack that WebAssembly has filled. For the latter an engine throws the error of its scripts, a `RangeError`
// (Chromium, WebKit) or an `InternalError` (Firefox); only the frames of its stack tell whose it was.
const isBreak = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  (/call stack|recursion/.test(error?.message) && /wasm-function|\[wasm code\]/.test(error.stack));

addEventListener("error", (event) => isBreak(event.error) && broke());
addEventListener("unhandledrejection", (event) => isBreak(event.reason) && broke());

const loading = ["Lanyard is still loading. The network may be slow.", reloadButton("Try again"), rescueLink()];
// A page that was cut short has no bar.
if (bar) fill(...loading);
else tell(...loading);

/* ---- What was kept before an installation had a name of its own ---- */

// All Lanyards of an origin once shared the database `lanyard` and the keys `lanyard/…`. Each takes a copy along at its
// first start, and leaves the original to the others.
const SHARED_BY_ALL = "lanyard";

// Gives whether anything of this installation was here before.
function copyFormerKeys() {
  try {
    const keys = Object.keys(localStorage);
    if (keys.some((key) => key.startsWith(ours))) return true;
    for (const key of keys.filter((key) => key.startsWith(`${SHARED_BY_ALL}/`))) {
      localStorage.setItem(ours + key.slice(SHARED_BY_ALL.length + 1), localStorage.getItem(key));
    }
  } catch {
    // There is no small store, or no room: the database has what was saved.
  }
  return false;
}

async function copyFormerDatabase() {
  const former = await existing(SHARED_BY_ALL);
  if (!former) return undefined;
  const names = [...former.objectStoreNames];
  const reading = former.transaction(names);
  const rows = names.map((name) => [name, reading.objectStore(name).getAllKeys(), reading.objectStore(name).getAll()]);
  await new Promise((done) => (reading.oncomplete = done));
  former.close();
  // Made and filled in one transaction: it is there with everything in it, or not there.
  const making = indexedDB.open(installation, 1);
  making.onupgradeneeded = () => {
    for (const [name, keys, values] of rows) {
      const store = making.result.createObjectStore(name);
      keys.result.forEach((key, i) => store.put(values.result[i], key));
    }
  };
  return answerOf(making);
}

const wasHereBefore = copyFormerKeys();

/* ---- A build that fails to start twice is left for the one before ---- */

// `<build> <failed starts>`. A start counts as failed from before it runs the app, so that one which ends the whole tab
// counts; until it succeeds, or the user leaves before it is decided.
const STARTS = `${ours}starts`;
let started = false;
let failed = false;
let isCounted = false;
let release = () => undefined;

function failedStarts() {
  try {
    const [build, count] = (localStorage.getItem(STARTS) ?? "").split(" ");
    return build === seal.build ? Number(count) || 0 : 0;
  } catch {
    return 0;
  }
}

function rememberFailedStarts(count) {
  try {
    localStorage.setItem(STARTS, `${seal.build} ${count}`);
  } catch {
    // Without the small store there is no falling back; everything else works.
  }
}

// Counts this start, and gives the number of failed ones before it. Of starts that overlap (four tabs opened at once) one
// holds the lock and counts for all: that the others have not ended is no failure. A browser without locks counts each.
const failedBefore = new Promise((done) => {
  const count = (lock) => {
    if (!lock || started || failed) return done(0);
    const before = failedStarts();
    rememberFailedStarts(before + 1);
    isCounted = true;
    done(before);
    return new Promise((end) => (release = end));
  };
  if (!navigator.locks) return count("none");
  navigator.locks.request(`${ours}start`, { ifAvailable: true }, count).catch(() => done(0));
  setTimeout(done, 2_000, 0);
});

function markFailed() {
  failed = true;
  release();
}

addEventListener("pagehide", () => {
  if (isCounted && !started && !failed) rememberFailedStarts(Math.max(0, failedStarts() - 1));
});

// What the page and the service worker both know, by name.
async function controls() {
  const cache = (await window.caches?.has(`${ours}control`)) && (await caches.open(`${ours}control`));
  const read = async (name) => (cache ? await (await cache.match(name))?.text() : undefined);
  const [previous, pin, abandoned] = await Promise.all(["previous", "pin", "abandoned"].map(read));
  return { cache, previous, pin, abandoned };
}

const isAbandoned = (abandoned) => abandoned?.startsWith(`${seal.build} `);

// Asks the service worker for the build before. Where that has been done and this build runs all the same, to reload
// once more would be to reload for ever.
async function fallBack() {
  const { cache, previous, pin, abandoned } = await controls();
  if (!previous || previous === seal.build || pin === previous || !(await caches.has(ours + previous))) return false;
  await cache.put("abandoned", new Response(`${seal.build} ${isAbandoned(abandoned) ? "twice" : "once"}`));
  await cache.put("pin", new Response(previous));
  return true;
}

// Once the app is there: an older build says why it runs, and lets the next start try the newer one once more. A build
// that was left and starts after all is as good as any.
addEventListener("lanyard:started", async () => {
  const { cache, pin, abandoned } = await controls();
  if (pin === seal.build) {
    tell("The newest version did not start here. You are back on the one before.", action("OK", withdraw));
    if (abandoned?.endsWith(" once")) await cache.delete("pin");
  } else if (isAbandoned(abandoned)) {
    await Promise.all(["pin", "abandoned"].map((name) => cache.delete(name)));
  }
});

/* ---- The trip that the user keeps in place of the bundled one ---- */

function answerOf(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

// Opens a database, or gives nothing: looking for one must not make it. A browser may take its time, or for ever.
function existing(name) {
  const request = indexedDB.open(name);
  let isNew = false;
  request.onupgradeneeded = () => {
    isNew = true;
    request.transaction.abort();
  };
  const late = new Promise((_, fail) => setTimeout(fail, 2_000, new Error(`${name} does not open`)));
  const opened = answerOf(request);
  return Promise.race([opened, late]).catch((error) => {
    if (isNew) return undefined;
    opened.then((database) => database.close()).catch(() => undefined);
    throw error;
  });
}

// The small store names its index in the database, so that the app need not show another trip first. It is only a hint:
// when the database does not answer soon, the app finds the trip by itself, a moment later.
async function keptTrip() {
  const name = localStorage.getItem(`${ours}first-trip`);
  if (wasHereBefore && !name) return;
  const database = (await existing(installation)) ?? (await copyFormerDatabase());
  const found = database && name && (await answerOf(database.transaction("files").objectStore("files").get(name)));
  window.lanyardTrip = found && new TextDecoder().decode(found);
  database?.close();
}

/* ---- Starting ---- */

addEventListener("lanyard:started", () => {
  started = true;
  release();
  if (!failed) {
    rememberFailedStarts(0);
    withdraw();
  }
  keepFresh();
});

async function start() {
  const isHopeless = (await failedBefore) >= 2 && worker?.controller;
  if (isHopeless && (await fallBack().catch(() => false))) return location.reload();
  const code = fetch(seal.wasm, { integrity: seal.integrity, credentials: "same-origin" });
  const [glue] = await Promise.all([import(seal.glue), code, keptTrip().catch(() => undefined)]);
  return glue.default({ module_or_path: code });
}

const first = start();

// A part of the code, checked against its hash like all else, joins the first part.
async function add(part, integrity, exports) {
  const ask = (cache) => fetch(part, { integrity, credentials: "same-origin", cache });
  // What the browser's own cache holds may be damaged; the host is then asked again.
  const answer = await ask("default").catch(() => ask("reload"));
  return WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: exports });
}

// The doors to the parts, by the names that `wasm_split` gave them. `done` is the index of a function in the table of the
// first part, which hears whether all has arrived.
const door = (...parts) => async (done, data) => {
  const exports = await first;
  const added = parts.map(([part, integrity]) => add(part, integrity, exports));
  const arrived = await Promise.all(added).catch(console.error);
  exports.__indirect_function_table.get(done)(data, Boolean(arrived));
};

// The first part asks for it once, when it is on screen.
export const __wasm_split_load_deferred = door(
  [seal.deferred, seal.deferredIntegrity],
  [seal.door, seal.doorIntegrity],
);

// It is asked for when the deferred part is there, and again when it did not arrive and one of its pages is opened.
export const __wasm_split_load_later = door([seal.later, seal.laterIntegrity]);

first.catch((error) => {
  console.error(error);
  markFailed();
  tell("Lanyard could not start. A part of it did not arrive whole.", reloadButton("Try again"), rescueLink());
  addEventListener("online", () => location.reload(), { once: true });
});

/* ---- Offline, and new versions ---- */

function setOffline(state) {
  if (root.dataset.offline === state) return;
  root.dataset.offline = state;
  say("offline");
}

// Nothing is promised on the worker's word: every file of this very build must be found.
async function isReady() {
  if (!(await caches.has(ours + seal.build))) return false;
  const cache = await caches.open(ours + seal.build);
  const files = await (await cache.match("files"))?.json();
  if (!files) return false;
  const kept = await Promise.all(files.map((file) => cache.match(file)));
  return kept.every(Boolean);
}

async function checkReady() {
  const ready = await isReady().catch(() => false);
  setOffline(ready ? "ready" : "preparing");
  return ready;
}

function noteWaiting({ waiting }) {
  if (!waiting || !worker.controller) return;
  const note = (how) => {
    root.dataset.update = how;
    say("update");
  };
  note("waiting");
  // Before a version that changes what is stored a backup is offered.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => data > Number(seal.layout) && note("migrates");
  waiting.postMessage("layout", [port2]);
}

const HALF_HOUR = 30 * 60 * 1000;

async function keepFresh() {
  let registration;
  try {
    registration = await worker.register("./sw.js", { updateViaCache: "none" });
  } catch (error) {
    if (error.name === "SecurityError" && !worker.controller) return setOffline("unsupported");
    // No network, or a host that answers nonsense. Whatever is kept goes on working.
    addEventListener("online", keepFresh, { once: true });
    return;
  }
  const follow = (incoming) =>
    incoming?.addEventListener("statechange", () => {
      noteWaiting(registration);
      checkReady();
    });
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  noteWaiting(registration);
  const ask = () => navigator.onLine && !document.hidden && registration.update().catch(() => undefined);
  ask();
  setInterval(ask, HALF_HOUR);
  addEventListener("online", ask);
  // What is missing comes now, and what is to come afterwards.
  worker.ready.then(({ active }) => active.postMessage("complete"));
  if (!(await checkReady()) && registration.active) setTimeout(checkReady, 10_000);
}

let asked = false;
addEventListener("lanyard:apply-update", async () => {
  asked = true;
  const registration = await worker?.getRegistration();
  registration?.waiting?.postMessage("use it now");
});

// One reload for each tab, and never under the fingers of someone who types in another one.
const isTyping = () => !asked && !document.hidden && document.activeElement?.matches("input, textarea");

function reloadWhenQuiet() {
  if (!isTyping()) return location.reload();
  addEventListener("focusout", () => setTimeout(reloadWhenQuiet), { once: true });
  addEventListener("visibilitychange", reloadWhenQuiet, { once: true });
}

if (worker) {
  root.dataset.offline = "preparing";
  checkReady();
  let controlled = Boolean(worker.controller);
  worker.addEventListener("controllerchange", () => {
    if (controlled) reloadWhenQuiet();
    controlled = true;
    checkReady();
  });
} else {
  root.dataset.offline = "unsupported";
}
