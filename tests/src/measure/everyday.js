// Runs before a document's own scripts, in the app and on the floor page alike, and reports what each key and each tap came
// to: when its frame was painted, which rows it drew, and what moved by itself. Nothing is looked up between an input and
// its frame.
{
  const ROW = '.found-rows > *, .agenda-list .row';
  const QUIET_FRAMES = 20;

  // Until the next frame has been painted: a message comes after it, unless the frame that follows comes even sooner, as it
  // does where frames take long.
  const frame = () => new Promise((next) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = next;
    port2.postMessage(null);
    requestAnimationFrame(next);
  }));
  const isBusy = () => document.querySelector('[aria-busy]') !== null;
  const settled = async () => {
    for (let quiet = 0; quiet < QUIET_FRAMES; quiet += 1) {
      await frame();
      if (isBusy()) quiet = -1;
    }
  };

  // What moves within half a second of an input is what was asked for: the browser says so itself.
  let moved = 0;
  const noteShifts = (list) => {
    for (const { value, hadRecentInput } of list) if (!hadRecentInput) moved += value;
  };
  const shifts = new PerformanceObserver((list) => noteShifts(list.getEntries()));
  shifts.observe({ type: 'layout-shift', buffered: true });
  const takeMoved = () => {
    noteShifts(shifts.takeRecords());
    const all = moved;
    moved = 0;
    return all;
  };

  const nodes = () => document.querySelectorAll('*').length;
  const rows = () => [...document.querySelectorAll(ROW)];
  const rowsByAddress = () => new Map(rows().map((row) => [row.querySelector('a')?.href, row]));
  // The list as the last input left it.
  let before = rowsByAddress();

  let changes = [];
  const observer = new MutationObserver((list) => changes.push(...list));
  const rowOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(ROW);

  const answer = async ({ timeStamp }) => {
    changes = [];
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    await frame();
    const painted = performance.now() - timeStamp;
    changes.push(...observer.takeRecords());
    observer.disconnect();
    const [there, changed] = [new Set(before.values()), new Set(changes.map(({ target }) => rowOf(target)))];
    const drawn = rows().filter((row) => !there.has(row) || changed.has(row)).length;
    while (isBusy()) await frame();
    const whole = performance.now() - timeStamp;
    await settled();
    const after = rowsByAddress();
    const anew = [...before].filter(([address, row]) => after.has(address) && after.get(address) !== row).length;
    before = after;
    report({ painted, whole, drawn, anew, nodes: nodes(), moved: takeMoved() });
  };
  addEventListener('keydown', answer, true);
  addEventListener('click', answer, true);

  // Opens a page without touching it, and reports what is in it and where it leads.
  window.visit = async (address) => {
    takeMoved();
    location.hash = address;
    await settled();
    before = rowsByAddress();
    const links = [...document.querySelectorAll('a[href^="#/"]')].map((link) => link.getAttribute('href'));
    report({ nodes: nodes(), moved: takeMoved(), links });
  };

  // Brings something in sight, and reports where its middle is once everything stands still.
  window.bring = async (element) => {
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    await settled();
    const { x, y, width, height } = element.getBoundingClientRect();
    report({ x: x + width / 2, y: y + height / 2 });
  };

  // Scrolls on by so many pixels a frame, for so many frames at most, and reports how long each took in milliseconds.
  window.scrollOn = async (top, left, most, pane = document.scrollingElement) => {
    takeMoved();
    const tasks = [];
    const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    watch.observe({ type: 'longtask' });
    const isAtEnd = () => (left
      ? pane.scrollLeft >= pane.scrollWidth - pane.clientWidth - 1
      : pane.scrollTop >= pane.scrollHeight - pane.clientHeight - 1);
    const next = () => new Promise(requestAnimationFrame);
    const frames = [];
    let largest = 0;
    let last = await next();
    while (frames.length < most && !isAtEnd()) {
      pane.scrollBy({ top, left, behavior: 'instant' });
      const now = await next();
      frames.push(now - last);
      last = now;
      if (frames.length % 30 === 0) largest = Math.max(largest, nodes());
    }
    tasks.push(...watch.takeRecords());
    report({ frames, tasks: tasks.map(({ duration }) => duration), nodes: largest, moved: takeMoved() });
  };
}
