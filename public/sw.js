// The service worker: makes the app open at any address, in any state of the network.
//
// It keeps two caches. `doorstep-assets` holds files whose names carry a digest; they outlive
// versions, so an update fetches only what is new, and an installation that was cut goes on where
// it stopped. `shell-<version>` holds the page itself and the files with fixed names.
//
// Nothing is kept that is not ours: each file must have the digest that the build wrote below, and
// the page must name this very version. A portal's login page with status 200 has neither.
//
// It never touches the API, nor anything but GET. It takes over from an older one only when the
// page says so, since only the page knows whether somebody is in the middle of a form.
'use strict';

// Filled in by the build: the version, and address -> SHA-256 of every file.
const VERSION = 'unbuilt';
const FILES = {};

const ASSETS = 'doorstep-assets';
const SHELL = 'shell-' + VERSION;
const HANDS_OFF = /^\/(api(\/|$)|healthz$|readyz$|metrics$|sw\.js$)/;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('message', (event) => {
  const type = event.data && event.data.type;
  if (type === 'update') {
    event.waitUntil(self.skipWaiting());
  } else if (type === 'version') {
    const to = event.ports[0] || event.source;
    if (to) {
      to.postMessage({ type: 'version', version: VERSION });
    }
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || HANDS_OFF.test(url.pathname)) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(shell(event));
  } else if (Object.hasOwn(FILES, url.pathname)) {
    event.respondWith(file(event, url.pathname));
  }
});

async function install() {
  // One by one: on a thin line the first files are whole and kept, not all of them half. What
  // the app cannot do without comes before its icons.
  const paths = Object.keys(FILES);
  const ordered = [...paths.filter(hashed), ...paths.filter((path) => !hashed(path))];
  for (const path of ordered) {
    if (!(await kept(path))) {
      await keep(path);
    }
  }
  await keepShell();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith('shell-') && name !== SHELL) {
      await caches.delete(name);
    }
  }
  const assets = await caches.open(ASSETS);
  for (const request of await assets.keys()) {
    if (!Object.hasOwn(FILES, new URL(request.url).pathname)) {
      await assets.delete(request);
    }
  }
  await self.clients.claim();
}

function hashed(path) {
  return path.startsWith('/assets/');
}

function cacheOf(path) {
  return caches.open(hashed(path) ? ASSETS : SHELL);
}

async function kept(path) {
  return (await cacheOf(path)).match(path, { ignoreVary: true });
}

// Gets a file, checks it, keeps it. What the last version kept, or the browser's own cache gives,
// is good enough, unless it turns out to be something else.
async function keep(path) {
  const sources = [
    () => caches.match(path, { ignoreVary: true }),
    () => fetch(path, { redirect: 'error' }),
    () => fetch(path, { redirect: 'error', cache: 'reload' }),
  ];
  for (const source of sources) {
    const answer = await source();
    if (answer && answer.ok && (await digest(answer.clone())) === FILES[path]) {
      await (await cacheOf(path)).put(path, answer);
      return;
    }
  }
  throw new Error('not the file that was built: ' + path);
}

async function digest(answer) {
  const hash = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function keepShell() {
  const answer = await fetch('/', { cache: 'reload', redirect: 'error' });
  const type = answer.headers.get('content-type') || '';
  const text = await answer.clone().text();
  const ours = text.includes('name="doorstep-version" content="' + VERSION + '"');
  if (answer.status !== 200 || !type.startsWith('text/html') || !ours) {
    throw new Error('not the shell of version ' + VERSION);
  }
  await (await caches.open(SHELL)).put('/', answer);
}

// The same page for every address; the app reads the address itself.
async function shell(event) {
  const cached = await (await caches.open(SHELL)).match('/', { ignoreVary: true });
  if (cached) {
    return cached;
  }
  // The browser threw our cache away. The network can still help, and fills it again.
  event.waitUntil(install().catch(() => {}));
  return fetch(event.request);
}

async function file(event, path) {
  try {
    if (!(await kept(path))) {
      await keep(path);
    }
    return await kept(path);
  } catch {
    return fetch(event.request);
  }
}
