// Runs before a document's own scripts, and reports how long a tap or a key took to show. Nothing is looked up between an
// input and its frame but whether what was asked for is there.
{
  // Until the next frame has been painted: a message comes after it, unless the frame that follows comes even sooner.
  const frame = () => new Promise((next) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = next;
    port2.postMessage(null);
    requestAnimationFrame(next);
  }));
  const wait = (millis) => new Promise((next) => setTimeout(next, millis));
  const all = (selector) => [...document.querySelectorAll(selector)];

  window.settled = async () => {
    for (let quiet = 0; quiet < 20; quiet += 1) {
      await frame();
      if (document.querySelector('[aria-busy]') !== null) quiet = -1;
    }
  };
  window.link = (name) => all('main a').find((it) => it.textContent.trim() === name);
  window.openers = () => all('.outline-opener');
  window.pieces = () => all('.outline-pieces > li');
  window.editor = () => document.querySelector('.outline-editor textarea');
  window.front = () => document.querySelector('.outline-front > summary');
  window.titleField = () => document.querySelector('.outline-front input');
  // How many texts a section says it has.
  window.words = (opener) => Number(/(\d+) texts?/.exec(opener.textContent)?.[1] ?? 0);

  // Reports how long after the next input of a kind something holds and has been painted.
  window.paint = (kind, holds) => addEventListener(kind, async ({ timeStamp }) => {
    do await frame(); while (!holds());
    report({ painted: performance.now() - timeStamp });
  }, { capture: true, once: true });

  // Brings something in sight, reports where its middle is, and waits for the tap.
  window.bring = async (element, holds) => {
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    await settled();
    paint('click', holds);
    const { x, y, width, height } = element.getBoundingClientRect();
    report({ x: x + width / 2, y: y + height / 2 });
  };

  // Has the file prepared, and reports how long it took and how long the longest task was.
  window.prepare = async () => {
    let longest = 0;
    const note = (entries) => entries.forEach(({ duration }) => { longest = Math.max(longest, duration); });
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    const button = (name) => all('button').find((it) => it.textContent === name);
    // What DevTools does to run this is a task, too.
    await wait(500);
    observer.observe({ type: 'longtask' });
    // A long task is seen here, or nothing that follows means anything.
    const busy = performance.now();
    while (performance.now() < busy + 80);
    await wait(200);
    note(observer.takeRecords());
    if (longest < 50) return report({});
    longest = 0;
    const began = performance.now();
    button('Prepare the file').click();
    while (!button('Download')) await wait(20);
    const took = performance.now() - began;
    await wait(300);
    note(observer.takeRecords());
    report({ all: took, longest });
  };
}
