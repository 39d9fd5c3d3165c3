// Runs before a document's own scripts and notes when the app in it has started, and everything that goes wrong.
window.journeyTroubles = [];
addEventListener('lanyard:started', () => { window.journeyHasStarted = true; });
addEventListener('error', (event) => {
  window.journeyTroubles.push(event.message ?? `could not load ${event.target.src ?? event.target.href}`);
}, true);
addEventListener('unhandledrejection', (event) => window.journeyTroubles.push(`unhandled: ${event.reason}`));
addEventListener('securitypolicyviolation', (event) => {
  window.journeyTroubles.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
for (const level of ['error', 'warn']) {
  const say = console[level];
  console[level] = (...words) => {
    window.journeyTroubles.push(`${level}: ${words.join(' ')}`);
    say.apply(console, words);
  };
}
