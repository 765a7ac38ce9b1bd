/** Closed reasons in plain words, each with what the person can do about it. */
import type { CallFailure, DirectoryRefusal } from '#sdk';
import { nobodyAnswers, refuse, type Stop } from './terminal.js';

const SWAPPED = 'Do not send anything through this server; tell the people who gave you the pin.';

const DIRECTORY: Readonly<Record<string, string>> = {
  unsigned: `The directory is not signed by enough of the roots you trust. ${SWAPPED}`,
  'wrong-root': `The directory is signed by roots that are not those you trust. ${SWAPPED}`,
  malformed: `The directory is not in its one valid form. ${SWAPPED}`,
  'wrong-deployment': `This server belongs to another deployment than your pin. Check --api and --pin.`,
  'demo-in-production': 'This is a demo deployment, and you asked for a real one.',
  'rolled-back': `The server serves an older directory than one you have seen. ${SWAPPED}`,
  forked: `The server serves another directory than one you have seen under the same history. ${SWAPPED}`,
  expired: 'The directory has expired; the roots must sign a new head.',
  'not-in-head': `A document is not the one that the roots signed. ${SWAPPED}`,
  'weak-key': `The directory lists a key that anybody could open. ${SWAPPED}`,
  'nothing-published': 'Nothing has been published on this server yet.',
  'memory-unreadable':
    'The memory of directories seen before cannot be read. It guards against a rolled-back directory: find out why before you remove it (seen/ in the home folder).',
  'no-fresh-cosignature':
    'no witness confirmed within 7 days that this directory is the newest one; it may be a frozen copy.',
  'expires-soon': 'the directory expires within 30 days; the roots should sign a new head.',
};

export function explainDirectory(reason: DirectoryRefusal | 'no-fresh-cosignature' | 'expires-soon'): string {
  return DIRECTORY[reason] ?? `The directory breaks a rule that it must keep (${reason}). ${SWAPPED}`;
}

const CODES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'The session is not valid. Sign in again.',
  FORBIDDEN: 'Your rights do not include this.',
  BAD_REQUEST: 'The server does not understand this client; their versions may differ.',
  TOO_LARGE: 'The server finds the request too large.',
  TOO_COMPLEX: 'The server finds the request too complex.',
  RATE_LIMITED: 'The server takes no more in this minute. Try again in a minute.',
  UNAVAILABLE: 'The server cannot answer now. Try again in a moment.',
  INTERNAL: 'Something is wrong on the server’s side. Try again once.',
};

export function explainCall(failure: CallFailure): Stop {
  switch (failure.reason) {
    case 'unreachable':
      return nobodyAnswers('Nobody answers at that address.');
    case 'timeout':
      return nobodyAnswers('The server did not answer in time.');
    case 'too-large':
    case 'malformed':
      return refuse(failure.reason, 'What answers at that address does not speak our protocol.');
    case 'error':
      return refuse(failure.code, CODES[failure.code] ?? 'The server refused.');
  }
}

const SEALING: Readonly<Record<string, string>> = {
  'routing-too-long': 'There are too many codes to fit: name fewer.',
  'narrative-too-long': 'The text is too long for the largest envelope (about 130,000 characters).',
  'identity-too-long': 'Name, contacts and safe-contact plan together are too long: shorten them.',
  'too-few-custodians':
    'With these exclusions too few custodians remain, so nobody could ever open the identity. Send it with --anonymous, or exclude fewer.',
  'weak-key': 'The directory has no usable keys for this.',
  'unknown-organisation': 'An excluded organisation is not in the public list.',
  'no-desk-without-them':
    'Nothing was sealed: every desk that could read this holds somebody you excluded. Speak to a person you trust at another organisation.',
  malformed: 'A value has the wrong form.',
};

export function explainSealing(reason: string, field: string | null): string {
  const text = SEALING[reason] ?? `The report was not sealed (${reason}).`;
  return field === null ? text : `${text} (${field})`;
}
