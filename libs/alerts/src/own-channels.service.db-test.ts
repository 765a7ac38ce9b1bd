import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash, randomBytes, sign, toBase64Url } from '#crypto';
import { newId } from '#kernel';
import { actorOf } from '../../../test/support/actor.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { testDeployment, type Person, type TestDeployment } from '../../../test/support/deployment.js';
import { ampleBudgets } from '../../../test/support/ample-budgets.js';
import { CapFeedController } from './cap-feed.controller.js';
import { CapFeedStore } from './cap-feed.store.js';
import { OwnChannelsService } from './own-channels.service.js';
import { OwnChannelsStore } from './own-channels.store.js';

let now: Date;
let ground: ApiDatabase;
let deployment: TestDeployment;
let channels: OwnChannelsService;
let feeds: CapFeedController;
const pokes: string[] = [];

beforeAll(async () => {
  ground = await apiDatabase();
  deployment = await testDeployment();
  const outbox = { poke: () => void pokes.push('poked') } as never;
  channels = new OwnChannelsService(new OwnChannelsStore(ground.db), outbox, () => now);
  const events = { tell: () => undefined } as never;
  feeds = new CapFeedController(new CapFeedStore(ground.db), events, ampleBudgets(ground.db), () => now);
});
afterAll(() => ground.end());
beforeEach(async () => {
  now = new Date('2026-03-04T05:41:07.123Z');
  await ground.admin.query(
    'truncate own_channels, channel_trial, cap_entry, delivery, notice, outbox, audit_event',
  );
});

const alia = () => actorOf(deployment, 'alia');
function signed(version: number, by: Person = 'alia', size = 4096) {
  const [sealed, copy] = [randomBytes(size), randomBytes(size)];
  const key = deployment.members[by].keys.sign.secretKey;
  const [signature, copySignature] = [sign('own-channels', sealed, key), sign('own-channels', copy, key)];
  return { sealed, signature, copy, copySignature, version };
}

describe('a member’s channels', () => {
  it('are the last that the member signed, and never an older version', async () => {
    const second = signed(2);
    expect(await channels.set(alia(), second)).toEqual({ ok: true });
    expect(await channels.set(alia(), second)).toEqual({ ok: true });
    expect(await channels.set(alia(), signed(2))).toEqual({ ok: false, reason: 'stale-version' });
    expect(await channels.set(alia(), signed(1))).toEqual({ ok: false, reason: 'stale-version' });
    expect(await channels.set(alia(), signed(3, 'ana'))).toEqual({ ok: false, reason: 'signature' });
    expect(await channels.set(alia(), signed(3, 'alia', 100))).toEqual({ ok: false, reason: 'size' });
    expect(await channels.set(alia(), signed(0))).toEqual({ ok: false, reason: 'version' });
    expect(await channels.set(alia(), signed(2 ** 31))).toEqual({ ok: false, reason: 'version' });
    expect(await channels.set(alia(), signed(3, 'alia', 16_384))).toEqual({ ok: true });
    const { rows } = await ground.admin.query<{ v: string }>(
      `select body->>'version' v from audit_event where kind = 'channels.set' order by seq`,
    );
    expect(rows.map((row) => row.v)).toEqual(['2', '3']);
  });

  it('must be signed twice: a copy that another hand signed is not stored', async () => {
    const [mine, hers] = [signed(1), signed(1, 'ana')];
    const mixed = { ...mine, copy: hers.copy, copySignature: hers.copySignature };
    expect(await channels.set(alia(), mixed)).toEqual({ ok: false, reason: 'signature' });
  });

  it('are shown to their owner and to nobody else, and forget what was disabled when they are set anew', async () => {
    const first = signed(1);
    await channels.set(alia(), first);
    await ground.admin.query(
      `update own_channels set disabled = '{0}', gone_since = '{2026-03-04T05:00:00Z}'`,
    );
    expect(await channels.own(alia())).toMatchObject({
      version: 1,
      copy: first.copy,
      disabled: [0],
      goneSince: [new Date('2026-03-04T05:00:00Z')],
    });
    expect(await channels.own(actorOf(deployment, 'ana'))).toBeNull();
    await channels.set(alia(), signed(2));
    expect(await channels.own(alia())).toMatchObject({ version: 2, disabled: [], goneSince: [] });
  });

  it('are tried when their owner asks, once a minute, whatever a wrong clock said before', async () => {
    expect(await channels.try(alia())).toBe('none-set');
    await channels.set(alia(), signed(1));
    expect(await channels.try(alia())).toBe('asked');
    expect(pokes).toEqual(['poked']);
    expect(await channels.try(alia())).toBe('too-soon');
    const jobs = async () =>
      (await ground.admin.query<{ ref: string }>(`select ref from outbox where kind = 'try-channels'`)).rows;
    expect(await jobs()).toHaveLength(1);
    now = new Date(now.getTime() + 60_001);
    expect(await channels.try(alia())).toBe('asked');
    expect(await jobs()).toHaveLength(2);
    now = new Date('2026-03-01T00:00:00Z');
    expect(await channels.try(alia())).toBe('asked');
  });
});

describe('a CAP feed', () => {
  const reply = { header: () => reply };
  let tokenBytes: Uint8Array;
  let token: string;
  beforeEach(() => {
    tokenBytes = randomBytes(32);
    token = toBase64Url(tokenBytes);
  });

  async function entry(noticeState = 'handed'): Promise<{ id: string; noticeId: string }> {
    const [id, noticeId] = [newId(), newId()];
    const { admin } = ground;
    await admin.query(
      `insert into notice (id, alert_id, member_id, step, ticket, sealed, digest, state, created_at)
       values ($1, $2, $3, 0, $2, $4, $5, $6, $7)`,
      [noticeId, newId(), deployment.members.alia.id, randomBytes(4096), randomBytes(32), noticeState, now],
    );
    await admin.query(
      `insert into delivery (id, notice_id, position, member_id, state, attempts, ticket)
       values ($1, $2, 0, $3, 'relayed', 1, $1)`,
      [id, noticeId, deployment.members.alia.id],
    );
    await admin.query(
      `insert into cap_entry (id, feed, notice_id, delivery_id, type, occasion, language, document, signature, sent_at)
       values ($1, $2, $3, $1, 'Alert', 'alert', 'es', '<alert/>', 'v1a,x', $4)`,
      [id, Buffer.from(hash(tokenBytes)), noticeId, now],
    );
    return { id, noticeId };
  }
  const states = async () =>
    (
      await ground.admin.query<{ delivery: string; notice: string }>(
        'select d.state delivery, n.state notice from delivery d join notice n on n.id = d.notice_id',
      )
    ).rows[0];

  it('lists what there is to fetch; only what is fetched counts as delivered', async () => {
    const { id } = await entry();
    expect(await feeds.list(token)).toContain(`href="${token}/${id}"`);
    expect(await states()).toEqual({ delivery: 'relayed', notice: 'handed' });
    expect(await feeds.one(token, id, reply)).toBe('<alert/>');
    expect(await states()).toEqual({ delivery: 'delivered', notice: 'delivered' });
    // Fetched again: nothing changes, and the trace does not grow.
    await feeds.one(token, id, reply);
    const { rows } = await ground.admin.query(`select 1 from audit_event where kind = 'delivery.settled'`);
    expect(rows).toHaveLength(1);
  });

  it('takes back no state that a person has reached', async () => {
    const { id } = await entry('accepted');
    await feeds.one(token, id, reply);
    expect(await states()).toEqual({ delivery: 'delivered', notice: 'accepted' });
  });

  it('gives who has no token, a wrong one or nonsense the same empty answer', async () => {
    const { id } = await entry();
    const other = toBase64Url(randomBytes(32));
    const empty = await feeds.list(other);
    expect(empty).not.toContain('<entry>');
    expect(await feeds.list('<script>')).toBe(empty);
    expect(await feeds.list(toBase64Url(randomBytes(31)))).toBe(empty);
    for (const [asked, wanted] of [
      [other, id],
      [token, newId()],
      [token, 'nonsense'],
      ['nonsense', id],
    ] as const)
      await expect(feeds.one(asked, wanted, reply)).rejects.toMatchObject({ status: 404 });
    expect(await states()).toEqual({ delivery: 'relayed', notice: 'handed' });
  });
});
