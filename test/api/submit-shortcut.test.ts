/**
 * A submission as the sdk writes it takes a short way through the api (apps/api/src/accepting); one harmless space in the query sends
 * the same submission the general way. Nobody can tell the two apart: status, headers and body are the same.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelStatement, envelopeDigest, sign, toBase64Url } from '#crypto';
import { SUBMIT_DOCUMENT } from '#sdk/submit-document';
import { type Answer, outerEnvelope, startApi, type TestApi } from './api-process.js';

const BUDGET = 30;
const GENERAL = `${SUBMIT_DOCUMENT} `;

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Everything but the moment and chance: the clock's second, how far apart a crowd is told to return, and what work it is asked for. */
function told({ status, headers, text }: Answer): Told {
  return {
    status,
    headers: { ...headers, date: undefined },
    text: text
      .replace(/"retryAfterSeconds":\d+/, '"retryAfterSeconds":0')
      .replace(/"challenge":"(?:[^"\\]|\\.)+"/, '"challenge":"…"'),
  };
}

describe('a submission', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ AMPARO_CHANNEL_PER_MINUTE: String(BUDGET) });
    await api.publish();
  }, 60_000);
  afterAll(async () => {
    await api.stop();
  }, 30_000);

  type Body = Readonly<Record<string, unknown>>;

  /** As the sdk sends it, and with the space. */
  async function bothWays(body: Body, headers: Record<string, string> = {}): Promise<[Told, Told]> {
    // What was counted before must not make the difference.
    await api.admin.query('delete from budget');
    const send = async (query: string): Promise<Told> =>
      told(
        await api.send({
          headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
          body: JSON.stringify({ query, ...body }),
        }),
      );
    return [await send(SUBMIT_DOCUMENT), await send(GENERAL)];
  }

  const input = (bytes: Uint8Array, more: object = {}): Body => ({
    variables: { input: { envelope: toBase64Url(bytes), ...more } },
  });
  const changed = (at: number, value: number): Body => {
    const bytes = outerEnvelope(1);
    bytes[at] = value;
    return input(bytes);
  };
  const signed = (bytes: Uint8Array): Body => {
    const { channel, pin } = api.deployment;
    const digest = envelopeDigest(bytes);
    const statement = channelStatement({ deployment: pin.deployment, channelId: channel.id, digest });
    const signature = toBase64Url(sign('channel', statement, channel.keys.secretKey));
    return input(bytes, { channel: { id: channel.id, signature } });
  };
  const text = (): string => toBase64Url(outerEnvelope(1));

  it.each<[string, string, () => Body, Record<string, string>?]>([
    ['that is new, then known', 'ReportAccepted', () => input(outerEnvelope(1))],
    ['of the largest size', 'ReportAccepted', () => input(outerEnvelope(1, 139264))],
    [
      'with a session that is none',
      'ReportAccepted',
      () => input(outerEnvelope(1)),
      { authorization: 'Bearer x' },
    ],
    ['for any content', 'ReportAccepted', () => input(outerEnvelope(1)), { accept: '*/*' }],
    [
      'for another content',
      'ReportAccepted',
      () => input(outerEnvelope(1)),
      { accept: 'application/graphql-response+json' },
    ],
    ['for content that there is not', 'BAD_REQUEST', () => input(outerEnvelope(1)), { accept: 'image/png' }],
    [
      'with its name',
      'ReportAccepted',
      () => ({ ...input(outerEnvelope(1)), operationName: 'SubmitReport' }),
    ],
    ['with another name', 'BAD_REQUEST', () => ({ ...input(outerEnvelope(1)), operationName: 'Other' })],
    ['with a name that is a number', 'BAD_REQUEST', () => ({ ...input(outerEnvelope(1)), operationName: 1 })],
    ['with extensions', 'ReportAccepted', () => ({ ...input(outerEnvelope(1)), extensions: {} })],
    [
      'with a variable more',
      'ReportAccepted',
      () => ({ variables: { ...(input(outerEnvelope(1))['variables'] as object), more: 1 } }),
    ],
    ['with a field more', 'BAD_REQUEST', () => input(outerEnvelope(1), { more: 1 })],
    ['with work that was not asked for', 'ReportAccepted', () => input(outerEnvelope(1), { work: '{}' })],
    ['with work that is a number', 'BAD_REQUEST', () => input(outerEnvelope(1), { work: 1 })],
    ['without a channel, said', 'ReportAccepted', () => input(outerEnvelope(1), { channel: null })],
    [
      'through a channel that is not there',
      'ReportAccepted',
      () => input(outerEnvelope(1), { channel: { id: 'a', signature: '' } }),
    ],
    ['through a channel that signed it', 'ReportAccepted', () => signed(outerEnvelope(1))],
    [
      'through a channel without a signature',
      'BAD_REQUEST',
      () => input(outerEnvelope(1), { channel: { id: 'a' } }),
    ],
    [
      'through a channel whose id is a number',
      'BAD_REQUEST',
      () => input(outerEnvelope(1), { channel: { id: 1, signature: '' } }),
    ],
    ['of another length', '"length"', () => input(outerEnvelope(1).slice(1))],
    ['of no bytes', '"length"', () => input(new Uint8Array())],
    ['with another beginning', '"magic"', () => changed(0, 0)],
    ['of another version', '"version"', () => changed(6, 9)],
    ['of another suite', '"suite"', () => changed(7, 9)],
    ['with a wrong size class', '"size-class"', () => changed(28, 3)],
    ['with a reserved byte', '"reserved"', () => changed(29, 1)],
    ['for keys that nobody signed', '"unknown-key-set"', () => input(outerEnvelope(4_000_000_000))],
    ['with padding', 'BAD_REQUEST', () => ({ variables: { input: { envelope: `${text()}=` } } })],
    [
      'in the other alphabet',
      'BAD_REQUEST',
      () => ({ variables: { input: { envelope: `+${text().slice(1)}` } } }),
    ],
    ['whose envelope is a number', 'BAD_REQUEST', () => ({ variables: { input: { envelope: 1 } } })],
    ['whose envelope is a list', 'BAD_REQUEST', () => ({ variables: { input: { envelope: [text()] } } })],
    ['without an envelope', 'BAD_REQUEST', () => ({ variables: { input: {} } })],
    ['without input', 'BAD_REQUEST', () => ({ variables: {} })],
    ['without variables', 'BAD_REQUEST', () => ({})],
    ['whose variables are text', 'BAD_REQUEST', () => ({ variables: 'CANARY' })],
    ['with a field that no request has', 'BAD_REQUEST', () => ({ ...input(outerEnvelope(1)), more: 1 })],
    ['that is too large', 'TOO_LARGE', () => input(new Uint8Array(600_000))],
  ])('%s is answered alike either way', async (_, expected, body, headers = {}) => {
    const [short, general] = await bothWays(body(), headers);
    expect(short).toEqual(general);
    expect(short.text).toContain(expected);
  });

  it('beyond the budget is deferred alike either way', async () => {
    const flood = async (query: string): Promise<Told[]> => {
      const answers: Told[] = [];
      for (let sent = 0; sent < 2 * BUDGET + 10; sent += 1) {
        const body = { query, ...input(outerEnvelope(1)) };
        answers.push(
          told(
            await api.send({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
          ),
        );
      }
      return answers.filter((answer) => answer.text.includes('ReportDeferred'));
    };
    const [short, general] = [await flood(SUBMIT_DOCUMENT), await flood(GENERAL)];
    expect(short[0]).toBeDefined();
    expect(short[0]).toEqual(general[0]);
  });

  it.each([
    ['refuses a row', 'INTERNAL', 'alter table outbox rename to away', 'alter table away rename to outbox'],
    ['takes no connection', 'UNAVAILABLE', 'connection limit 0', 'connection limit -1'],
  ])('while the database %s is answered alike either way', async (_, code, fail, mend) => {
    const { rows } = await api.admin.query<{ name: string }>('select current_database() as name');
    const statement = (text: string) =>
      text.startsWith('connection') ? `alter database ${rows[0]!.name} ${text}` : text;
    await api.admin.query(statement(fail));
    try {
      await api.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = 'amparo_api'`,
      );
      const ask = (query: string) =>
        api.send({
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, ...signed(outerEnvelope(1)) }),
        });
      // The first may still meet the connections that were ended.
      await ask(SUBMIT_DOCUMENT);
      const [short, general] = [told(await ask(SUBMIT_DOCUMENT)), told(await ask(GENERAL))];
      expect(short).toEqual(general);
      expect(short.text).toContain(`"code":"${code}"`);
    } finally {
      await api.admin.query(statement(mend));
    }
  });
});
