/** Vectors for PROTOCOL.md §§ 9 and 10. */
import { fromHex, toHex } from '../bytes.js';
import { sealKeyPairFromSeed } from '../keys.js';
import type { Cases } from './case-list.js';
import { Drawn } from './drawn.js';
import { mailboxKeys } from '../mailbox-keys.js';
import { flipped } from './edits.js';
import type { Inputs } from './inputs.js';
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
  await threads(cases, mailbox, coded, entropy);
  await consent(cases, sample, mailbox, coded);
}

/** Consent taken back (§9.7): what dispatch opens, and by what it knows the report. */
async function consent(cases: Cases, { deployment }: Sample, mailbox: Inputs, other: Inputs): Promise<void> {
  const marked = await cases.add('a consent mark', 'consent-mark', {
    signKey: mailbox.text('ed25519'),
    random: toHex(new Drawn('consent mark').bytes(8)),
  });
  const mark = { signKey: mailbox.text('ed25519'), mark: marked.text('mark') };
  await cases.add('the mark of these words', 'verify-consent-mark', mark);
  await cases.add('the mark of other words', 'verify-consent-mark', {
    ...mark,
    signKey: other.text('ed25519'),
  });
  await cases.add('the mark cut short', 'verify-consent-mark', { ...mark, mark: mark.mark.slice(2) });
  const dispatch = sealKeyPairFromSeed(seedOf('dispatch of labels'));
  const saying = {
    deployment,
    day: 20_781,
    base: mailbox.text('base'),
    publicKey: toHex(dispatch.publicKey),
  };
  for (const [name, left] of [
    ['that takes everything back', { tiers: [], named: [] }],
    ['that leaves one by name', { tiers: ['T1'], named: ['3f2a91bc-1111-4111-8111-111111111111'] }],
    ['that says nothing', null],
  ] as const) {
    const sealed = await cases.add(`a consent label ${name}`, 'seal-consent-label', {
      ...saying,
      consent: left,
      random: toHex(new Drawn(`consent ${name}`).bytes(64 + 32)).slice(0, left === null ? 192 : 128),
    });
    const opening = { secretKey: toHex(dispatch.secretKey), sealed: sealed.text('sealed') };
    await cases.add(`opening a consent label ${name}`, 'open-consent-label', opening);
    await cases.add(`a consent label ${name}, altered`, 'open-consent-label', {
      ...opening,
      sealed: flipped(opening.sealed, 1_500),
    });
    await cases.add(`a consent label ${name}, by another key`, 'open-consent-label', {
      ...opening,
      secretKey: toHex(seedOf('another dispatch')),
    });
    await cases.add(`a consent label ${name}, cut short`, 'open-consent-label', {
      ...opening,
      sealed: opening.sealed.slice(2),
    });
  }
}

/** Conversations (§9.5): what the desk seals for itself, and what only the holder of the words can sign. */
async function threads(cases: Cases, mailbox: Inputs, other: Inputs, entropy: string): Promise<void> {
  const seed = toHex(seedOf('desk of a conversation'));
  const place = { address: mailbox.text('address'), signKey: mailbox.text('ed25519') };
  await cases.add('the post key of a desk epoch', 'desk-post-key', { seed, address: place.address });
  for (const kind of ['real', 'harmless']) {
    const sealed = await cases.add(`a mark in the ${kind} mailbox`, 'seal-thread-ref', {
      ...place,
      seed,
      reportId: '3f2a91bc-1111-4111-8111-111111111111',
      mailbox: kind,
      random: toHex(new Drawn(`ref ${kind}`).bytes(24)),
    });
    const opening = { ...place, seed, ref: sealed.text('ref') };
    await cases.add(`opening the mark of the ${kind} mailbox`, 'open-thread-ref', opening);
    await cases.add(`the mark of the ${kind} mailbox under another epoch`, 'open-thread-ref', {
      ...opening,
      seed: toHex(seedOf('another desk')),
    });
    await cases.add(`the mark of the ${kind} mailbox in another conversation`, 'open-thread-ref', {
      ...opening,
      address: other.text('address'),
    });
    await cases.add(`the mark of the ${kind} mailbox for another key`, 'open-thread-ref', {
      ...opening,
      signKey: other.text('ed25519'),
    });
    await cases.add(`the mark of the ${kind} mailbox altered`, 'open-thread-ref', {
      ...opening,
      ref: flipped(opening.ref, 30),
    });
    await cases.add(`the mark of the ${kind} mailbox cut short`, 'open-thread-ref', {
      ...opening,
      ref: opening.ref.slice(2),
    });
  }
  const keys = mailboxKeys(fromHex(entropy));
  const narrative = { v: 1, text: 'Siguen afuera', thread: { kind: 'later', ref: 'AAAA' } };
  const signed = await cases.add('the proof of a conversation', 'sign-thread', {
    narrative,
    signSecretKey: toHex(keys.sign.secretKey),
  });
  const proving = { narrative, signKey: place.signKey, proof: signed.text('proof') };
  await cases.add('verifying the proof', 'verify-thread', proving);
  await cases.add('the proof beside other words', 'verify-thread', {
    ...proving,
    narrative: { ...narrative, text: 'Ya se fueron' },
  });
  await cases.add('the proof of somebody without the words', 'verify-thread', {
    ...proving,
    signKey: other.text('ed25519'),
  });
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
