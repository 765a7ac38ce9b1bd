/**
 * Guarantee 7: an organisation that the reporter excluded receives nothing: not at sealing, not when alerts are routed. And
 * without consent no ally does.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEnvelope } from '#crypto';
import { openCustodyBox } from '#crypto/open';
import { sealReport } from '#sdk';
import { draft } from '../support/draft.js';
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

describe('guarantee: exclusion holds', () => {
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
