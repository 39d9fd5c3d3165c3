// Someone who types into the app's own capture field, and tells the test every time the app says "Saved on this phone".
// It stands beside the app, in a page of the test's host, and never inside what is shipped. With `#read 1` in its address
// it is reader 1 and tells instead what the notebook says, again and again until the browser is killed.
const app = document.querySelector('iframe');
const [task, home] = decodeURIComponent(location.hash).slice(1).split(',');
const [mode, reader] = task.split(' ');
const tell = (what) => fetch('/__log', { method: 'POST', body: JSON.stringify(what), keepalive: true });
const find = (selector, fits) => [...(app.contentDocument?.querySelectorAll(selector) ?? [])].find(fits);
const button = (name) => find('button', (it) => it.textContent.trim() === name);
const field = () => find('[role=dialog] textarea', (it) => it.getAttribute('aria-label') === 'What do you want to keep?');
const status = () => find('[role=dialog] [role=status]', () => true);

async function until(look) {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((next) => setTimeout(next, 20));
  }
}

async function type() {
  for (let entry = 0; ; entry += 1) {
    (await until(() => button('Capture'))).click();
    const text = await until(field);
    const said = await until(status);
    // What is in the field when the status turns to "Saved" is what a reader takes for saved.
    const watch = new MutationObserver(() => {
      if (said.textContent.trim() === 'Saved on this phone') tell({ saved: text.value, entry });
    });
    watch.observe(said, { childList: true, characterData: true, subtree: true });
    let words = `entry ${entry} of this run`;
    const letters = 20 + Math.floor(Math.random() * 120);
    for (let letter = 0; letter < letters; letter += 1) {
      words += letter % 6 === 5 ? ' ' : String.fromCharCode(97 + Math.floor(Math.random() * 26));
      text.value = words;
      text.dispatchEvent(new app.contentWindow.InputEvent('input', { bubbles: true }));
      await new Promise((next) => setTimeout(next, Math.random() * 60));
    }
    if (Math.random() < 0.5) await until(() => said.textContent.trim() === 'Saved on this phone');
    watch.disconnect();
    button('Done').click();
    await until(() => !field());
  }
}

async function read() {
  await until(() => find('h1', (it) => it.textContent.trim() === 'Notebook'));
  for (;;) {
    // The notebook draws fifty entries at a time.
    find('button', (it) => it.textContent.startsWith('Show more'))?.click();
    await tell({ reader, kept: app.contentDocument.body.innerText });
    await new Promise((next) => setTimeout(next, 100));
  }
}

app.src = `${home}#/${mode === 'read' ? 'notebook' : 'now'}`;
(mode === 'read' ? read : type)();
