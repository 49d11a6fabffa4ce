// Unsent work as a sealed file that only the server reads (app/model/src/wire/sealed.rs has its form,
// docs/decisions/0005 the reasons). Like the boot script, with which it makes one file, it must work
// when the app does not start: it reads the journal itself (frontend/src/browser/journal.rs), with
// the browser's own cryptography.
//
// In the journal of a person, database `doorstep-<person>`, keys are the ops' numbers in hexadecimal:
//   outbox   the op, as JSON
//   sealed   its seal
(() => {
  'use strict';

  const utf8 = (text) => new TextEncoder().encode(text);

  // What the app kept at sign-in; gloo keeps a text as JSON, and this one is JSON itself.
  const sealing = (person) => JSON.parse(JSON.parse(localStorage.getItem('seal.' + person)));

  // One op of this person, as JSON; fails where there is no key yet.
  async function seal(person, op) {
    const { key: serverKey, secret: proof } = sealing(person);
    const text = '{"user":"' + person + '","secret":"' + proof + '","op":' + op + '}';
    const { subtle } = crypto;
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const theirs = await subtle.importKey('jwk', serverKey, curve, true, []);
    const own = await subtle.generateKey(curve, false, ['deriveBits']);
    const point = async (key) => new Uint8Array(await subtle.exportKey('raw', key));
    const [mine, server] = [await point(own.publicKey), await point(theirs)];
    const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
    const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const derive = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array([...mine, ...server]), info: utf8('doorstep sealed op 1') };
    const key = await subtle.deriveKey(derive, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    const closed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, utf8(text)));
    return btoa(String.fromCharCode(1, ...mine, ...closed)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }

  const FORM = 'doorstep sealed 1';
  const AT_A_TIME = 200;
  const fileOf = (ops) => JSON.stringify({ form: FORM, ops });

  // Of one person, or of all who ever signed in on this phone and have not left it.
  async function sealedOps(person) {
    const people = Object.keys(localStorage).filter((name) => name.startsWith('seal.')).map((name) => name.slice(5));
    const ops = [];
    for (const one of person ? [person] : people) {
      // What cannot be sealed stays on the phone, and is sent by it.
      await sealTheRest(one).catch(() => {});
      ops.push(...(await sealsOf(one)));
    }
    return ops;
  }

  // Files small enough to be posted, a line each; none of them if it is no file of ours.
  function parts(text) {
    try {
      const { form, ops } = JSON.parse(text);
      const starts = form === FORM ? [...ops.keys()].filter((at) => at % AT_A_TIME === 0) : [];
      return starts.map((at) => fileOf(ops.slice(at, at + AT_A_TIME))).join('\n');
    } catch {
      return '';
    }
  }

  const request = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  // Opens a person's journal, does something with it, and closes it. What is not there is not made.
  async function withJournal(person, work) {
    const opening = indexedDB.open('doorstep-' + person);
    opening.onupgradeneeded = () => opening.transaction.abort();
    const database = await request(opening);
    try {
      return database.objectStoreNames.contains('sealed') ? await work(database) : [];
    } finally {
      database.close();
    }
  }

  function read(database, store) {
    const from = database.transaction(store).objectStore(store);
    return Promise.all([request(from.getAllKeys()), request(from.getAll())]);
  }

  function sealsOf(person) {
    return withJournal(person, async (database) => {
      const [numbers, values] = await read(database, 'sealed');
      return values.map((sealed, at) => ({ n: parseInt(numbers[at], 16), sealed }));
    }).catch(() => []);
  }

  // Seals what is unsent and was kept without a seal: before there was a key, or under an older
  // number.
  function sealTheRest(person) {
    return withJournal(person, async (database) => {
      const [[numbers, ops], [sealed]] = [await read(database, 'outbox'), await read(database, 'sealed')];
      for (const [at, number] of numbers.entries()) {
        if (!sealed.includes(number)) {
          const value = await seal(person, ops[at]);
          const writing = database.transaction(['outbox', 'sealed'], 'readwrite');
          // It may have been sent or numbered anew meanwhile.
          if ((await request(writing.objectStore('outbox').get(number))) === ops[at]) {
            writing.objectStore('sealed').put(value, number);
          }
        }
      }
    });
  }

  // To whatever the person chooses to send files with; where there is none, into the downloads.
  // Says how many left; null if the person thought better of it.
  async function handOut() {
    const ops = await sealedOps();
    if (!ops.length) {
      return 0;
    }
    const name = 'doorstep-' + new Date().toISOString().slice(0, 10) + '-' + ops.length + '.txt';
    const file = new File([fileOf(ops)], name, { type: 'text/plain' });
    if (navigator.canShare && navigator.canShare({ files: [file] })) {
      return navigator.share({ files: [file] }).then(() => ops.length, () => null);
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return ops.length;
  }

  // Lets the person choose a file: its parts; null if none was chosen.
  function choose() {
    return new Promise((done) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = '.txt,text/plain';
      input.hidden = true;
      input.addEventListener('change', async () => {
        input.remove();
        done(input.files[0] ? parts(await input.files[0].text()) : null);
      });
      input.addEventListener('cancel', () => {
        input.remove();
        done(null);
      });
      document.body.append(input);
      input.click();
    });
  }

  const unsent = async (person) => parts(fileOf(await sealedOps(person)));
  const count = async () => (await sealedOps()).length;

  window.doorstep = { seal, unsent, count, handOut, choose };
})();
