// The links of all rows of the agenda in their order, found by scrolling from its top to its end.
const done = arguments[arguments.length - 1];
const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
(async () => {
    const list = document.querySelector('.agenda-list');
    if (!list) return done(null);
    // Whoever comes back is first where they were.
    do { await frame(); await frame(); } while (list.getAttribute('aria-busy'));
    const pane = list.closest('.pane') ?? document.scrollingElement;
    const links = new Set();
    for (let top = 0; ; top += innerHeight * 0.7) {
        pane.scrollTo(0, top);
        do await frame(); while (list.getAttribute('aria-busy'));
        list.querySelectorAll('a.row-title').forEach((link) => links.add(link.getAttribute('href')));
        if (top >= pane.scrollHeight - pane.clientHeight) break;
    }
    done([...links]);
})();
