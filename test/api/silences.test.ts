/** Silences between real processes: two people of different desks and organisations, and who sees it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { createSilences, openWork, type Silences } from '#sdk/member';
import { memoryStorage } from '#sdk';
import { signInAs } from '#infra/demo';
import { draft } from '../support/draft.js';
import { World, type Colleague } from '../support/world.js';

let world: World;
let luz: Colleague;
beforeAll(async () => {
  world = await World.begin();
  luz = await world.signIn('luz');
  await world.ring(luz);
});
afterAll(() => world.end());

async function silencesOf(handle: string): Promise<Silences> {
  const { session, verified } = await signInAs(world.demo, handle, world.transport(), memoryStorage());
  const work = await openWork(session, verified);
  if (!work.ok) throw new Error('no work');
  return createSilences(session, work.work, verified);
}

/** Of a report that is urgent and not critical: what became of the bell of a member. */
async function bell(member: string, target: string): Promise<string> {
  const { reportId } = await world.submit(draft({ routing: { imminence: 'recent', targets: [target] } }));
  await world.notice(luz, reportId);
  await world.settled();
  const { rows } = await world.admin.query<{ state: string; reason: string | null }>(
    `select d.state, d.reason from delivery d join notice n on n.id = d.notice_id join alert a on a.id = n.alert_id
     where a.report_id = $1 and n.member_id = $2`,
    [reportId, member],
  );
  return rows.map(({ state, reason }) => reason ?? state).join();
}

describe('a silence', () => {
  it('needs a second person of another organisation, is seen by every desk, and is ended by anybody', async () => {
    const [rosa, mateo, ines] = [
      await silencesOf('rosa'),
      await silencesOf('mateo'),
      await silencesOf('ines'),
    ];
    expect(await bell(luz.memberId, 'IND')).toBe('delivered');
    const until = new Date(Date.now() + 600_000);
    const scope = { kind: 'member', member: luz.memberId } as const;
    const wanted = {
      scope,
      reason: 'in court until noon',
      until,
      breakGlass: false,
      desk: 'safeguarding',
    } as const;
    const proposed = await rosa.propose(wanted, new Date());
    expect(proposed).toMatchObject({ ok: true });
    expect(await bell(luz.memberId, 'FAM')).toBe('delivered');

    const seen = async (by: Silences) => {
      const listed = await by.list();
      if (!listed.ok) throw new Error('not listed');
      return listed.silences[0]!;
    };
    // Of the other desk, he sees that there is one and not what; so he cannot sign for it, nor can she who proposed it.
    expect((await seen(mateo)).content).toBeNull();
    expect(await mateo.agree(await seen(mateo))).toMatchObject({ ok: false, code: 'unopened' });
    const one = await seen(ines);
    expect(one.content).toMatchObject({ scope, reason: 'in court until noon' });
    expect(await rosa.agree(one)).toMatchObject({ ok: false, code: 'not-available' });
    expect(await ines.agree(one)).toMatchObject({ ok: true });
    expect(await bell(luz.memberId, 'COM')).toBe('silenced');

    expect(await mateo.end(one.id)).toMatchObject({ ok: true });
    expect(await bell(luz.memberId, 'ORG')).toBe('delivered');
    const row = await world.admin.query('select s::text as row from silence s');
    expect(JSON.stringify(row.rows)).not.toMatch(/in court|member.{0,6}kind/);
  });

  it('is seen at once by whoever watches, on whichever desk', async () => {
    const { session } = await signInAs(world.demo, 'mateo', world.transport(), memoryStorage());
    let heard = 0;
    let wake = (): void => undefined;
    const stop = session.watch({
      socket: WebSocket,
      what: ['attentionChanged'],
      onChange: () => {
        heard += 1;
        wake();
      },
      onEnd: () => undefined,
    });
    const untilHeard = async (times: number): Promise<void> => {
      while (heard < times) await new Promise<void>((resolve) => (wake = resolve));
    };
    try {
      // The first says to look; news that came meanwhile is the same message.
      await untilHeard(1);
      const before = heard;
      const rosa = await silencesOf('rosa');
      const scope = { kind: 'member', member: luz.memberId } as const;
      const until = new Date(Date.now() + 600_000);
      const wanted = { scope, reason: 'asleep', until, breakGlass: false, desk: 'triage' } as const;
      expect(await rosa.propose(wanted, new Date())).toMatchObject({ ok: true });
      await untilHeard(before + 1);
    } finally {
      stop();
    }
  });
});
