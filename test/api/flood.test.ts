/**
 * One channel is flooded far over its budget, through two apis, while a reporter uses another: the reporter waits for nobody, the
 * alert arrives, nothing that was accepted is lost, and whoever was deferred is told when to return and is then accepted.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { envelopeDigest, toBase64Url } from '#crypto';
import { createOutbox, memoryStorage } from '#sdk';
import { solveWork } from '#sdk/solve-work';
import { draft } from '../support/draft.js';
import { World } from '../support/world.js';
import { outerEnvelope } from './api-process.js';

const BUDGET = 40;
const WORKED = 10;
const FLOODERS = 8;
const SUBMIT = `mutation($input: SubmitReportInput!) { submitReport(input: $input) {
  __typename ... on ReportDeferred { retryAfterSeconds challenge } } }`;

interface Told {
  readonly envelope: Uint8Array;
  readonly kind: string;
  readonly retryAfterSeconds: number;
  readonly challenge: string | null;
  readonly at: number;
}

describe('a flooded channel', () => {
  let world: World;
  let onTestEnd = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    world = await World.begin({
      apis: 2,
      apiEnv: { AMPARO_CHANNEL_PER_MINUTE: String(BUDGET), AMPARO_WORKED_PER_MINUTE: String(WORKED) },
    });
  });
  afterEach(async () => {
    await onTestEnd();
  });
  afterAll(async () => {
    await world.end();
  });

  async function submitThrough(channel: string, envelope: Uint8Array, work?: string): Promise<Told> {
    const input = { envelope: toBase64Url(envelope), channel: { id: channel, signature: '' }, work };
    const body = JSON.stringify({ query: SUBMIT, variables: { input } });
    // The server ends a connection after a thousand requests, and a flood meets that moment: the same bytes are sent again.
    const { text } = await world.post(body).catch(() => world.post(body));
    const { data } = JSON.parse(text) as {
      data: { submitReport: { __typename: string; retryAfterSeconds?: number; challenge?: string | null } };
    };
    const { __typename: kind, retryAfterSeconds = 0, challenge = null } = data.submitReport;
    return { envelope, kind, retryAfterSeconds, challenge, at: Date.now() };
  }

  it("takes no time and no report from another channel's people, and keeps every word it gave", async () => {
    const { directory } = await world.directory();
    const [mine, flooded] = directory.channels;
    const rosa = await world.signIn('rosa');
    const told: Told[] = [];
    let isOver = false;
    const flooder = async (): Promise<void> => {
      while (!isOver) told.push(await submitThrough(flooded!.id, outerEnvelope(directory.currentKeySet)));
    };
    const floods = Promise.all(Array.from({ length: FLOODERS }, flooder));
    const stop = async (): Promise<void> => {
      isOver = true;
      await floods;
    };
    onTestEnd = stop;

    const reportIds: string[] = [];
    // At the first try, without being told to wait: the transport gives up after seconds, and a second try fails the test.
    for (let report = 0; report < 5; report += 1) {
      const sealed = await world.seal(draft({ text: `report ${String(report)}` }));
      const outbox = createOutbox({
        storage: memoryStorage(),
        transport: world.transport(),
        sleep: () => Promise.reject(new Error('it was not accepted at once')),
        channel: { deployment: directory.deployment, id: mine!.id, signSecretKey: null },
      });
      await outbox.keep(sealed.envelope);
      expect(await outbox.send(sealed.digest, directory.servers.accept)).toMatchObject({
        ok: true,
        attempts: 1,
      });
      const { rows } = await world.admin.query<{ id: string }>('select id from report where digest = $1', [
        Buffer.from(sealed.digest),
      ]);
      reportIds.push(rows[0]!.id);
    }
    for (const reportId of reportIds) expect((await world.notice(rosa, reportId)).body).not.toBeNull();
    await stop();

    const accepted = told.filter(({ kind }) => kind === 'ReportAccepted');
    const deferred = told.filter(({ kind }) => kind === 'ReportDeferred');
    expect(accepted.length + deferred.length).toBe(told.length);
    expect(deferred.length).toBeGreaterThan(BUDGET);
    expect(accepted.length).toBeGreaterThanOrEqual(BUDGET);
    const minutes = new Set(told.map(({ at }) => Math.floor(at / 60_000))).size;
    expect(accepted.length).toBeLessThanOrEqual(BUDGET * (minutes + 1));
    expect(deferred.every(({ retryAfterSeconds: s }) => s >= 1 && s < 64)).toBe(true);
    const stored = (some: readonly Told[]) =>
      world.count(
        'report where digest = any($1)',
        some.map(({ envelope }) => Buffer.from(envelopeDigest(envelope))),
      );
    expect(await stored(accepted)).toBe(accepted.length);
    expect(await stored(deferred)).toBe(0);

    // The real clock of real processes. The flood may have spent part of the minute in which the first of them come back.
    let waiting = deferred.slice(-20);
    for (let round = 0; round < 2 && waiting.length > 0; round += 1) {
      const due = Math.max(...waiting.map(({ at, retryAfterSeconds }) => at + retryAfterSeconds * 1000));
      await pause(Math.max(0, due - Date.now()));
      const again = await Promise.all(waiting.map(({ envelope }) => submitThrough(flooded!.id, envelope)));
      waiting = again.filter(({ kind }) => kind !== 'ReportAccepted');
    }
    expect(waiting).toEqual([]);
  }, 180_000);

  it('lets in at once who worked for the report, once for each, until the budget of work is used up as well', async () => {
    const { directory } = await world.directory();
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const minute = (): number => Math.floor(Date.now() / 60_000);
    const fresh = (): Promise<Told> => submitThrough(nowhere, outerEnvelope(directory.currentKeySet));
    const worked = async ({ envelope, challenge }: Told): Promise<Told> =>
      submitThrough(nowhere, envelope, (await solveWork(challenge ?? '')) ?? '');

    // In one minute of the real clock, or what was deferred would be let in without any work.
    for (let round = 0; ; round += 1) {
      const began = minute();
      await Promise.all(Array.from({ length: BUDGET + 10 }, fresh));
      const waiting = await fresh();
      const kinds = [waiting.kind, (await worked(waiting)).kind, (await fresh()).kind];
      const rest = await Promise.all(Array.from({ length: WORKED + 2 }, fresh));
      const admitted: string[] = [];
      for (const one of rest) admitted.push((await worked(one)).kind);
      if (minute() !== began && round < 2) continue;
      expect(kinds).toEqual(['ReportDeferred', 'ReportAccepted', 'ReportDeferred']);
      expect(admitted.filter((kind) => kind === 'ReportAccepted')).toHaveLength(WORKED - 1);
      break;
    }
  }, 60_000);

  it("is not another's: who claims a partner's channel without its signature spends nothing of it", async () => {
    const { directory } = await world.directory();
    const outcomes = await Promise.all(
      Array.from({ length: BUDGET + 10 }, () =>
        submitThrough('00000000-0000-4000-8000-000000000000', outerEnvelope(directory.currentKeySet)),
      ),
    );
    expect(outcomes.some(({ kind }) => kind === 'ReportDeferred')).toBe(true);
    const [mine] = directory.channels;
    const honest = await submitThrough(mine!.id, outerEnvelope(directory.currentKeySet));
    expect(honest.kind).toBe('ReportAccepted');
  });
});
