/**
 * Guarantee 9, in process: at least 100,000 hostile inputs for everything that reads what somebody else wrote. A decoder
 * answers, or throws the one error it says it throws; it never crashes, hangs, or makes much out of little. A failure names
 * its seed; AMPARO_SEED replays it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, toHex } from '#crypto';
import { makeTestWorld } from '../../apps/worker/test/world.js';
import { answerDecoders, OPERATIONS } from '../support/hostile/answer-decoders.js';
import { carriedDecoders } from '../support/hostile/carried-decoders.js';
import { Chance, seedOfThisRun } from '../support/hostile/chance.js';
import { contentDecoders } from '../support/hostile/content-decoders.js';
import type { Decoder } from '../support/hostile/decoder.js';
import { fileDecoders } from '../support/hostile/file-decoders.js';
import { documentDecoders } from '../support/hostile/document-decoders.js';
import { openingDecoders } from '../support/hostile/opening-decoders.js';
import { sizeOf } from '../support/hostile/size-of.js';

const AT_LEAST = 100_000;
/** Of one input, in time of the processor: a busy machine makes nobody wait here, a regular expression that backtracks does. */
const LONGEST_MS = 2_000;
/** What is read may be decoded and named, not multiplied. */
const GROWTH = 40;
const GROWTH_OF_SMALL = 64 * 1024;
const HEAP_MIB = 400;

/** Not decoders of what strangers send, or read by another that is fuzzed; each says by what. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'libs/crypto/src/bytes.ts#readU32': 'openRosterCopy, through padding',
  'libs/crypto/src/padding.ts#unpad': 'openRosterCopy',
  'libs/crypto/src/open-signed-message.ts#openSigned': 'openNotice, openCapsule, openTriageNote, openReply',
  'libs/crypto/src/open-signed-message.ts#openSignedBy': 'openSigned, openConsentLabel',
  'libs/crypto/src/open-envelope.ts#openSlot': 'openRouting, openEnvelopeAsDesk',
  'libs/crypto/src/open-envelope.ts#openCompartment': 'openRouting, openEnvelopeAsDesk',
  'libs/people/src/domain/publication.ts#verifyStoredPublication': 'verifyPublication',
  'libs/platform/src/migration-files.ts#readSchema': 'reads our own file',
  'libs/platform/src/migration-files.ts#readMigrations': 'reads our own files',
  'libs/policy/src/files.ts#readOwnPolicy': 'readSource; our own files',
  'libs/sdk/src/deployment-files.ts#readPinFile':
    'decodeRootPin; the rest is a file of the person who runs it',
  'libs/sdk/src/deployment-files.ts#readPublication': 'a file of the person who runs it',
  'libs/sdk/src/deployment-files.ts#readProofs': 'a file of the person who runs it',
  'libs/sdk/src/deployment-files.ts#readSeed': 'a file of the person who runs it',
  'libs/sdk/src/deployment-files.ts#readKeyrings': 'a file of the person who runs it',
  'libs/sdk/src/page-folder.ts#readPageFolder': 'a folder of the person who runs it',
  'libs/sdk/src/transport.ts#readAtMost': 'takes bytes and reads nothing of them',
  'libs/sdk/src/verify-pages.ts#verifyPages': 'decodePages; everything else is compared, not read',
  'libs/crypto/src/open.ts#openLikeness': 'openTriageNote, which is the same code under another label',
  'libs/platform/src/worker-life.ts#readLives': 'numbers that the database itself gives out',
  'libs/sdk/src/carried/base45.ts#fromBase45': 'joinParts',
  'libs/sdk/src/carried/head.ts#decodeHead': 'readBundle, readReceipts',
  'libs/sdk/src/carried/records.ts#readRecords': 'readBundle, readReceipts',
  'libs/sdk/src/desk-mailbox.ts#readConversation': 'readMailboxPosts, openPost, readPost',
  'libs/sdk/src/session.ts#unlock': 'unlockKeyring, readKeyring',
  'libs/sdk/src/deployment-files.ts#readRoster': 'decodeRoster',
};

const READS =
  /^export (?:async )?(?:function|const) ((?:decode|parse|open|read|unlock|unpad|verify|from)(?:[A-Z]\w*)?)\b/gm;

/** Every exported reader of the libraries, as `file#name`. */
function readersOfTheLibraries(): string[] {
  const root = join(process.cwd(), 'libs');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `libs/${name}`);
  return files
    .filter((name) => name.endsWith('.ts') && !/test\.ts$|generated|\/vectors\//.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(process.cwd(), name), 'utf8');
      return [...text.matchAll(READS)].map(([, reader]) => `${name}#${String(reader)}`);
    });
}

function shown(input: unknown): string {
  if (input instanceof Uint8Array) return `${String(input.length)} bytes ${toHex(input.slice(0, 400))}`;
  return JSON.stringify(input, (_, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value,
  ).slice(0, 800);
}

function mayThrow({ throws }: Decoder, error: unknown): boolean {
  return throws.some((type) =>
    type === Error ? error instanceof Error && error.constructor === Error : error instanceof type,
  );
}

/** A refusal says one word of ours, and nothing of what was read. */
function isClosed(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok !== false) return true;
  const { reason, outcome } = result as { reason?: unknown; outcome?: unknown };
  const word = reason ?? outcome;
  return word === undefined || (typeof word === 'string' && /^[a-z][a-z0-9-]{0,40}$/.test(word));
}

async function feed(one: Decoder, chance: Chance): Promise<void> {
  const began = process.cpuUsage();
  const drawn = one.run(chance);
  let result: unknown = null;
  try {
    result = await drawn.result;
  } catch (error) {
    if (!mayThrow(one, error))
      throw new Error(`it threw ${String(error)} on ${shown(drawn.input)}`, { cause: error });
  }
  if (!isClosed(result)) throw new Error(`it gave an open answer ${shown(result)} on ${shown(drawn.input)}`);
  const took = process.cpuUsage(began).user / 1000;
  if (took > LONGEST_MS) throw new Error(`it took ${String(Math.round(took))} ms on ${shown(drawn.input)}`);
  const [input, output] = [sizeOf(drawn.input), sizeOf(result)];
  if (output > input * GROWTH + GROWTH_OF_SMALL)
    throw new Error(`it made ${String(output)} bytes of ${String(input)} on ${shown(drawn.input)}`);
}

describe('guarantee: bad input harms nothing that reads it', () => {
  const seed = seedOfThisRun();
  let decoders: readonly Decoder[] = [];
  let fed = 0;
  beforeAll(async () => {
    await cryptoReady();
    const world = makeTestWorld(new Date());
    decoders = [
      ...(await documentDecoders(world)),
      ...(await openingDecoders(world)),
      ...contentDecoders(world),
      ...(await carriedDecoders(world)),
      ...answerDecoders(world),
      ...fileDecoders(),
    ];
  });

  it('knows every reader of the libraries: a new one must be fuzzed, or say who does', () => {
    const known = new Set([...decoders.map(({ name }) => name), ...Object.keys(ELSEWHERE)]);
    const readers = readersOfTheLibraries();
    // The search itself must find what it is for.
    expect(readers).toContain('libs/crypto/src/envelope-format.ts#decodeEnvelope');
    expect(readers.length).toBeGreaterThan(50);
    expect(readers.filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(ELSEWHERE).filter((name) => !readers.includes(name))).toEqual([]);
    expect(readers.filter((name) => name.startsWith(OPERATIONS)).length).toBeGreaterThan(5);
  });

  it('meets hostile input with an answer or its one error, in bounded time, size and memory', async () => {
    const before = process.memoryUsage().heapUsed;
    const faults: string[] = [];
    for (const one of decoders) {
      const chance = new Chance(seed, one.name);
      try {
        for (let count = 0; count < one.inputs; count += 1, fed += 1) await feed(one, chance);
      } catch (error) {
        faults.push(`AMPARO_SEED=${String(seed)} ${one.name}: ${(error as Error).message}`);
      }
    }
    expect(faults).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(HEAP_MIB * 1024 * 1024);
  });

  it(`was fed at least ${String(AT_LEAST)} inputs`, () => {
    expect(fed).toBeGreaterThanOrEqual(AT_LEAST);
  });
});
