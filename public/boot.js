// The start: settings before the first paint, then the app's module with retry, a watchdog, and a
// card for whatever goes wrong. It is the one part that must work when the app itself does not, so
// it depends on nothing else, and says everything in both languages.
//
// With the app it shares these words:
//   <html data-started>           set by the app once it is on the screen
//   <html data-offline>           set here once the app opens without network
//   <html data-update>            set here while a new version waits
//   <html data-form-open>         set by the app while a form is open
//   doorstep:panic  (window)      from the app; detail = a code, never personal data
//   doorstep:update (window)      from here: a new version waits
//   doorstep:update-now (window)  from the app: no draft is open, take it
//   doorstep:too-old (window)     from the app, at each attempt to sync: the server writes what it
//                                 cannot read
//   doorstep:blocked (window)     from the app: another tab keeps the storage from being opened
//   doorstep:unblocked (window)   from the app: it no longer does
//   doorstep        (window)      from sealed.js, which stands before this one in the same file
(() => {
  'use strict';

  // Filled in by the build: the module's bytes once unpacked, to show how far the download is.
  const WASM_BYTES = 0;

  const SLOW_MS = 2000;
  const WATCH_MS = 20000;
  const LONGEST_WAIT_MS = 60000;
  const CHECK_MS = 3600000;

  const WORDS = {
    zh: {
      slow: '正在下载',
      network: ['没有连上', '还没有连上服务器。连上后会自动再试。', '重试'],
      watch: ['启动有点慢', '还没有打开。可以再等等，也可以重试。已存本机的记录都在。', '重试'],
      crash: ['出了点问题。', '已存本机的记录都在，没有丢。', '重新打开'],
      old: ['这个浏览器太旧了', '请更新浏览器，或换一个浏览器打开。已存本机的记录都在。', '重新打开'],
      blocked: ['请关掉其他入户通页面', '另一个页面还开着旧版本。关掉它，这里会自动打开。已存本机的记录都在。', '重新打开'],
      handOut: '导出未上传的记录，请同事代传',
      code: '代码',
    },
    en: {
      slow: 'Downloading',
      network: ['Not connected', 'The server was not reached. It tries again by itself.', 'Try again'],
      watch: ['Slow to start', 'Not open yet. Wait a little, or try again. What you saved on this phone is safe.', 'Try again'],
      crash: ['Something went wrong.', 'What you saved on this phone is still here. Nothing is lost.', 'Open again'],
      old: ['This browser is too old', 'Update it or use another one. What you saved on this phone is safe.', 'Open again'],
      blocked: ['Close the other Doorstep tabs', 'Another tab still runs the old version. Close it, and this one opens by itself. What you saved is safe.', 'Open again'],
      handOut: 'Export unsent records for a colleague to send',
      code: 'Code',
    },
  };

  const root = document.documentElement;
  const own = document.currentScript;
  const [tag, elder, scheme] = settings();
  const languages = tag === 'en' ? ['en', 'zh'] : ['zh', 'en'];

  // ---- Settings of this phone: one line such as `zh-CN 24 dark`, kept by the app as JSON
  // (app/src/settings.rs says what may stand there).

  function settings() {
    try {
      return String(JSON.parse(localStorage.getItem('settings')) || '').split(' ');
    } catch {
      return [];
    }
  }

  function applySettings() {
    root.lang = languages[0] === 'en' ? 'en' : 'zh-CN';
    if (elder === '24' || elder === '30') {
      root.dataset.elder = elder;
    }
    if (['light', 'dark', 'contrast'].includes(scheme)) {
      root.dataset.scheme = scheme;
    }
  }

  // ---- The card.

  let card = null;

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text || '';
    return made;
  }

  // Shows one card instead of the page. A crash stays until the person acts.
  function show(kind, code, act) {
    if (card && (card.kind === kind || card.kind === 'crash')) {
      return;
    }
    hide();
    const box = element('div', 'main');
    const paper = element('section', 'card');
    const inner = element('div', 'q stack');
    paper.setAttribute('role', 'alert');
    languages.forEach((language, index) => {
      const [title, text] = WORDS[language][kind];
      const tone = index ? 'soft' : '';
      for (const words of [element(index ? 'p' : 'h2', tone, title), element('p', tone, text)]) {
        words.lang = language === 'en' ? 'en' : 'zh-CN';
        inner.append(words);
      }
    });
    if (code) {
      inner.append(element('p', 'soft', WORDS[languages[0]].code + ' ' + code));
    }
    const button = element('button', 'btn main wide', languages.map((language) => WORDS[language][kind][2]).join(' · '));
    button.type = 'button';
    button.addEventListener('click', act);
    inner.append(button);
    paper.append(inner);
    box.append(paper);
    const app = document.getElementById('app');
    if (app) {
      app.hidden = true;
    }
    document.body.append(box);
    card = { kind, box };
    button.focus();
    offerToHandOut(inner);
  }

  // Where the app does not open, what it could not send leaves the phone by another way.
  async function offerToHandOut(inner) {
    const count = await window.doorstep.count().catch(() => 0);
    if (count) {
      const words = languages.map((language) => WORDS[language].handOut).join(' · ') + ' (' + count + ')';
      const button = element('button', 'btn wide', words);
      button.type = 'button';
      button.addEventListener('click', window.doorstep.handOut);
      inner.append(button);
    }
  }

  function hide() {
    if (card) {
      card.box.remove();
      card = null;
      const app = document.getElementById('app');
      if (app) {
        app.hidden = false;
      }
    }
  }

  // A code that helps to find the place and tells nothing about a person: messages of errors may
  // quote what was typed, so only their fingerprint is shown.
  function codeOf(what) {
    const text = String(what);
    if (/^[\w./:-]{1,80}$/.test(text)) {
      return text;
    }
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
    }
    return 'E-' + hash.toString(16).padStart(8, '0');
  }

  function crash(code) {
    checkForUpdate();
    show('crash', codeOf(code), reopen);
  }

  // Once the app runs it tells of its own errors; what it cannot tell of is that it broke off. Then
  // nothing but the place within the module is known, and that is enough to find it.
  function crashed(error) {
    const brokeOff = error instanceof WebAssembly.RuntimeError;
    if (started() && !brokeOff) {
      return;
    }
    const place = brokeOff && /\d+\]:(0x[0-9a-f]+)/.exec(error.stack);
    if (place) {
      crash('wasm:' + place[1]);
      return;
    }
    const name = (error && error.name) || 'Error';
    crash(name + ':' + codeOf((error && error.message) || error).slice(0, 40));
  }

  function started() {
    return 'started' in root.dataset;
  }

  // ---- How far it is, for those on a thin line.

  let line = null;

  function progress(received) {
    if (card || started()) {
      return;
    }
    if (!line) {
      line = element('p', 'main soft');
      line.setAttribute('role', 'status');
      document.body.prepend(line);
    }
    const share = WASM_BYTES > 0 ? ' ' + Math.min(100, Math.floor((received / WASM_BYTES) * 100)) + ' %' : '';
    line.textContent = languages.map((language) => WORDS[language].slow).join(' · ') + share;
  }

  function progressDone() {
    if (line) {
      line.remove();
      line = null;
    }
  }

  // ---- The module.

  class NotReached extends Error {}

  let attempt = 0;
  let timer = 0;
  let loading = false;

  async function load() {
    if (loading || started()) {
      return;
    }
    loading = true;
    clearTimeout(timer);
    watch();
    try {
      const again = attempt > 0;
      const stop = new AbortController();
      const [glue, wasm] = await Promise.all([fetchGlue(own.dataset.js, again), fetchWasm(own.dataset.wasm, again, stop)]);
      registerSoon();
      await glue.default({ module_or_path: wasm });
      if (card && card.kind === 'network') {
        hide();
      }
    } catch (error) {
      registerSoon();
      if (error instanceof NotReached || brokeOff(error)) {
        retryLater();
      } else {
        crashed(error);
      }
    } finally {
      loading = false;
      progressDone();
    }
  }

  // A download that ends early fails inside the compiler of the module, with the network's error.
  function brokeOff(error) {
    return error instanceof TypeError && /network|fetch|load/i.test(error.message);
  }

  function retryLater() {
    const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt) * (0.75 + Math.random() / 2);
    attempt += 1;
    clearTimeout(watchdog);
    show('network', '', load);
    timer = setTimeout(load, wait);
  }

  // A module that failed once may stay failed under its address for as long as the page lives, so
  // a second try asks the network first and then imports it under another one.
  async function fetchGlue(address, again) {
    try {
      if (!again) {
        return await import(address);
      }
      await (await answered(address, { cache: 'reload' })).arrayBuffer();
      return await import(address + '?again=' + attempt);
    } catch (error) {
      throw error instanceof SyntaxError ? error : new NotReached();
    }
  }

  // A page under the worker takes the answer as it is, since only then can the browser keep the
  // compiled module. A first visit counts the bytes instead, to show them and to notice a stall.
  async function fetchWasm(address, again, stop) {
    const answer = await answered(address, { cache: again ? 'reload' : 'default', signal: stop.signal });
    if (navigator.serviceWorker && navigator.serviceWorker.controller) {
      return answer;
    }
    const reader = answer.body.getReader();
    const begun = performance.now();
    const chunks = [];
    let received = 0;
    for (;;) {
      const stall = setTimeout(() => stop.abort(), WATCH_MS * 2);
      const part = await reader.read().catch(() => {
        throw new NotReached();
      });
      clearTimeout(stall);
      if (part.done) {
        break;
      }
      chunks.push(part.value);
      received += part.value.length;
      watch();
      if (performance.now() - begun > SLOW_MS) {
        progress(received);
      }
    }
    return new Response(new Blob(chunks), { headers: { 'content-type': 'application/wasm' } });
  }

  // Fetches one of our files; a portal's page is as good as no answer.
  async function answered(address, how) {
    let answer;
    try {
      answer = await fetch(address, how);
    } catch {
      throw new NotReached();
    }
    const type = answer.headers.get('content-type') || '';
    if (!answer.ok || answer.redirected || type.startsWith('text/html')) {
      throw new NotReached();
    }
    return answer;
  }

  // ---- The watchdog: silence is the one thing nobody can act on.

  let watchdog = 0;

  function watch() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      if (!started()) {
        checkForUpdate();
        show('watch', '', reopen);
      }
    }, WATCH_MS);
  }

  new MutationObserver((_, observer) => {
    if (started()) {
      observer.disconnect();
      clearTimeout(watchdog);
      clearTimeout(timer);
      progressDone();
      if (card && card.kind !== 'crash') {
        hide();
      }
      announce();
    }
  }).observe(root, { attributes: true, attributeFilter: ['data-started'] });

  window.addEventListener('error', (event) => {
    const ours = !event.filename || event.filename.startsWith(location.origin);
    if (ours) {
      crashed(event.error || event.message);
    }
  });
  window.addEventListener('unhandledrejection', (event) => crashed(event.reason));
  // The browser offers to put the app on the home screen; the first start asks for it when it suits.
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    window.doorstepInstall = event;
  });
  window.addEventListener('doorstep:panic', (event) => crash(event.detail || 'panic'));
  window.addEventListener('doorstep:blocked', () => show('blocked', '', reopen));
  window.addEventListener('doorstep:unblocked', () => {
    if (card && card.kind === 'blocked') {
      hide();
    }
  });
  window.addEventListener('online', () => {
    if (!started() && card && card.kind === 'network') {
      load();
    }
  });

  // ---- The service worker, and updates.

  let registration = null;
  let registering = false;
  let failures = 0;
  let checked = performance.now();

  // After the module is here: on a thin line the two would only slow each other down.
  function registerSoon() {
    if (!registering && 'serviceWorker' in navigator) {
      registering = true;
      register();
      navigator.serviceWorker.ready.then(() => {
        root.dataset.offline = '';
      });
    }
  }

  async function register() {
    try {
      registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    } catch {
      registerLater();
      return;
    }
    follow(registration.installing);
    registration.addEventListener('updatefound', () => follow(registration.installing));
    announce();
  }

  // What an installation has fetched so far is kept, so trying again goes on from there.
  function registerLater() {
    failures += 1;
    setTimeout(register, Math.min(600000, 5000 * 2 ** failures));
  }

  function follow(worker) {
    if (!worker) {
      return;
    }
    let installed = false;
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed') {
        installed = true;
        failures = 0;
        announce();
      } else if (worker.state === 'redundant' && !installed) {
        registerLater();
      }
    });
  }

  // The app may not listen yet, so it is told again when it has started.
  function announce() {
    if (registration && registration.waiting && navigator.serviceWorker.controller) {
      root.dataset.update = '';
      window.dispatchEvent(new CustomEvent('doorstep:update'));
      takeIfNeeded();
    }
  }

  // An app that still works waits until a form has been closed. One that is too old for the server is
  // replaced as soon as that takes nothing from anybody: no form is open, nothing is asked, and there
  // is nothing in the field that has the focus.
  let tooOld = false;

  function takeIfNeeded() {
    const busy = 'formOpen' in root.dataset || document.querySelector('dialog[open]') || (document.activeElement || root).value;
    if (tooOld && !busy && 'update' in root.dataset) {
      reopen();
    }
  }

  window.addEventListener('doorstep:too-old', () => {
    tooOld = true;
    checkForUpdate();
    takeIfNeeded();
  });

  function checkForUpdate() {
    checked = performance.now();
    if (registration) {
      registration.update().catch(() => {});
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && performance.now() - checked > CHECK_MS) {
      checkForUpdate();
    }
  });

  window.addEventListener('doorstep:update-now', reopen);

  // Opens the app again, in its new version if one waits.
  function reopen() {
    const waiting = registration && registration.waiting;
    if (!waiting) {
      location.reload();
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ type: 'update' });
    setTimeout(() => location.reload(), 5000);
  }

  applySettings();
  if (typeof WebAssembly !== 'object') {
    show('old', '', reopen);
    return;
  }
  load();
})();
