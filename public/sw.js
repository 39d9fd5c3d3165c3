// The service worker: Lanyard starts and works with no network, and never from two versions at once.
//
// The build writes `self.SEAL` above this line: the name of the build, the form of what it
// stores (core/src/records/mod.rs), and each file's address, type, length and SHA-256.
// Installing takes all files or none, and checks each. A file marked as arriving `afterwards` is fetched once the app has
// started, one marked `on demand` when it is first asked for. The build before stays until the next one, to fall back to.
// What the page and this worker both need to know lies in the cache `control`: the builds `current` and `previous`; `pin`,
// the build to answer with in place of this one; and `abandoned`, a build that did not start, with `once` or `twice`.

const { BUILD, LAYOUT, FILES } = self.SEAL;
const HOME = new URL("./", location);
// Other apps may live on the same origin, and Lanyard may be there twice: only names with this start are ours.
const OURS = `lanyard ${HOME.pathname} `;
const NAMES = new Map(FILES.map((file) => [file.url, file]));
const NEEDED = FILES.filter((file) => !file.arrives);
const AFTERWARDS = FILES.filter((file) => file.arrives === "afterwards");

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "use it now") event.waitUntil(self.skipWaiting());
  if (event.data === "layout") event.ports[0].postMessage(LAYOUT);
  if (event.data === "complete") event.waitUntil(complete().catch(() => undefined));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== HOME.origin || !url.pathname.startsWith(HOME.pathname)) return;
  const name = url.pathname.slice(HOME.pathname.length);
  if (request.method === "POST" && name === "share") event.respondWith(receiveShare(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(name, request));
  else event.respondWith(file(name, request));
});

async function install() {
  const name = OURS + BUILD;
  try {
    const cache = await caches.open(name);
    await Promise.all(NEEDED.map((file) => take(cache, file)));
    // What was written counts only when it can be read.
    for (const file of NEEDED) {
      const kept = await cache.match(file.url);
      if (!kept || (await kept.arrayBuffer()).byteLength !== file.bytes) throw new Error(`${file.url} was not kept`);
    }
    await cache.put("files", Response.json(NEEDED.map((file) => file.url)));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

// Fetches one file and keeps it under its right type: a host may send the right bytes under a wrong one.
async function take(cache, file) {
  const response = await fetchChecked(file);
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== file.bytes) throw new Error(`${file.url} is cut short`);
  await cache.put(file.url, new Response(bytes, { headers: { "content-type": file.mime } }));
}

// The page has just loaded most files, so the browser's own cache may answer. The hash decides whether it answers right;
// if not, the host is asked again. A redirect may only lead to the very same bytes on the same origin.
async function fetchChecked(file) {
  const options = { integrity: `sha256-${file.sha256}`, credentials: "same-origin" };
  let response = await fetch(file.url, { ...options, cache: "force-cache" }).catch(() => undefined);
  if (!response?.ok) response = await fetch(file.url, { ...options, cache: "reload" });
  if (!response.ok || response.type !== "basic") throw new Error(`${file.url}: ${response.status}`);
  return response;
}

async function activate() {
  const control = await caches.open(OURS + "control");
  // A build that did not start here is nothing to fall back to; the one before it is.
  const current = await text(control, "current");
  const worked = current && !(await text(control, "abandoned"))?.startsWith(`${current} `);
  const before = (await text(control, "pin")) || (worked && current);
  const previous = before && before !== BUILD ? before : await text(control, "previous");
  await control.put("current", new Response(BUILD));
  if (previous) await control.put("previous", new Response(previous));
  await Promise.all(["pin", "abandoned"].map((name) => control.delete(name)));
  const keep = [BUILD, previous, "control", "shared", "witness"].map((name) => OURS + name);
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && !keep.includes(name)) await caches.delete(name);
  }
  await self.clients.claim();
}

// A browser short of room may drop single files. Fetches what is missing, and then what is to come afterwards: one by one,
// and what does not come now comes at a later start.
async function complete() {
  const cache = await caches.open(OURS + BUILD);
  const takeMissing = async (file) => (await cache.match(file.url)) ?? take(cache, file);
  for (const file of NEEDED) await takeMissing(file);
  if (!(await cache.match("files"))) await cache.put("files", Response.json(NEEDED.map((file) => file.url)));
  for (const file of AFTERWARDS) await takeMissing(file).catch(() => undefined);
}

// A page of ours comes from the cache and never waits for the network. Where the browser has dropped it, the host is asked
// for what it has now, and without one there is still the page that saves a copy. Other pages below our address are not
// ours to answer; offline they lead home.
async function page(name, request) {
  const url = name === "" || name === "index.html" ? "./" : name;
  if (!NAMES.has(url)) return fetch(request).catch(() => Response.redirect(HOME.href));
  const kept = file(url, request).then(withoutWelcome);
  return kept.catch(() => fetch(request)).catch(() => file("rescue.html", request));
}

// Only a first visit is told what Lanyard is. Nothing that runs would know it before the page is painted.
async function withoutWelcome(page) {
  return new Response((await page.text()).replace(" data-welcome", ""), page);
}

// A file of the build in use; else of the one before, for a tab that still runs it; else from the network.
async function file(name, request) {
  const control = await caches.open(OURS + "control");
  const pin = await text(control, "pin");
  const previous = await text(control, "previous");
  for (const build of [pin, BUILD, previous]) {
    if (build && (await caches.has(OURS + build))) {
      const kept = await (await caches.open(OURS + build)).match(name);
      if (kept) return kept;
    }
  }
  const listed = NAMES.get(name);
  if (!listed || pin) return fetch(request);
  const cache = await caches.open(OURS + BUILD);
  await take(cache, listed);
  return cache.match(name);
}

// What is shared stays on the phone and is put aside, in a cache of its own and under an id that nobody else can know, until
// the user has said what becomes of it: the phone's share sheet posts here, and so may a form of any page. The address that
// opens the app holds the id alone. Below it lie `words`, and each file as `pictures/0/<name>` or `schedules/0/<name>`.
const MOST_WORDS = 100_000;
const MOST_FILES = 100;

async function receiveShare(request) {
  let words = "";
  try {
    const form = await request.formData();
    words = ["title", "text", "url"].map((field) => form.get(field)).filter(Boolean).join("\n");
    if (new Blob([words]).size > MOST_WORDS) return toCapture({ refused: "words" });
    const shared = await caches.open(`${OURS}shared`);
    const parts = words ? [["words", words]] : [];
    for (const kind of ["pictures", "schedules"]) {
      form.getAll(kind).filter((file) => file.size > 0)
        .forEach((file, i) => parts.push([`${kind}/${i}/${encodeURIComponent(file.name)}`, file]));
    }
    if ((await shared.keys()).length + parts.length > MOST_FILES) throw new Error("too much waits already");
    const id = newId();
    for (const [name, content] of parts) await shared.put(`shared/${id}/${name}`, new Response(content));
    return toCapture({ shared: id });
  } catch {
    return toCapture({ refused: "files", text: words });
  }
}

function toCapture(query) {
  return Response.redirect(`${HOME.href}#/capture?${new URLSearchParams(query)}`, 303);
}

// As those of entries: it begins with the time, so that entries made of it stand in their order, and goes on by chance.
function newId() {
  const time = Date.now().toString(16).padStart(12, "0");
  return time + crypto.randomUUID().replaceAll("-", "").slice(time.length);
}

// A reminder was tapped: the app goes to what it was about, or is opened there. `fragment` is one that the app has set.
async function open(fragment) {
  const address = HOME.href + fragment;
  const pages = await clients.matchAll({ type: "window" });
  const page = pages.find((client) => client.url.split("#")[0] === HOME.href);
  if (!page) return clients.openWindow(address);
  const shown = await page.navigate(address).catch(() => page);
  return (shown ?? page).focus();
}

async function text(cache, name) {
  const kept = await cache.match(name);
  return kept && kept.text();
}
