/** Vectors for PROTOCOL.md §§ 9 and 10. */
import { fromHex, toHex } from '../bytes.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { flipped } from './edits.js';
import { seedOf, type Sample } from './sample.js';

export async function mailboxCases(cases: Cases, sample: Sample): Promise<void> {
  const entropy = toHex(new Drawn('receipt').bytes(16));
  await words(cases, entropy);
  const mailbox = await cases.add('a mailbox', 'mailbox-keys', { entropy, code: '' });
  const coded = await cases.add('a mailbox behind a code', 'mailbox-keys', { entropy, code: 'ﬁn 7' });
  await cases.add('the code is compared in NFKC', 'mailbox-keys', { entropy, code: 'fin 7' });

  const { sign } = sample.desks.triage;
  const replied = await cases.add('sealing a reply', 'seal-reply', {
    recipientKey: mailbox.text('xwing'),
    address: mailbox.text('address'),
    body: { text: 'Ya salimos hacia allá.' },
    signSecretKey: toHex(sign.secretKey),
    random: toHex(new Drawn('reply').bytes(16 + 64)),
  });
  const reading = {
    base: mailbox.text('base'),
    sealed: replied.text('sealed'),
    signKeys: [toHex(sign.publicKey)],
  };
  await cases.add('reading a reply', 'open-reply', reading);
  await cases.add('a reply to another mailbox', 'open-reply', { ...reading, base: coded.text('base') });
  await cases.add('a reply that no desk signed', 'open-reply', {
    ...reading,
    signKeys: [toHex(sample.servers.dispatchSign.publicKey)],
  });
  await cases.add('filler', 'open-reply', { ...reading, sealed: toHex(new Drawn('filler').bytes(4096)) });

  const posting = { base: mailbox.text('base'), random: toHex(new Drawn('post').bytes(24)) };
  const post = await cases.add('a follow-up', 'seal-post', {
    ...posting,
    number: 1,
    body: { text: 'Gracias' },
  });
  const empty = await cases.add('an empty follow-up', 'seal-post', { ...posting, number: 2, body: null });
  const desk = {
    address: mailbox.text('address'),
    post: mailbox.text('post'),
    signKey: mailbox.text('ed25519'),
    sealed: post.text('sealed'),
  };
  await cases.add('the desk reads a follow-up', 'open-post', desk);
  await cases.add('the desk reads an empty one', 'open-post', { ...desk, sealed: empty.text('sealed') });
  await cases.add('a follow-up in another mailbox', 'open-post', {
    ...desk,
    address: coded.text('address'),
  });
  await cases.add('a follow-up that the holder of the words did not sign', 'open-post', {
    ...desk,
    signKey: coded.text('ed25519'),
  });
  await cases.add('a follow-up altered', 'open-post', { ...desk, sealed: flipped(desk.sealed, 100) });
  await keyring(cases, sample);
}

async function words(cases: Cases, entropy: string): Promise<void> {
  for (const language of ['es', 'pt', 'en']) {
    const made = await cases.add(`receipt words: ${language}`, 'receipt-words', { entropy, language });
    const typed = made.text('words');
    const careless = typed.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replaceAll(' ', ', ');
    await cases.add(`words as shown: ${language}`, 'parse-receipt-words', { typed });
    await cases.add(`words in capitals without accents: ${language}`, 'parse-receipt-words', {
      typed: careless,
    });
    const [first = '', second = '', ...rest] = typed.split(' ');
    await cases.add(`two words exchanged: ${language}`, 'parse-receipt-words', {
      typed: [second, first, ...rest].join(' '),
    });
    await cases.add(`eleven words: ${language}`, 'parse-receipt-words', {
      typed: [second, ...rest].join(' '),
    });
    await cases.add(`a word with a slip: ${language}`, 'parse-receipt-words', {
      typed: [first, `${second}qx`, ...rest].join(' '),
    });
  }
}

async function keyring(cases: Cases, { people, deployment }: Sample): Promise<void> {
  const passphrase = 'árbol Bosque camino dátil elefante fuego gato hielo';
  const keys = await cases.add('keyring keys', 'derive-keyring', { passphrase, deployment, handle: 'ana' });
  await cases.add('typed without accents', 'derive-keyring', {
    passphrase: ' ARBOL bosque  camino datil elefante fuego gato hielo',
    deployment,
    handle: ' Ana',
  });
  const key = keys.text('key');
  const address = keys.text('address');
  const locked = await cases.add('locking a keyring', 'lock-keyring', {
    address,
    key,
    memberId: people.ana.member.id,
    seed: toHex(people.ana.seed),
    random: toHex(new Drawn('keyring').bytes(24)),
  });
  const blob = locked.text('blob');
  await cases.add('unlocking a keyring', 'unlock-keyring', { address, key, blob });
  await cases.add('another key', 'unlock-keyring', { address, key: toHex(seedOf('other')), blob });
  await cases.add('another address', 'unlock-keyring', { address: flipped(address, 0), key, blob });
  await cases.add('a keyring altered', 'unlock-keyring', { address, key, blob: flipped(blob, 300) });
  await cases.add('a keyring cut short', 'unlock-keyring', {
    address,
    key,
    blob: toHex(fromHex(blob).slice(0, 511)),
  });
}
