/**
 * Guarantee 7: an organisation that the reporter excluded receives nothing: not at sealing, not when alerts are routed. And
 * without consent no ally does.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEnvelope, decodeRoster } from '#crypto';
import { openCustodyBox } from '#crypto/open';
import { listedDuty, parsePolicy, planAlert, recipientsAt, type AlertInput } from '#policy';
import { sealReport, visitMailbox } from '#sdk';
import { readPublication, readRoster } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import type { UrgencyLevel } from '#vocabulary';
import { draft } from '../support/draft.js';
import { untilExhausted } from '../support/time-passes.js';
import { until } from '../support/until.js';
import { World, type Colleague } from '../support/world.js';

let world: World;
const who = {} as Record<'rosa' | 'luz' | 'tomas' | 'carmen' | 'alcaldia', Colleague>;
beforeAll(async () => {
  world = await World.begin();
  for (const handle of ['rosa', 'luz', 'tomas', 'carmen', 'alcaldia'] as const) {
    who[handle] = await world.signIn(handle);
    if (handle !== 'rosa') await world.ring(who[handle]);
  }
});
afterAll(() => world.end());

/** Everybody who was told of it, or whose doorbell was prepared, by handle. */
async function told(reportId: string): Promise<string[]> {
  await world.settled();
  const { rows } = await world.admin.query<{ member: string }>(
    `select distinct n.member_id as member from notice n join alert a on a.id = n.alert_id where a.report_id = $1`,
    [reportId],
  );
  return rows
    .map(({ member }) => world.demo.people.find((one) => one.memberId === member)?.handle ?? 'nobody known')
    .sort();
}

/** By the policy and the roster that the roots of this world signed: every organisation that hears of it, if all steps come. */
async function toldByPolicy(urgency: UrgencyLevel, excluded: readonly string[]): Promise<readonly string[]> {
  const storage = fileStorage(world.dir);
  const roster = decodeRoster(await readRoster(storage));
  const policy = parsePolicy((await readPublication(storage)).policy);
  if (!policy.ok) throw new Error(policy.reason);
  const { directory } = await world.directory();
  const idOf = (name: string) => roster.organisations.find((one) => one.name.startsWith(name))!.id;
  const { routing } = draft({ routing: { needs: ['CS_LEGAL', 'CS_RELOCATION'] } });
  const organisationsOf = (desk: 'triage' | 'safeguarding') =>
    directory.desks.find((entry) => entry.desk === desk)!.organisations;
  const input: AlertInput = {
    decision: { urgency, unsorted: false, quarantined: false },
    routing: { ...routing, v: 1, exclusions: excluded.map(idOf) },
    channel: 'E2EE_WEB',
    policy: policy.policy,
    roster,
    deskOrganisations: { triage: organisationsOf('triage'), safeguarding: organisationsOf('safeguarding') },
    onCall: listedDuty(roster),
    // A Monday, eleven in the morning in Lima: whoever keeps office hours is there.
    at: new Date('2026-03-02T16:00:00Z'),
  };
  const recipients = planAlert(input).plan.steps.flatMap(({ targets }) => recipientsAt(targets, input));
  const ids = new Set<string>(recipients.map(({ organisation }) => organisation));
  return roster.organisations.filter(({ id }) => ids.has(id)).map(({ name }) => name.split(' ')[0]!);
}

describe('guarantee: exclusion holds', () => {
  it.each<[UrgencyLevel, string[], string[]]>([
    ['U1', [], ['Red', 'Justicia', 'Casa', 'Coordinadora', 'Rivers']],
    ['U1', ['Justicia'], ['Red', 'Casa', 'Coordinadora', 'Rivers']],
    ['U1', ['Casa'], ['Red', 'Justicia', 'Coordinadora', 'Rivers']],
    ['U1', ['Coordinadora'], ['Red', 'Justicia', 'Casa', 'Rivers']],
    ['U1', ['Rivers'], ['Red', 'Justicia', 'Casa', 'Coordinadora']],
    ['U1', ['Justicia', 'Casa', 'Coordinadora', 'Rivers'], ['Red']],
    ['U1', ['Red'], ['Justicia', 'Casa', 'Coordinadora', 'Rivers']],
    ['U2', [], ['Red', 'Justicia', 'Casa', 'Coordinadora', 'Rivers']],
    ['U2', ['Justicia'], ['Red', 'Casa', 'Coordinadora', 'Rivers']],
    // Its allies are told in the evening, when one of them is closed.
    ['U3', [], ['Red', 'Justicia', 'Casa']],
    ['U3', ['Casa'], ['Red', 'Justicia']],
    ['U4', ['Justicia'], ['Red', 'Casa', 'Coordinadora']],
  ])('by the signed policy: of %s without %j hear, at most, %j', async (urgency, excluded, told) => {
    expect(await toldByPolicy(urgency, excluded)).toEqual(told);
  });

  it('tells the allies that consent and policy name, and never an authority', async () => {
    const { reportId } = await world.submit(draft({ routing: { needs: ['CS_LEGAL', 'CS_RELOCATION'] } }));
    await world.notice(who.luz, reportId);
    expect(await told(reportId)).toEqual(['carmen', 'luz', 'mateo', 'rosa', 'tomas']);
  });

  it('tells nobody of an excluded organisation, whoever else is told', async () => {
    const { directory } = await world.directory();
    const legal = world.organisation(directory, /Justicia Ribereña/);
    const { reportId } = await world.submit(
      draft({ routing: { needs: ['CS_LEGAL', 'CS_RELOCATION'], exclusions: [legal] } }),
    );
    await world.notice(who.carmen, reportId);
    expect(await told(reportId)).toEqual(['carmen', 'mateo', 'rosa']);
    // Nor do they find it by asking.
    const inbox = await who.luz.inbox.list({ first: 100 });
    const alertId = await world.alertOf(reportId);
    expect(
      inbox.ok && inbox.notices.some((notice) => notice.alertState && notice.body?.alertId === alertId),
    ).toBe(false);
  });

  it('tells no ally without consent, and none in a report for humans only', async () => {
    const quiet = await world.submit(draft({ routing: { consent: { tiers: [], named: [] } } }));
    await world.notice(who.rosa, quiet.reportId);
    expect(await told(quiet.reportId)).toEqual(['mateo', 'rosa']);
    const humans = await world.submit(draft({ mode: 'humans-only' }));
    await world.notice(who.rosa, humans.reportId);
    expect(await told(humans.reportId)).toEqual(['ines', 'mateo', 'rosa']);
  });

  it('tells no ally any more once the reporter has taken consent back with the words, and nobody at the desk has done anything', async () => {
    const needs = ['CS_LEGAL', 'CS_RELOCATION'];
    const [taken, other] = [await world.submit(draft({ routing: { needs } })), await world.submit(draft())];
    const notice = await world.notice(who.luz, taken.reportId);
    await world.notice(who.luz, other.reportId);
    await world.settled();
    const { directory } = await world.directory();
    const words = taken.sealed.words.join(' ');
    const visit = { words, now: new Date(), say: { withdraw: 'sharing' as const } };
    expect((await visitMailbox(world.transport(), directory, visit)).ok).toBe(true);
    // The minute in which all visits are looked at together is over.
    await world.admin.query('update consent_label set due_at = now()');
    const state = async (colleague: Colleague) => {
      const listed = await colleague.inbox.list({ first: 100 });
      return listed.ok ? listed.notices.find(({ id }) => id === notice.id) : undefined;
    };
    await until('the withdrawal', async () => ((await state(who.luz))?.state === 'WITHDRAWN' ? true : null));
    expect((await state(who.luz))?.body).toBeNull();
    // Not even with what she read before.
    const late = await who.luz.inbox.acknowledge(notice, 'ACCEPT', { at: new Date() });
    expect(late.ok).toBe(false);
    // Nor does anybody else hear of it while the ladder climbs to its end.
    const alertId = await world.alertOf(taken.reportId);
    await untilExhausted(world, alertId);
    const open = (reportId: string) =>
      world.count(
        `notice n join alert a on a.id = n.alert_id where a.report_id = $1 and n.state <> 'withdrawn' and n.member_id <> all($2)`,
        reportId,
        ['rosa', 'mateo'].map((handle) => world.demo.people.find((one) => one.handle === handle)!.memberId),
      );
    expect(await open(taken.reportId)).toBe(0);
    expect(await open(other.reportId)).toBeGreaterThan(0);
    // The desk keeps the report, is told as before, and sees that the conversation has something to say.
    const queue = await who.rosa.desk.queue({ first: 50 });
    const narrowed = (id: string) =>
      queue.ok && queue.page.entries.find(({ reportId }) => reportId === id)?.alert.narrowed;
    expect([narrowed(taken.reportId), narrowed(other.reportId)]).toEqual([true, false]);
  });

  it('does not use a desk that holds an excluded organisation, and seals nothing when no desk is left', async () => {
    const { directory } = await world.directory();
    const triage = world.organisation(directory, /Red Amparo/);
    const care = world.organisation(directory, /Círculo de Cuidado/);
    const { sealed, reportId } = await world.submit(draft({ routing: { exclusions: [triage] } }));
    expect(sealed.readers).toMatchObject({ desk: 'safeguarding', moved: 'excluded-desk' });
    const ines = await world.signIn('ines');
    await until('its batch', async () => (await ines.desk.open(reportId)).ok || null);
    expect(await who.rosa.desk.open(reportId)).toEqual({ ok: false, reason: 'unopened' });
    const none = await sealReport(draft({ routing: { exclusions: [triage, care] } }), directory);
    expect(none).toEqual({ ok: false, reason: 'no-desk-without-them', field: null });
  });

  it('gives an excluded custodian a decoy instead of a share', async () => {
    const { directory } = await world.directory();
    const excluded = world.organisation(directory, /Defensoría Rural Paujil/);
    const sealed = await world.seal(draft({ routing: { exclusions: [excluded] } }));
    const decoded = decodeEnvelope(sealed.envelope);
    if (!decoded.ok) throw new Error(decoded.reason);
    const opens: Record<string, boolean> = {};
    for (const { position, organisation } of directory.custody.boxes) {
      const custodian = world.demo.people.find(
        (one) =>
          one.rights.includes('custodian') &&
          directory.organisations.some(({ id }) => id === organisation) &&
          custodianAt(position) === one.handle,
      )!;
      const { keys } = await world.demo.unlock(custodian.handle);
      const request = { t0: decoded.envelope.T0 } as Parameters<typeof openCustodyBox>[3];
      const box = openCustodyBox(keys.custody, decoded.envelope.custody[position]!, position, request);
      opens[custodian.handle] = box.ok;
    }
    expect(opens).toEqual({ abel: false, nora: true, simon: true });
  });
});

/** The demo's plan lists its custodians in the order of the boxes. */
function custodianAt(position: number): string {
  return ['abel', 'nora', 'simon'][position] ?? '';
}
