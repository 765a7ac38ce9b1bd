import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { utf8 } from '#crypto';
import { openNotice, openTriageNote } from '#crypto/open';
import { TestDeployment, type TestWorker } from '../../test/deployment.js';

let deployment: TestDeployment;
let worker: TestWorker;
beforeAll(async () => {
  deployment = await TestDeployment.begin();
  worker = deployment.worker();
});
afterAll(() => deployment.end());
beforeEach(() => deployment.forgetReports());

interface Item {
  desk: string;
  unsorted: boolean;
  urgency: number | null;
  rank: number;
  state: string;
  sealed_note: Buffer | null;
  note_epoch: number | null;
  ack_due_at: Date;
}

describe('triage of a report', () => {
  it('puts it before its desk with urgency and deadlines, and starts its ladder', async () => {
    const job = await deployment.submit();
    expect(await worker.triage.triage(job)).toBe('sorted');
    const item = await deployment.one<Item>('triage_item');
    // A death threat that is happening now.
    expect(item).toMatchObject({ desk: 'triage', unsorted: false, urgency: 1, rank: 1, state: 'open' });
    expect(item.ack_due_at).toEqual(new Date(deployment.now.getTime() + 15 * 60_000));
    const alert = await deployment.one<{ id: string; state: string; ticket: string; next_step: number }>(
      'alert',
    );
    expect(alert).toMatchObject({ state: 'escalating', next_step: 0 });
    expect(await deployment.theOpen('escalate')).toMatchObject({ ref: alert.id, ticket: alert.ticket });
    expect(await deployment.open('triage')).toEqual([]);
    const trace = await deployment.rows<{ kind: string }>('select kind from audit_event order by seq');
    expect(trace.map(({ kind }) => kind)).toEqual(['report.triaged', 'alert.raised']);
  });

  it('tells the desk its reasons, and nobody else', async () => {
    await worker.triage.triage(
      await deployment.submit({ routing: { exclusions: [deployment.world.organisations.shelter] } }),
    );
    const { sealed_note: note, note_epoch: epoch } = await deployment.one<Item>('triage_item');
    expect(epoch).toBe(1);
    const { desks, directory } = deployment.world;
    const opened = openTriageNote(
      desks.triage.seal.secretKey,
      note!,
      await deployment.T0(),
      directory.servers.dispatchSign,
    );
    expect(opened).toMatchObject({
      ok: true,
      body: {
        urgency: 'U1',
        malformed: false,
        withheld: [{ organisation: deployment.world.organisations.shelter, because: 'excluded' }],
      },
    });
  });

  it.each(['humans-only', 'safeguarding'] as const)(
    'offers a %s report to every desk, and says nothing about it',
    async (mode) => {
      expect(await worker.triage.triage(await deployment.submit({ mode }))).toBe('unsorted');
      const item = await deployment.one<Item>('triage_item');
      expect(item).toMatchObject({
        desk: 'all',
        unsorted: true,
        urgency: null,
        rank: 2,
        sealed_note: null,
        note_epoch: null,
      });
    },
  );

  it('has a person look at a report whose routing makes no sense, and tells no ally of it', async () => {
    expect(await worker.triage.triage(await deployment.submit({ rawRouting: utf8('{"v":1}') }))).toBe(
      'malformed',
    );
    expect(await deployment.one<Item>('triage_item')).toMatchObject({
      desk: 'all',
      unsorted: true,
      urgency: null,
    });
    expect(await deployment.theOpen('escalate')).toBeTruthy();
  });

  it('keeps no organisation in the plan that lies in clear', async () => {
    await worker.triage.triage(await deployment.submit());
    const { plan } = await deployment.one<{ plan: unknown }>('alert');
    const text = JSON.stringify(plan);
    expect(text).toContain(deployment.world.people.lawyer.id);
    for (const organisation of Object.values(deployment.world.organisations))
      expect(text).not.toContain(organisation);
  });

  it('takes effect once when the job comes twice', async () => {
    const job = await deployment.submit();
    expect(await worker.triage.triage(job)).toBe('sorted');
    expect(await worker.triage.triage(job)).toBe('done-before');
    expect(await deployment.count('triage_item')).toBe(1);
    expect(await deployment.count('alert')).toBe(1);
    expect(await deployment.count(`outbox where kind = 'escalate'`)).toBe(1);
  });

  it('takes effect once when two workers do it at the same moment', async () => {
    const other = deployment.worker();
    const job = await deployment.submit();
    // Both have decided and sealed before either may write: the table is held until both wait for it.
    const release = await deployment.holdTable('triage_item');
    const runs = [worker, other].map((one) => one.triage.triage(job));
    await deployment.untilWaiting(2);
    await release();
    expect((await Promise.all(runs)).sort()).toEqual(['done-before', 'sorted']);
    expect(await deployment.count('alert')).toBe(1);
    expect(await deployment.count(`outbox where kind = 'escalate'`)).toBe(1);
  });

  it('ends a job whose report is gone', async () => {
    const job = await deployment.submit();
    await deployment.rows('delete from report');
    expect(await worker.triage.triage(job)).toBe('no-report');
    expect(await deployment.open('triage')).toEqual([]);
  });

  it('leaves no word of the narrative in any row it writes', async () => {
    const canary = 'CANARY-7f3a at the bridge';
    const alertId = await deployment.raise(worker, { text: canary });
    await deployment.climb(worker, alertId);
    for (const table of ['triage_item', 'alert', 'notice', 'outbox', 'audit_event']) {
      const rows = await deployment.rows<{ row: string }>(`select t::text as row from ${table} t`);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map(({ row }) => row).join('\n')).not.toContain('CANARY');
    }
    expect(deployment.logged.join('\n')).not.toContain('CANARY');
    // And no notice that a person opens holds it either.
    const [notice] = await deployment.rows<{ member_id: string; sealed: Buffer }>(
      'select member_id, sealed from notice',
    );
    const reader = Object.values(deployment.world.people).find((member) => member.id === notice?.member_id);
    const opened = openNotice(
      reader!.keys.seal.secretKey,
      notice!.sealed,
      deployment.world.directory.servers.dispatchSign,
    );
    expect(opened.ok).toBe(true);
    expect(JSON.stringify(opened)).not.toContain('CANARY');
  });

  it('cannot read keyrings, sessions or mailboxes: its role may not', async () => {
    for (const table of ['keyring_blob', 'session', 'challenge', 'mailbox_message']) {
      await expect(deployment.asWorker(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(deployment.asWorker('delete from audit_event')).rejects.toMatchObject({ code: '42501' });
    await expect(deployment.asWorker('select count(*) from report')).resolves.toBeTruthy();
  });
});
