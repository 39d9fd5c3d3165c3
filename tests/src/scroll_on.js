// Scrolls on in a list of which only a part is in the page.
const list = document.querySelector('.agenda-list');
if (!list || list.getAttribute('aria-busy')) return;
const pane = list.closest('.pane') ?? document.scrollingElement;
const end = pane.scrollHeight - pane.clientHeight;
pane.scrollTo(0, pane.scrollTop >= end - 1 ? 0 : pane.scrollTop + innerHeight * 0.7);
