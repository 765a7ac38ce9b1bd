import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeEnvelope } from '#crypto';
import { openLikeness, openTriageNote } from '#crypto/open';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';
import type { ReportOptions } from '../../test/world.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(() => deployment.forgetReports());

interface Job {
  readonly outbox: string;
  readonly reportId: string;
}
interface Similar {
  readonly report: string;
  readonly kind: string;
  readonly reasons: readonly string[];
}

/** A report as far as its triage; answers with the job that compares it, or null when none was scheduled. */
async function triaged(options: ReportOptions = {}): Promise<{ reportId: string; job: Job | null }> {
  const { reportId, outbox } = await deployment.submit(options);
  await worker.triage.triage({ outbox, reportId });
  const [row] = (await deployment.open('compare')).filter(({ ref }) => ref === reportId);
  return { reportId, job: row ? { outbox: row.id, reportId } : null };
}

async function compared(options: ReportOptions = {}, by = worker): Promise<string> {
  const { reportId, job } = await triaged(options);
  if (!job) throw new Error('no comparison was scheduled');
  expect(await by.compare.compare(job)).toBe('compared');
  return reportId;
}

async function sealedOf(reportId: string) {
  const [row] = await deployment.rows<{
    similar_note: Buffer | null;
    sealed_note: Buffer;
    t0: Buffer;
    envelope: Buffer;
  }>(
    'select t.similar_note, t.sealed_note, t.t0, r.envelope from triage_item t join report r on r.id = t.report_id where r.id = $1',
    [reportId],
  );
  if (!row) throw new Error('no such report');
  return row;
}

async function similarTo(reportId: string): Promise<readonly Similar[]> {
  const { desks, directory } = deployment.world;
  const { similar_note: sealed, t0 } = await sealedOf(reportId);
  if (!sealed) throw new Error('it was not compared');
  expect(sealed).toHaveLength(4096);
  const opened = openLikeness(desks.triage.seal.secretKey, sealed, t0, directory.servers.dispatchSign);
  if (!opened.ok) throw new Error('the likeness does not open');
  return (opened.body as { similar: readonly Similar[] }).similar;
}

describe('comparing a report with earlier ones', () => {
  it('finds the same told twice, says why, and links nothing in clear', async () => {
    const first = await compared();
    deployment.later(2 * 3_600_000);
    const second = await compared({ text: 'Armed men, at the bridge.' });
    expect(await similarTo(first)).toEqual([]);
    expect(await similarTo(second)).toEqual([
      {
        report: first,
        kind: 'duplicate',
        reasons: [
          'same-department',
          'same-act',
          'same-target',
          'same-perpetrator',
          'same-sector',
          'within-3-hours',
        ],
      },
    ]);
    const rows = await deployment.rows<{ row: string }>(
      `select (to_jsonb(t) - 'report_id')::text as row from triage_item t where report_id = $1`,
      [second],
    );
    expect(rows[0]?.row).not.toContain(first);
  });

  it('finds what belongs together: a killing after threats, by the same people', async () => {
    const threat = await compared();
    deployment.later(5 * 86_400_000);
    const killing = await compared({
      routing: { acts: ['LIFE_KILLING'], imminence: 'recent', targets: ['LEG'] },
    });
    expect(await similarTo(killing)).toMatchObject([{ report: threat, kind: 'cluster' }]);
  });

  it('does not take a shared blind token for a shared place', async () => {
    // Sixteen tokens and more departments than that: some share one, and the codes inside tell them apart.
    const departments = [
      '01',
      '10',
      '12',
      '16',
      '17',
      '19',
      '22',
      '05',
      '06',
      '08',
      '21',
      '02',
      '03',
      '04',
      '07',
      '09',
      '11',
    ];
    for (const department of departments) await triaged({ routing: { department } });
    const shared = await deployment.rows(
      'select area_token from triage_item group by area_token having count(*) > 1',
    );
    expect(shared.length).toBeGreaterThan(0);
    const all = await deployment.open('compare');
    for (const { id, ref } of all) await worker.compare.compare({ outbox: id, reportId: ref });
    for (const { ref } of all) expect(await similarTo(ref)).toEqual([]);
  });

  it('reaches over the end of a month, and no further than two weeks', async () => {
    deployment.now = new Date('2026-03-30T12:00:00Z');
    const march = await compared();
    deployment.now = new Date('2026-04-02T10:00:00Z');
    expect((await similarTo(await compared())).map(({ report }) => report)).toEqual([march]);
    deployment.now = new Date('2026-04-30T12:00:00Z');
    expect(await similarTo(await compared())).toEqual([]);
  });

  it('opens at most sixteen and links at most eight, however many there are', async () => {
    for (let at = 0; at < 20; at += 1) await triaged();
    expect(await similarTo(await compared())).toHaveLength(8);
  });

  it('leaves out what nobody could sort, what is closed, and what names no place', async () => {
    expect((await triaged({ mode: 'humans-only' })).job).toBeNull();
    expect((await triaged({ mode: 'safeguarding' })).job).toBeNull();
    expect((await triaged({ routing: { department: null } })).job).toBeNull();
    const closed = await compared();
    await deployment.rows(
      `update triage_item set state = 'closed', outcome = 'RESOLVED', closed_by = report_id,
         area_token = null, act_tokens = '{}', similar_note = null where report_id = $1`,
      [closed],
    );
    expect(await similarTo(await compared())).toEqual([]);
  });

  it('is done once, by whichever of two workers is first, and twice changes nothing', async () => {
    const other = deployment.worker();
    await compared();
    const { job, reportId } = await triaged();
    if (!job) throw new Error('no comparison was scheduled');
    const outcomes = await Promise.all([worker.compare.compare(job), other.compare.compare(job)]);
    expect(outcomes).toContain('compared');
    expect(outcomes.filter((outcome) => outcome === 'compared')).toHaveLength(1);
    const { similar_note: before } = await sealedOf(reportId);
    expect(await worker.compare.compare(job)).toBe('nothing-to-compare');
    expect((await sealedOf(reportId)).similar_note).toEqual(before);
    expect(await deployment.open('compare')).toEqual([]);
    expect(await deployment.count(`audit_event where kind = 'report.compared'`)).toBe(2);
  });

  it('sees every pair in one direction at least, when two are triaged before either is compared', async () => {
    const a = await triaged();
    const b = await triaged();
    for (const { job } of [b, a]) if (job) await worker.compare.compare(job);
    const links = [...(await similarTo(a.reportId)), ...(await similarTo(b.reportId))].map(
      ({ report }) => report,
    );
    expect(links).toContain(a.reportId);
    expect(links).toContain(b.reportId);
  });

  it('keeps nothing of a report that is closed while it is compared', async () => {
    const { job, reportId } = await triaged();
    if (!job) throw new Error('no comparison was scheduled');
    const release = await deployment.holdRow(
      'triage_item',
      reportId,
      `state = 'closed', outcome = 'RESOLVED', closed_by = report_id, area_token = null, act_tokens = '{}'`,
      'report_id',
    );
    const outcome = worker.compare.compare(job);
    await deployment.untilWaiting(1);
    await release();
    expect(await outcome).toBe('done-before');
    expect((await sealedOf(reportId)).similar_note).toBeNull();
    expect(await deployment.open('compare')).toEqual([]);
  });

  it('is no triage note, and a triage note is no likeness: a server cannot show one for the other', async () => {
    await compared();
    const { similar_note: likeness, sealed_note: note, t0, envelope } = await sealedOf(await compared());
    const { desks, directory } = deployment.world;
    const decoded = decodeEnvelope(envelope);
    expect(decoded.ok && Buffer.from(decoded.envelope.T0)).toEqual(t0);
    const secret = desks.triage.seal.secretKey;
    const signers = directory.servers.dispatchSign;
    expect(openTriageNote(secret, note, t0, signers).ok).toBe(true);
    expect(openLikeness(secret, note, t0, signers).ok).toBe(false);
    expect(openTriageNote(secret, likeness!, t0, signers).ok).toBe(false);
  });
});
