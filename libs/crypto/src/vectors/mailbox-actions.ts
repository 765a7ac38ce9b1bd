/** What vectors of PROTOCOL.md §§ 9 and 10 do. */
import { type ConsentLeft, consentMarkWith, isConsentMarkOf, sealConsentLabelWith } from '../consent.js';
import { lockKeyringWith, unlockKeyring } from '../keyring-blob.js';
import { deriveKeyring } from '../keyring.js';
import { mailboxBase, mailboxKeysFromBase } from '../mailbox-keys.js';
import { deriveDeskKeys } from '../keys.js';
import { openPost, sealPostWith } from '../mailbox-posts.js';
import {
  deskPostKey,
  openThreadRef,
  sealThreadRefWith,
  signThread,
  verifyThread,
} from '../mailbox-threads.js';
import { openReply } from '../mailbox.js';
import { openConsentLabel } from '../open-consent-label.js';
import * as messages from '../messages.js';
import { EVERY_WORD_LIST } from '../every-word-list.js';
import { parseReceiptWords, receiptWordsOf } from '../receipt-words.js';
import { type Inputs, replayedRandomness } from './inputs.js';
import { result, ok, type Actions } from './outcome.js';

const placeOf = (i: Inputs) => ({ address: i.bytes('address'), signKey: i.bytes('signKey') });

export const mailboxActions: Actions = {
  'receipt-words': (i) =>
    ok({
      words: receiptWordsOf(
        i.bytes('entropy'),
        EVERY_WORD_LIST[i.text('language') as 'en' | 'es' | 'pt'],
      ).words.join(' '),
    }),
  'parse-receipt-words': (i) => result(parseReceiptWords(i.text('typed'), Object.values(EVERY_WORD_LIST))),
  'mailbox-keys': (i) => {
    const base = mailboxBase(i.bytes('entropy'), i.text('code'));
    const keys = mailboxKeysFromBase(base);
    return ok({
      base,
      read: keys.read,
      address: keys.address,
      xwing: keys.seal.publicKey,
      ed25519: keys.sign.publicKey,
      post: keys.post,
    });
  },
  'seal-reply': (i) => {
    const input = { reporterKey: i.bytes('recipientKey'), address: i.bytes('address'), body: i.json('body') };
    return ok({ sealed: messages.sealReplyWith(replayedRandomness(i), input, i.bytes('signSecretKey')) });
  },
  'open-reply': (i) =>
    result(openReply(mailboxKeysFromBase(i.bytes('base')), i.bytes('sealed'), i.bytesList('signKeys'))),
  'seal-post': (i) => {
    const message = { number: i.number('number'), body: i.json('body') };
    return ok({ sealed: sealPostWith(replayedRandomness(i), mailboxKeysFromBase(i.bytes('base')), message) });
  },
  'open-post': (i) => {
    const keys = { address: i.bytes('address'), post: i.bytes('post'), signKey: i.bytes('signKey') };
    return result(openPost(keys, i.bytes('sealed')));
  },
  'desk-post-key': (i) =>
    ok({ post: deskPostKey(deriveDeskKeys(i.bytes('seed')).thread, i.bytes('address')) }),
  'seal-thread-ref': (i) => {
    const mark = { reportId: i.text('reportId'), mailbox: i.text('mailbox') as 'real' | 'harmless' };
    const { thread } = deriveDeskKeys(i.bytes('seed'));
    return ok({ ref: sealThreadRefWith(replayedRandomness(i), thread, placeOf(i), mark) });
  },
  'open-thread-ref': (i) =>
    result(openThreadRef(deriveDeskKeys(i.bytes('seed')).thread, placeOf(i), i.bytes('ref'))),
  'sign-thread': (i) => ok({ proof: signThread(i.json('narrative'), i.bytes('signSecretKey')) }),
  'verify-thread': (i) =>
    result({ ok: verifyThread(i.json('narrative'), i.bytes('proof'), i.bytes('signKey')) }),
  'consent-mark': (i) => ok({ mark: consentMarkWith(replayedRandomness(i), i.bytes('signKey')) }),
  'verify-consent-mark': (i) => result({ ok: isConsentMarkOf(i.bytes('signKey'), i.bytes('mark')) }),
  'seal-consent-label': (i) => {
    const said = {
      deployment: i.text('deployment'),
      day: i.number('day'),
      consent: i.json('consent') as ConsentLeft | null,
    };
    const { sign } = mailboxKeysFromBase(i.bytes('base'));
    return ok({ sealed: sealConsentLabelWith(replayedRandomness(i), i.bytes('publicKey'), said, sign) });
  },
  'open-consent-label': (i) => result(openConsentLabel(i.bytes('secretKey'), i.bytes('sealed'))),
  'derive-keyring': async (i) =>
    ok(await deriveKeyring(i.text('passphrase'), i.text('deployment'), i.text('handle'))),
  'lock-keyring': (i) => {
    const keys = { address: i.bytes('address'), key: i.bytes('key') };
    const keyring = { memberId: i.text('memberId'), seed: i.bytes('seed') };
    return ok({ blob: lockKeyringWith(replayedRandomness(i), keys, keyring) });
  },
  'unlock-keyring': (i) =>
    result(unlockKeyring({ address: i.bytes('address'), key: i.bytes('key') }, i.bytes('blob'))),
};
