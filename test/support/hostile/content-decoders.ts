/** What people and partners write: a report's contents, policies, receipt words, cursors, ids, scalars, addresses, files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { loadWordLists, parseReceiptWords } from '#crypto/mailbox';
import { ConfigError, loadConfig, newId } from '#kernel';
import { Bytes, DateTime, encodeCursor, pageArguments, parseId } from '#graphql';
import { checkPolicy, parsePolicy, policyBytes } from '#policy';
import { DEFAULT_POLICY } from '#policy/files';
import { compilePolicy, NOBODY_KNOWN, readSource } from '#policy/source';
import {
  decodeIdentity,
  decodeNarrative,
  decodeRouting,
  encodeIdentity,
  encodeNarrative,
  readPost,
  readReply,
  encodeRouting,
  type Encoded,
} from '#vocabulary';
import { readDutySource } from '#rosters/source';
import { parsePlan } from '../../../apps/cli/src/plan.js';
import { demoPlan } from '../../../apps/cli/src/profiles.js';
import { Stop } from '../../../apps/cli/src/terminal.js';
import { checkTarget } from '#outgoing';
import { loadPlan } from '../../../apps/worker/src/escalation/stored-plan.js';
import { plainRouting, type TestWorld } from '../../../apps/worker/test/world.js';
import { issueChallenge, readChallenge } from '../../../libs/people/src/domain/challenge.js';
import { verifyPublication } from '../../../libs/people/src/domain/publication.js';
import { readWork } from '../../../libs/reports/src/read-work.js';
import { decodeEvents, encodeEvents } from '../../../libs/platform/src/events.js';
import { parseRedisUrl } from '../../../libs/platform/src/queue-redis.js';
import { draft } from '../draft.js';
import { decoder, ofBytes, ofJson, ofText, type Decoder } from './decoder.js';
import { hostileBytes } from './hostile-bytes.js';
import { NUMBERS } from './hostile-json.js';
import { hostileText } from './hostile-text.js';

/** As a phone that has worked sends it. */
const WORK = JSON.stringify({
  challenge: {
    parameters: {
      algorithm: 'PBKDF2/SHA-256',
      cost: 500,
      data: { report: 'ab'.repeat(32), until: 1_772_602_870 },
      keyLength: 32,
      keyPrefix: 'cd'.repeat(16),
      keySignature: 'ef'.repeat(32),
      nonce: '01'.repeat(16),
      salt: '23'.repeat(16),
    },
    signature: '45'.repeat(32),
  },
  solution: { counter: 131, derivedKey: '67'.repeat(32), time: 120.5 },
});

const wordLists = await loadWordLists();

const POLICY_TEXTS = [
  readFileSync(new URL('../../../libs/policy/policies/default.yaml', import.meta.url), 'utf8'),
  'policy: amparo/1\nroutes: &all [{ name: a, plan: b, when: { territory: 01 } }]\nplans: { b: *all }\n',
];

const plainReply = {
  v: 1,
  number: 1_790_000_000_000,
  text: '¿Está a salvo?',
  choices: ['Sí', 'No'],
  status: 'acting',
  ref: 'A'.repeat(76),
  post: 'A'.repeat(43),
};
const plainPost = {
  v: 1,
  text: 'Siguen afuera',
  answer: { to: 1_790_000_000_000, choice: 'No' },
  consent: { tiers: ['T2'], named: [] },
  withdraw: null,
  read: 1_790_000_000_000,
};

function encoded(content: Encoded): Uint8Array {
  if (!content.ok) throw new Error('the sample encodes');
  return content.bytes;
}

export function contentDecoders(world: TestWorld): readonly Decoder[] {
  const { narrative } = draft();
  const attachment = {
    blob: 'a'.repeat(32),
    kind: 'voice',
    form: 'masked',
    type: 'audio/webm',
    sizeClass: 2,
    key: 'A'.repeat(43),
    sealedHash: 'A'.repeat(43),
    originalHash: 'A'.repeat(43),
    derivedFrom: { hash: 'A'.repeat(43), blob: null },
  };
  const full = encodeNarrative({
    v: 1,
    ...narrative,
    attachments: [attachment],
    followUp: {
      address: 'A'.repeat(43),
      sealKey: 'A'.repeat(1622),
      signKey: 'A'.repeat(43),
      post: 'A'.repeat(43),
      duress: { words: 'A'.repeat(43) },
    },
    thread: { kind: 'later', ref: 'A'.repeat(76), proof: `${'A'.repeat(85)}A` },
    facets: { means: ['PHONE'] },
  });
  const identity = encodeIdentity({
    v: 1,
    name: 'Persona Inventada',
    contacts: 'radio',
    safeContact: 'de noche',
    fileSecret: 'A'.repeat(43),
  });
  const routing = encoded(encodeRouting(plainRouting));
  return [
    ofBytes('libs/vocabulary/src/report/routing.ts#decodeRouting', [routing], decodeRouting, {
      inputs: 8_000,
    }),
    ofBytes('libs/vocabulary/src/report/narrative.ts#decodeNarrative', [encoded(full)], decodeNarrative),
    ofJson('libs/vocabulary/src/conversation/messages.ts#readReply', [plainReply], readReply, {
      inputs: 2_000,
    }),
    ofJson('libs/vocabulary/src/conversation/messages.ts#readPost', [plainPost], readPost, {
      inputs: 2_000,
    }),
    ofBytes('libs/vocabulary/src/report/identity.ts#decodeIdentity', [encoded(identity)], decodeIdentity),
    ofBytes(
      'libs/policy/src/compiled-form.ts#parsePolicy',
      [policyBytes(world.policy), policyBytes(DEFAULT_POLICY)],
      parsePolicy,
    ),
    ofJson('libs/policy/src/compiled-form.ts#checkPolicy', [world.policy], checkPolicy, {
      inputs: 1_000,
    }),
    ofText(
      'libs/policy/src/source/read-source.ts#readSource',
      POLICY_TEXTS,
      (text) => {
        const read = readSource(text);
        return read.ok ? compilePolicy(read.source, read.locate, NOBODY_KNOWN, 1) : read;
      },
      { inputs: 500 },
    ),
    ofText(
      'libs/crypto/src/receipt-words.ts#parseReceiptWords',
      [
        'ábaco abdomen abeja abierto abogado abono aborto abrazo abrir abuelo abuso acabar',
        'abandon '.repeat(12),
      ],
      (typed) => parseReceiptWords(typed, wordLists),
      { inputs: 300 },
    ),
    ...edgeOfTheApi(),
    ...edgeOfTheProcesses(world),
  ];
}

function edgeOfTheApi(): readonly Decoder[] {
  const graphql = { throws: [GraphQLError] };
  const secret = new Uint8Array(32).fill(7);
  const { nonce } = issueChallenge(secret, new Uint8Array(12).fill(9), new Date(0));
  return [
    ofJson(
      'libs/graphql/src/bytes.scalar.ts#parseBytes',
      ['AAECAwQ', 'A'.repeat(100)],
      (value) => Bytes.parseValue(value),
      graphql,
    ),
    ofJson(
      'libs/graphql/src/date-time.scalar.ts#parse',
      ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
      (value) => DateTime.parseValue(value),
      graphql,
    ),
    ofText('libs/reports/src/read-work.ts#readWork', [WORK], readWork),
    ofText('libs/graphql/src/identifier.ts#parseId', [newId()], parseId, graphql),
    decoder(
      'libs/graphql/src/page.ts#pageArguments',
      4_000,
      [GraphQLError],
      (chance) => ({
        // GraphQL's Int lets no fraction through.
        first: Math.trunc(chance.pick(NUMBERS.filter((number) => Math.abs(number) < 2 ** 31))),
        after: hostileText(chance, [encodeCursor(newId())]),
      }),
      ({ first, after }) => pageArguments(first, after),
    ),
    ofBytes(
      'libs/people/src/domain/challenge.ts#readChallenge',
      [nonce],
      (bytes) => readChallenge(secret, bytes, new Date(0)),
      {
        inputs: 2_000,
      },
    ),
  ];
}

function edgeOfTheProcesses(world: TestWorld): readonly Decoder[] {
  const published = world.publish();
  const documents = ['head', 'signatures', 'directory', 'access', 'policy', 'grants'] as const;
  const { lawyer } = world.people;
  const steps = [
    {
      afterMs: 0,
      targets: [
        { kind: 'roster', roster: 'triage' },
        { kind: 'desk' },
        { kind: 'ally', member: lawyer.id },
        { kind: 'call', contact: lawyer.id },
      ],
    },
  ];
  const nowhere = () => Promise.resolve([]);
  const schema = z.object({ PORT: z.coerce.number().int(), DATABASE_URL: z.url() });
  return [
    decoder(
      'libs/people/src/domain/publication.ts#verifyPublication',
      300,
      [],
      (chance) => {
        const name = chance.pick(documents);
        return { ...published, [name]: hostileBytes(chance, [published[name]]) };
      },
      (bytes) => verifyPublication(bytes, { pin: world.pin, production: false, now: new Date() }),
    ),
    ofJson(
      'apps/worker/src/escalation/stored-plan.ts#loadPlan',
      [{ v: 2, lastWaitMs: 60_000, steps }],
      (value) => loadPlan(value, world.roster),
      { throws: [z.ZodError], inputs: 2_000 },
    ),
    ofText(
      'libs/rosters/src/source.ts#readDutySource',
      [readFileSync(join(process.cwd(), 'libs/rosters/examples/triage.yaml'), 'utf8')],
      (text) =>
        readDutySource(text, {
          members: new Map([['rosa', newId()]]),
          signer: newId(),
          current: () => ({ version: 0, duty: null }),
          now: new Date(),
        }),
    ),
    ofText(
      'apps/worker/src/delivery/endpoint-address.ts#checkTarget',
      ['https://ally.example/hook', 'http://127.0.0.1:1/'],
      (text) => checkTarget(text, new Set(), nowhere),
    ),
    ofText(
      'libs/platform/src/events.ts#decodeEvents',
      encodeEvents(new Map([['q', new Set([newId()])]])),
      decodeEvents,
    ),
    ofText(
      'libs/platform/src/queue-redis.ts#parseRedisUrl',
      ['redis+sentinel://:pass%20word@[::1]:26379,b:26379/main', 'redis+cluster://a:1,b:2'],
      parseRedisUrl,
      // Plain errors with a fixed text: an address may hold a password.
      { throws: [Error] },
    ),
    decoder(
      'libs/kernel/src/config.ts#loadConfig',
      2_000,
      [ConfigError],
      (chance) => ({
        PORT: hostileText(chance, ['8080']),
        DATABASE_URL: hostileText(chance, ['postgresql://a:b@c/d']),
      }),
      (env) => loadConfig(schema, env),
    ),
    ofText(
      'apps/cli/src/plan.ts#parsePlan',
      [JSON.stringify(demoPlan('demo'))],
      (text) => parsePlan(text, undefined),
      {
        throws: [Stop],
        inputs: 1_000,
      },
    ),
  ];
}
