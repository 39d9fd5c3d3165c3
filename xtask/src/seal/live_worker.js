// Takes the place of a service worker that an earlier build has left at this address, and goes: it would answer with
// files of that build. Only `trunk serve` puts this into the site.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(registration.unregister()));
