/**
 * Guarantee 9, over HTTP: every argument of every operation of the committed schema, with values of right and wrong types,
 * by people of every kind and by strangers. A new argument is attacked as soon as it is in the schema. A failure names its
 * seed; AMPARO_SEED replays the draws.
 */
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acknowledgementStatement, hash, randomBytes, toBase64Url, toHex } from '#crypto';
import { draft } from '../support/draft.js';
import { Chance, seedOfThisRun } from '../support/hostile/chance.js';
import { faultOf, type Answer } from '../support/hostile/closed-answer.js';
import { hostileArguments, onOneLine, type Plausible } from '../support/hostile/hostile-arguments.js';
import { NUMBERS } from '../support/hostile/hostile-json.js';
import { inParallel, residentMib } from '../support/hostile/process-memory.js';
import { committedSchema, operationsOf } from '../support/hostile/schema-walk.js';
import { stolenToken } from '../support/stolen-token.js';
import { World } from '../support/world.js';

const EACH = 60;
const AT_ONCE = 32;
/** An api at rest holds about half of it. What a flood of refused requests leaves behind must be collected again. */
const MEMORY_MIB = 450;

let world: World;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
beforeAll(async () => {
  world = await World.begin();
});
afterAll(async () => {
  agent.destroy();
  await world.end();
});

/** As `fetch` does, without what `fetch` refuses to send. */
function post(body: string, token: string | null): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const outgoing = request(`${world.origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
      });
    });
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const tokenOf = async (handle: string): Promise<string> => (await stolenToken(world, handle)).token;

/** Real ids among invented ones: what lies behind the first look must be reached, too. */
async function plausibleIn(chance: Chance): Promise<Plausible> {
  const { reportId, sealed } = await world.submit(draft());
  const luz = await world.signIn('luz');
  const notice = await world.notice(luz, reportId);
  const alertId = await world.alertOf(reportId);
  const { directory } = await world.directory();
  const ids = [
    reportId,
    notice.id,
    alertId,
    luz.memberId,
    directory.channels[0]?.id ?? '',
    crypto.randomUUID(),
  ];
  const lengths = [0, 1, 16, 31, 32, 33, 64, 69, 512, 1200, 4096];
  const statement = acknowledgementStatement({
    alertId: alertId,
    noticeDigest: hash(randomBytes(4096)),
    ticket: crypto.randomUUID(),
    decision: 'ACCEPT',
    at: new Date(),
  });
  const whole = [sealed.envelope, statement];
  const bytes = (name: string): string => {
    if (name === 'envelope' && !chance.oneIn(4)) {
      const copy = sealed.envelope.slice();
      copy[chance.below(copy.length)] = chance.below(256);
      return toBase64Url(copy);
    }
    if (name === 'statement' || chance.oneIn(8)) return toBase64Url(chance.pick(whole));
    if (name === 'post' || name === 'box') return toBase64Url(chance.bytes(4096));
    return toBase64Url(chance.bytes(chance.pick(lengths)));
  };
  return (scalar, name) => {
    switch (scalar) {
      case 'ID':
        return chance.pick(ids);
      case 'Int':
        return chance.oneIn(2) ? chance.below(5) : chance.pick(NUMBERS);
      case 'Boolean':
        return chance.oneIn(2);
      case 'Bytes':
        return bytes(name);
      case 'DateTime':
        return '2026-03-01T09:30:00.000Z';
      default:
        return chance.pick([...ids, 'triage', 'dispatch', 'AAAAAAAAAAAAAAAAAAAAAA']);
    }
  };
}

describe('guarantee: bad input harms nothing that answers over HTTP', () => {
  const seed = seedOfThisRun();

  it('answers every argument of every operation with a closed answer, and stays as small as it was', async () => {
    const chance = new Chance(seed, 'arguments');
    const plausible = await plausibleIn(chance);
    const people = await Promise.all(['rosa', 'ines', 'luz', 'abel'].map(tokenOf));
    const leaver = await tokenOf('mateo');
    const wrong = [null, 'x', toBase64Url(randomBytes(32))];
    const operations = operationsOf(committedSchema()).filter(({ kind }) => kind !== 'subscription');
    expect(operations.length).toBeGreaterThan(15);
    // Drawn beforehand, in one order: the order in which answers come must not change what is asked.
    const asked = operations.flatMap((operation) =>
      Array.from({ length: EACH }, () => ({
        ask: hostileArguments(chance, operation, plausible),
        token:
          operation.field.name === 'signOut'
            ? chance.pick([leaver, ...wrong])
            : chance.pick([...people, ...people, ...wrong]),
      })),
    );
    const faults: string[] = [];
    const codes = new Map<string, number>();
    await inParallel(asked.length, AT_ONCE, async (at) => {
      const { ask, token } = asked[at]!;
      const answer = await post(JSON.stringify(ask), token);
      const fault = faultOf(answer);
      if (fault !== null)
        faults.push(`AMPARO_SEED=${String(seed)} ${fault}: ${onOneLine(ask)} → ${answer.text.slice(0, 200)}`);
      const [, code = 'none'] = /"code":"([A-Z_]+)"/.exec(answer.text) ?? [];
      codes.set(code, (codes.get(code) ?? 0) + 1);
    });
    expect(faults.slice(0, 5)).toEqual([]);
    // If nearly all were turned away at the first gate, the rooms behind it were not attacked.
    expect(codes.get('none') ?? 0).toBeGreaterThan(asked.length / 20);
    expect(codes.get('BAD_REQUEST') ?? 0).toBeGreaterThan(asked.length / 20);
    expect(residentMib(world.api.pid)).toBeLessThan(MEMORY_MIB);
  });

  it('answers the honest as before, with the same processes, and has nothing to say about the others', async () => {
    const { reportId, receipt } = await world.submit(draft());
    expect(toHex(receipt).length).toBe(138);
    await world.alertOf(reportId);
    const log = world.api.output().toString();
    expect(log).not.toMatch(/^\s+at |"event":"internal"|127\.0\.0\.1/m);
    expect(() => process.kill(world.api.pid, 0)).not.toThrow();
    expect(() => process.kill(world.worker.pid, 0)).not.toThrow();
  });
});
