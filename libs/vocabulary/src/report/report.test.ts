import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, cryptoReady, toBase64Url, utf8 } from '#crypto';
import { LISTS } from '../lists.js';
import { decodeIdentity, encodeIdentity, type Identity } from './identity.js';
import { decodeNarrative, encodeNarrative, type Narrative, NARRATIVE_MAX_BYTES } from './narrative.js';
import { decodeRouting, encodeRouting, type Routing, ROUTING_MAX_BYTES } from './routing.js';

await cryptoReady();

const orgId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const b64 = (length: number) => toBase64Url(new Uint8Array(length).fill(7));

const routing: Routing = {
  v: 1,
  acts: ['THR_DEATH', 'SUR_PHYSICAL'],
  imminence: '72h',
  urgency: 'U2',
  department: '2502',
  targets: ['IND', 'COM'],
  sector: ['LOGGING', 'COCA_DRUGS'],
  perpetrators: ['IL_LOGGING', 'HITMEN'],
  needs: ['UM_A', 'CS_LEGAL', 'CS_RELOCATION'],
  language: 'cni',
  consent: { tiers: ['T1', 'T2', 'T4'], named: [orgId(1)] },
  exclusions: [orgId(2), orgId(3)],
  raisers: ['PRIOR_KILLING', 'ISOLATION', 'CHILDREN'],
};

const narrative = (): Narrative => ({
  v: 1,
  text: 'Hombres armados en el puente.\r\n\uFEFF\u0000 🌳',
  occurredAt: '2026-07',
  recordedAt: '2026-07-20T03:04:05Z',
  place: 'Quebrada sin nombre',
  who: null,
  attachments: [
    {
      blob: 'a1'.repeat(16),
      kind: 'voice',
      form: 'masked',
      type: 'audio/webm',
      sizeClass: 3,
      key: b64(32),
      sealedHash: b64(32),
      originalHash: b64(32),
      derivedFrom: { hash: b64(32), blob: 'b2'.repeat(16) },
    },
    {
      blob: 'b2'.repeat(16),
      kind: 'voice',
      form: 'original',
      type: 'audio/webm',
      sizeClass: 3,
      key: null,
      sealedHash: b64(32),
      originalHash: b64(32),
      derivedFrom: null,
    },
  ],
  followUp: { address: b64(32), sealKey: b64(1216), signKey: b64(32), post: b64(32), duress: null },
  exclusionsFreeText: null,
  sourceConnection: 'third-party',
  facets: { means: ['IN_PERSON'], genderForms: [] },
});

const identity: Identity = { v: 1, name: 'Ana', contacts: '+51 900 000 000', safeContact: 'Solo de noche' };

const bytesOf = (outcome: { ok: boolean }): Uint8Array => {
  if (!outcome.ok || !('bytes' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.bytes as Uint8Array;
};

describe('routing', () => {
  it('comes back as it was written', () => {
    expect(decodeRouting(bytesOf(encodeRouting(routing)))).toEqual({ ok: true, value: routing });
  });

  it('keeps codes that this version does not know, and what a newer version adds', () => {
    const newer: Routing = {
      ...routing,
      acts: ['DRONE_ATTACK'],
      raisers: ['FLOOD'],
      ext: { weather: ['RAIN', 1] },
    };
    expect(decodeRouting(bytesOf(encodeRouting(newer)))).toEqual({ ok: true, value: newer });
  });

  it('leaves room for a report with much to say', () => {
    expect(bytesOf(encodeRouting(routing)).length).toBeLessThan(ROUTING_MAX_BYTES * 0.7);
  });

  it('says how much too large it is instead of cutting something off', () => {
    const everything: Routing = {
      ...routing,
      needs: LISTS.needs.slice(13, 23).map((entry) => entry.code),
      consent: { tiers: ['T1'], named: Array.from({ length: 8 }, (_, at) => orgId(at)) },
      exclusions: Array.from({ length: 8 }, (_, at) => orgId(at + 8)),
    };
    const outcome = encodeRouting(everything);
    expect(outcome).toMatchObject({ ok: false, reason: 'too-large', limit: ROUTING_MAX_BYTES });
  });

  it.each<[string, unknown, string]>([
    ['no act', { acts: [] }, 'acts'],
    ['an act twice', { acts: ['THR_DEATH', 'THR_DEATH'] }, 'acts'],
    ['a name among the targets', { targets: ['Ana Pérez'] }, 'targets.0'],
    ['a district', { department: '250201' }, 'department'],
    ['a point', { department: '-8.38,-74.53' }, 'department'],
    ['a language name', { language: 'Asháninka' }, 'language'],
    ['publication at sealing', { consent: { tiers: ['T5'], named: [] } }, 'consent.tiers.0'],
    ['an organisation by name', { exclusions: ['Empresa X'] }, 'exclusions.0'],
    ['an urgency beyond the scale', { urgency: 'U0' }, 'urgency'],
    ['free text in an unknown field', { note: 'llame a Ana' }, ''],
    ['too many needs', { needs: Array.from({ length: 11 }, (_, at) => `N${at}`) }, 'needs'],
  ])('refuses %s, both ways', (_what, change, path) => {
    const wrong = { ...routing, ...(change as object) } as Routing;
    expect(encodeRouting(wrong)).toEqual({ ok: false, reason: 'malformed', path });
    expect(decodeRouting(canonicalJson(wrong))).toEqual({ ok: false, reason: 'malformed' });
  });

  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), 'not-canonical'],
    ['text', () => utf8('hola'), 'not-canonical'],
    ['invalid UTF-8', () => Uint8Array.of(0xff, 0xfe), 'not-canonical'],
    ['spaces between fields', () => utf8(JSON.stringify(routing, null, 1)), 'not-canonical'],
    ['a list', () => utf8('[]'), 'malformed'],
    ['null', () => utf8('null'), 'malformed'],
    ['another version', () => canonicalJson({ ...routing, v: 2 }), 'wrong-version'],
    ['no version', () => canonicalJson({ acts: ['OTHER'] }), 'malformed'],
    ['too much', () => utf8(' '.repeat(ROUTING_MAX_BYTES + 1)), 'too-large'],
  ])('answers %s with one closed reason', (_what, bytes, reason) => {
    expect(decodeRouting(bytes())).toEqual({ ok: false, reason });
  });

  it('never throws on bytes from outside', () => {
    const json = fc.json().map((text) => utf8(text));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 1100 }), json), (bytes) => {
        expect(['too-large', 'not-canonical', 'malformed', 'wrong-version']).toContain(
          (decodeRouting(bytes) as { reason?: string }).reason,
        );
      }),
    );
  });
});

describe('narrative', () => {
  it('comes back byte for byte: line ends, marks, zeros and emoji included', () => {
    const written = narrative();
    expect(decodeNarrative(bytesOf(encodeNarrative(written)))).toEqual({ ok: true, value: written });
  });

  it('comes back for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const written = { ...narrative(), text };
        expect(decodeNarrative(bytesOf(encodeNarrative(written)))).toEqual({ ok: true, value: written });
      }),
    );
  });

  it('keeps what a newer client says of a file', () => {
    const [first] = narrative().attachments;
    const newer = { ...narrative(), attachments: [{ ...first!, kind: 'satellite', ext: { duration: 7 } }] };
    expect(decodeNarrative(bytesOf(encodeNarrative(newer)))).toEqual({ ok: true, value: newer });
  });

  it('leaves room for words in the smallest envelope', () => {
    const short = { ...narrative(), attachments: [], text: 'x'.repeat(500) };
    expect(bytesOf(encodeNarrative(short)).length).toBeLessThanOrEqual(8192 - 5402 - 4);
  });

  it('takes a hundred thousand letters, and refuses what no envelope can hold', () => {
    expect(encodeNarrative({ ...narrative(), text: 'a'.repeat(100_000) }).ok).toBe(true);
    const outcome = encodeNarrative({ ...narrative(), text: 'ñ'.repeat(100_000) });
    expect(outcome).toMatchObject({ ok: false, reason: 'too-large', limit: NARRATIVE_MAX_BYTES });
  });

  it.each<[string, unknown, string]>([
    ['half a character', { text: '\ud800' }, ''],
    ['a day that does not exist', { occurredAt: '2026-02-30' }, 'occurredAt'],
    ['a vague date in words', { occurredAt: 'ayer' }, 'occurredAt'],
    ['a recording time without its zone', { recordedAt: '2026-07-20T03:04:05' }, 'recordedAt'],
    ['a short mailbox key', { followUp: { ...narrative().followUp, post: 'AAAA' } }, 'followUp.post'],
    ['one file twice', { attachments: Array(2).fill(narrative().attachments[0]) }, 'attachments'],
    [
      'too many files',
      {
        attachments: Array.from({ length: 21 }, (_, at) => ({
          ...narrative().attachments[0],
          blob: String(at).padStart(32, '0'),
        })),
      },
      'attachments',
    ],
    [
      'a file name in the place of a type',
      { attachments: [{ ...narrative().attachments[0], type: 'Casa de Ana.jpg' }] },
      'attachments.0.type',
    ],
    [
      'words for an attachment kind',
      { attachments: [{ ...narrative().attachments[0], kind: 'Voz de Ana' }] },
      'attachments.0.kind',
    ],
  ])('refuses %s and names the field, never its content', (_what, change, path) => {
    const wrong = { ...narrative(), ...(change as object) } as Narrative;
    expect(encodeNarrative(wrong)).toEqual({ ok: false, reason: 'malformed', path });
  });

  it.each(['2026', '2026-07', '2026-07-20', '2026-07-20T10:00-05:00', '2026-07-20T10:00:00Z'])(
    'takes a date as exactly as it is known: %s',
    (occurredAt) => {
      expect(encodeNarrative({ ...narrative(), occurredAt }).ok).toBe(true);
    },
  );
});

describe('identity', () => {
  it('comes back as it was written', () => {
    expect(decodeIdentity(bytesOf(encodeIdentity(identity)))).toEqual({ ok: true, value: identity });
  });

  it('of an anonymous report is no bytes at all', () => {
    expect(bytesOf(encodeIdentity(null))).toHaveLength(0);
    expect(decodeIdentity(new Uint8Array(0))).toEqual({ ok: true, value: null });
  });

  it('has room for the secret of the files that only a quorum opens', () => {
    const full = {
      ...identity,
      name: 'a'.repeat(100),
      contacts: 'b'.repeat(380),
      safeContact: 'c'.repeat(380),
    };
    const kept = { ...full, fileSecret: b64(32) };
    expect(decodeIdentity(bytesOf(encodeIdentity(kept)))).toEqual({ ok: true, value: kept });
  });

  it('must fit its field', () => {
    const long = { ...identity, contacts: 'ñ'.repeat(400), safeContact: 'ñ'.repeat(400) };
    expect(encodeIdentity(long)).toMatchObject({ ok: false, reason: 'too-large' });
  });
});
