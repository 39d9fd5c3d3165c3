// All visible elements with a role and a name, in document order. arguments: role, name (`…` at its end: begins so), and
// the element within which they are, or nothing for the whole page.
// The roles are those that HTML-AAM gives the elements, and the names follow accname-1.2 as far as the app needs it.
const [role, wanted, within] = arguments;
const native = {
  alert: '[role=alert]',
  button: 'button:not([role]), summary, [role=button]',
  checkbox: 'input[type=checkbox]',
  // Fields for a day or a time have no role of their own.
  date: 'input[type=date], input[type=datetime-local]',
  combobox: 'select, [role=combobox]',
  dialog: 'dialog, [role=dialog]',
  // HTML-AAM gives it no role; browsers show it as a button of their own.
  file: 'input[type=file]',
  group: 'fieldset, [role=group]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  img: 'img, [role=img]',
  link: 'a[href]:not([role]), [role=link]',
  list: 'ul:not([role]), ol:not([role]), [role=list]',
  listbox: '[role=listbox]',
  listitem: 'li:not([role]), [role=listitem]',
  main: 'main',
  navigation: 'nav, [role=navigation]',
  option: '[role=option]',
  // HTML-AAM gives it no role, so that nothing says what is typed.
  password: 'input[type=password]',
  region: '[role=region]',
  searchbox: 'input[type=search], [role=searchbox]',
  status: '[role=status], output',
  textbox: 'textarea, input[type=text], input[type=url], input[type=email], input[type=tel], input:not([type]), [role=textbox]',
};
const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const fromContent = ['alert', 'button', 'heading', 'link', 'listitem', 'status'];
// Of a label around its own field, the field is no part.
const words = (label, field) =>
  [...label.childNodes].filter((node) => !node.contains(field)).map((node) => node.textContent).join(' ');
const nameOf = (element) => {
  const labels = element.getAttribute('aria-labelledby');
  if (labels) return tidy(labels.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
  if (element.hasAttribute('aria-label')) return tidy(element.getAttribute('aria-label'));
  if (element.labels?.length) return tidy([...element.labels].map((label) => words(label, element)).join(' '));
  if (fromContent.includes(role)) return tidy(element.innerText);
  return tidy(element.getAttribute('alt') ?? element.getAttribute('title'));
};
const fits = (name) => wanted === '' || (wanted.endsWith('…') ? name.startsWith(wanted.slice(0, -1)) : name === wanted);
const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]');
return [...(within ?? document).querySelectorAll(native[role])].filter((element) => isShown(element) && fits(nameOf(element)));
