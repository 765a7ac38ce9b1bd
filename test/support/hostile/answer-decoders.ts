/**
 * What our clients read from servers: the server may be the attacker (guarantee 6), and a phone that crashes on its answer
 * loses the report that was being sent. Whole flows are run against it, not only the shapes.
 */
import { toBase64Url, type RootPin } from '#crypto';
import { loadWordList, newReceiptWords } from '#crypto/mailbox';
import { createTransport, memoryStorage, openDirectory, visitMailbox, type Transport } from '#sdk';
import { openSession, openWork, type Member } from '#sdk/member';
import * as operations from '../../../libs/sdk/src/operations.js';
import { ShapeError } from '../../../libs/sdk/src/shape.js';
import type { Operation } from '../../../libs/sdk/src/transport.js';
import { deriveMemberKeys, randomBytes, utf8 } from '#crypto';
import { newId } from '#kernel';
import type { TestWorld } from '../../../apps/worker/test/world.js';
import type { Chance } from './chance.js';
import { decoder, ofJson, type Decoder } from './decoder.js';
import { hostileBytes } from './hostile-bytes.js';
import { hostileJson } from './hostile-json.js';
import { answerTo, committedSchema } from './schema-walk.js';

export const OPERATIONS = 'libs/sdk/src/operations.ts';

const spanish = await loadWordList('es');

const samples: Readonly<Record<string, unknown>> = {
  String: 'WAITING',
  ID: '0b7c6f0e-3c1c-4c5c-9a35-6c8f5f3f7f10',
  Int: 3,
  Boolean: true,
  Bytes: 'A'.repeat(43),
  DateTime: '2026-03-01T09:30:00.000Z',
};
const sampleOf = (scalar: string): unknown => samples[scalar] ?? 'x';

function known(): readonly [string, Operation<unknown>][] {
  return Object.entries(operations as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && 'decode' in value && 'document' in value
      ? [[name, value as Operation<unknown>] as [string, Operation<unknown>]]
      : [],
  );
}

export function answerDecoders(world: TestWorld): readonly Decoder[] {
  const schema = committedSchema();
  const answers = known().map(([name, operation]) => {
    const data = answerTo(schema, operation.document, sampleOf) as Record<string, unknown>;
    return { name, operation, data };
  });
  const shapes = answers.map(({ name, operation, data }) =>
    ofJson(`${OPERATIONS}#${name}`, [data[operation.field]], (value) => operation.decode(value), {
      throws: [ShapeError],
      inputs: 700,
    }),
  );
  const transports = decoder(
    'libs/sdk/src/transport.ts#createTransport',
    2_000,
    [],
    (chance) => {
      const { operation, data } = chance.pick(answers);
      return { operation, body: bodyOf(chance, data), status: chance.pick([200, 204, 301, 400, 500]) };
    },
    ({ operation, body, status }) => transportTo(body, status).call(operation, {}),
  );
  return [...shapes, transports, ...flows(world)];
}

function bodyOf(chance: Chance, data: Readonly<Record<string, unknown>>): Uint8Array {
  if (chance.oneIn(3)) return hostileBytes(chance, [utf8(JSON.stringify({ data }))]);
  return utf8(
    JSON.stringify(
      hostileJson(chance, chance.oneIn(4) ? { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } : { data }),
    ),
  );
}

function transportTo(body: Uint8Array, status = 200): Transport {
  const empty = status === 204;
  const answer = () => Promise.resolve(new Response(empty ? null : new Uint8Array(body), { status }));
  return createTransport({ url: 'https://api.example/graphql', fetch: answer, maxResponseBytes: 500_000 });
}

type Answers = Readonly<Record<string, unknown>>;

/** The right answers of a server, one of them changed. */
function lies(answers: Answers): (chance: Chance) => Answers {
  return (chance) => {
    const field = chance.pick(Object.keys(answers));
    return { ...answers, [field]: hostileJson(chance, answers[field]) };
  };
}

function lyingServer(answers: Answers): Transport {
  return createTransport({
    url: 'https://api.example/graphql',
    fetch: (_url, init) => {
      const { query } = JSON.parse(init?.body as string) as { query: string };
      const asked = Object.entries(answers).filter(([field]) => new RegExp(`\\b${field}\\b`).test(query));
      return Promise.resolve(Response.json({ data: Object.fromEntries(asked) }));
    },
  });
}

function flows(world: TestWorld): readonly Decoder[] {
  const published = world.publish();
  const served = {
    version: published.version,
    head: toBase64Url(published.head),
    signatures: toBase64Url(published.signatures),
    directory: toBase64Url(published.directory),
    policy: toBase64Url(published.policy),
    freshness: [{ statement: 'AA', signature: 'AA', witness: 'AA' }],
  };
  const member: Member = { id: newId(), keys: deriveMemberKeys(randomBytes(32)) };
  const now = new Date();
  const challenge = {
    nonce: toBase64Url(randomBytes(32)),
    expiresAt: new Date(now.getTime() + 60_000).toISOString(),
    deployment: world.pin.deployment,
    origin: 'https://api.example',
  };
  const session = { __typename: 'Session', token: 'T', expiresAt: challenge.expiresAt, memberId: member.id };
  const me = {
    id: member.id,
    rights: ['ally'],
    roster: toBase64Url(randomBytes(2000)),
    grants: [{ desk: 'triage', epoch: 1, sealed: 'AAAA' }],
  };
  const words = newReceiptWords(spanish);
  const boxes = Array.from({ length: 8 }, () => toBase64Url(randomBytes(4096)));
  const directory = { ...world.directory, kind: 'amparo/directory/1' } as const;
  return [
    decoder('libs/sdk/src/directory.ts#openDirectory', 1_000, [], lies({ directory: served }), (told) =>
      openDirectory({ transport: lyingServer(told), pin: world.pin, storage: memoryStorage(), now }),
    ),
    decoder(
      'libs/sdk/src/session.ts#openSession',
      2_000,
      [],
      lies({ requestChallenge: challenge, signIn: session }),
      (told) => openSession(lyingServer(told), world.pin, member, now),
    ),
    decoder('libs/sdk/src/member-keys.ts#openWork', 250, [], lies({ me }), async (told) =>
      openWork(sessionOver(lyingServer(told), member), await verified(world.pin, served)),
    ),
    decoder('libs/sdk/src/mailbox.ts#visitMailbox', 200, [], lies({ exchangeMailbox: { boxes } }), (told) =>
      visitMailbox(lyingServer(told), directory, { words: words.words.join(' '), now }),
    ),
  ];
}

const sessionOver = (transport: Transport, member: Member) =>
  ({
    member,
    expiresAt: new Date(),
    call: (operation: Parameters<Transport['call']>[0], variables: object) =>
      transport.call(operation, variables),
    end: () => Promise.resolve(),
  }) as never;

async function verified(pin: RootPin, directory: object) {
  const transport = createTransport({
    url: 'https://api.example/graphql',
    fetch: () => Promise.resolve(Response.json({ data: { directory } })),
  });
  const outcome = await openDirectory({ transport, pin, storage: memoryStorage(), now: new Date() });
  if (!outcome.ok) throw new Error(`the sample directory was refused: ${outcome.reason}`);
  return outcome.directory;
}
