// Someone who saves a backup or restores one, in a page of the test's host beside the app, as in probe.js. What is to be done
// is said in its address: `#restore 1,http://...` does the task `restore` as number 1. It tells the test under that name.
const app = document.querySelector('iframe');
const [task, home] = decodeURIComponent(location.hash).slice(1).split(',');
const tell = (what) => fetch('/__log', { method: 'POST', body: JSON.stringify({ task, ...what }) });
const find = (selector, fits) => [...(app.contentDocument?.querySelectorAll(selector) ?? [])].find(fits);
const button = (name) => find('button', (it) => it.textContent.trim() === name);
const says = (role, words) => find(`[role=${role}]`, (it) => it.textContent.startsWith(words));
const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function until(look) {
  for (;;) {
    const found = await look();
    if (found) return found;
    const failed = find('.backup [role=alert]', () => true);
    if (failed) await tell({ failed: failed.textContent });
    await new Promise((next) => setTimeout(next, 10));
  }
}

const TABLES = ['heads', 'history', 'files'];

async function openStore() {
  const opening = indexedDB.open('lanyard /x/y/', 1);
  opening.onupgradeneeded = () => TABLES.forEach((name) => opening.result.createObjectStore(name));
  return result(opening);
}

// Puts what an earlier use left into the main store.
async function fill(name) {
  const { heads, history, photos } = await (await fetch(`/__${name}.json`)).json();
  const bytesOf = async (id) => new Uint8Array(await (await fetch(`/__photo/${id}`)).arrayBuffer());
  const files = await Promise.all(photos.map(async (id) => [`photo/${id}`, await bytesOf(id)]));
  const database = await openStore();
  const transaction = database.transaction(TABLES, 'readwrite', { durability: 'strict' });
  const rows = { heads: Object.entries(heads), history: Object.entries(history), files };
  for (const table of TABLES) for (const [key, value] of rows[table]) transaction.objectStore(table).put(value, key);
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}

// What is in the main store once the app has tidied up.
async function stored() {
  const database = await openStore();
  const rows = async (table) => {
    const rows = database.transaction(table).objectStore(table);
    const [keys, frames] = await Promise.all([result(rows.getAllKeys()), result(rows.getAll())]);
    return Object.fromEntries(keys.map((key, index) => [key, frames[index]]));
  };
  const names = () => result(database.transaction('files').objectStore('files').getAllKeys());
  await until(async () => !(await names()).includes('restore/pending'));
  const all = { heads: await rows('heads'), history: await rows('history') };
  all.photos = (await names()).filter((name) => name.startsWith('photo/')).map((name) => name.slice(6));
  database.close();
  return all;
}

// Puts a backup together, and its bytes to the host as well as wherever this browser saves files.
async function backUp() {
  const prepare = await until(() => button('Prepare the backup'));
  const { URL } = app.contentWindow;
  const make = URL.createObjectURL;
  const file = new Promise((resolve) => {
    URL.createObjectURL = (blob) => { resolve(blob); return make.call(URL, blob); };
  });
  prepare.click();
  (await until(() => button('Download'))).click();
  await fetch('/__kept/made.zip', { method: 'POST', body: await (await file).arrayBuffer() });
  await tell({ made: true });
}

// Chooses the host's backup and restores it. The host knows of the tap before it happens.
async function restore() {
  const field = await until(() => find('input[type=file]', () => true));
  const bytes = await (await fetch('/__kept/backup.zip')).arrayBuffer();
  const { DataTransfer, Event, File } = app.contentWindow;
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], 'backup.zip'));
  field.files = carried.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  const yes = await until(() => button('Restore'));
  await tell({ tapped: true });
  const start = performance.now();
  yes.click();
  await until(() => says('status', 'Restored:'));
  await tell({ restored: Math.round(performance.now() - start) });
}

const TASKS = {
  async make() {
    await fill('new');
    app.src = `${home}#/backup`;
    await backUp();
  },
  async restore() {
    await fill('old');
    app.src = `${home}#/backup`;
    await restore();
  },
  async carry() {
    app.src = `${home}#/backup`;
    await restore();
    await backUp();
  },
  async look() {
    app.src = `${home}#/notebook`;
    await until(() => app.contentDocument?.body?.innerText.includes(' as it '));
    const all = await stored();
    // The notebook draws fifty entries for a tap, a few with each frame.
    const notes = Object.keys(all.heads).length - all.photos.length;
    const deadline = performance.now() + 30_000;
    await until(() => {
      find('button', (it) => it.textContent.startsWith('Show more'))?.click();
      const shown = app.contentDocument.body.innerText.split(' as it ').length - 1;
      return shown >= notes || performance.now() > deadline;
    });
    await tell({ ...all, words: app.contentDocument.body.innerText });
  },
};

TASKS[task.split(' ')[0]]().catch((error) => tell({ failed: String(error) }));
