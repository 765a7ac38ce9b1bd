import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '#crypto';
import { newId } from '#kernel';
import type { Actor } from '#people';
import { ampleBudgets } from '../../../test/support/ample-budgets.js';
import { type ApiDatabase, apiDatabase } from '../../../test/support/api-database.js';
import { BOX_BYTES, MAX_REPLIES, POSTS_SHOWN } from './mailbox.js';
import { MailboxService } from './mailbox.service.js';
import { MailboxStore } from './prisma-mailbox.store.js';

describe('the mailbox', () => {
  let ground: ApiDatabase;
  let db: ApiDatabase['db'];
  let admin: ApiDatabase['admin'];
  let store: MailboxStore;
  let mailbox: MailboxService;
  const now = new Date('2026-03-04T05:41:07.123Z');
  const actor = { memberId: newId(), rights: new Set(['desk:triage']) } as unknown as Actor;

  beforeAll(async () => {
    ground = await apiDatabase();
    ({ db, admin } = ground);
    store = new MailboxStore(db);
    mailbox = new MailboxService(store, ampleBudgets(db), () => now);
  });
  afterAll(() => ground.end());

  const words = () => {
    const read = new Uint8Array(randomBytes(32));
    return { read, address: digestOf('address', read) };
  };
  const box = () => new Uint8Array(randomBytes(BOX_BYTES));

  it('gives the newest eight replies to who holds the words, and eight boxes to everybody', async () => {
    const { read, address } = words();
    const replies = Array.from({ length: 9 }, box);
    for (const [at, reply] of replies.entries())
      expect(await mailbox.reply(actor, address, reply)).toEqual({ ok: true, number: at + 1 });
    expect(await mailbox.exchange(read, box())).toEqual([...replies].reverse().slice(0, 8));
    for (const key of [randomBytes(32), read.map((byte) => byte ^ 1)]) {
      const boxes = await mailbox.exchange(key, box());
      expect(boxes.map((one) => one.length)).toEqual(Array.from({ length: 8 }, () => BOX_BYTES));
      expect(boxes.some((one) => replies.some((reply) => Buffer.compare(reply, one) === 0))).toBe(false);
    }
  });

  it('keeps every post, also those that come together, and shows the desk the newest in order', async () => {
    const { read, address } = words();
    const posts = Array.from({ length: 5 }, box);
    for (const post of posts) await mailbox.exchange(read, post);
    expect((await mailbox.posts(actor, address)).map((post) => post.box)).toEqual(posts);
    await Promise.all(Array.from({ length: 6 }, () => mailbox.exchange(read, box())));
    expect((await mailbox.posts(actor, address)).map((post) => post.number)).toEqual(
      Array.from({ length: 11 }, (_, at) => at + 1),
    );
    const older = await mailbox.posts(actor, address, 4);
    expect(older.map((post) => post.number)).toEqual([1, 2, 3]);
    expect(await mailbox.posts(actor, randomBytes(32))).toEqual([]);
  });

  it('is bounded: a full address refuses replies, drops posts, and answers a visit as always', async () => {
    const { read, address } = words();
    const fill = async (kind: string, count: number) =>
      admin.query(
        `insert into mailbox_message (address, kind, number, box, hour)
         select $1, $2, n, $3, $4 from generate_series(1, $5::int) n`,
        [address, kind, box(), new Date('2026-03-04T05:00:00Z'), count],
      );
    await fill('reply', MAX_REPLIES);
    await fill('post', 1024);
    expect(await mailbox.reply(actor, address, box())).toEqual({ ok: false, reason: 'full' });
    expect(await mailbox.exchange(read, box())).toHaveLength(8);
    const posts = await mailbox.posts(actor, address);
    expect(posts).toHaveLength(POSTS_SHOWN);
    expect(posts.at(-1)?.number).toBe(1024);
  });

  it('takes no other size, and leaves a trace that names no mailbox', async () => {
    const { read, address } = words();
    for (const size of [0, BOX_BYTES - 1, BOX_BYTES + 1]) {
      expect(await mailbox.reply(actor, address, randomBytes(size))).toEqual({ ok: false, reason: 'size' });
      await expect(mailbox.exchange(read, randomBytes(size))).rejects.toThrow();
    }
    await expect(mailbox.exchange(randomBytes(31), box())).rejects.toThrow();
    const { rows } = await admin.query<{ kind: string; body: object }>(
      `select distinct kind, body from audit_event order by kind`,
    );
    expect(rows).toEqual([
      { kind: 'mailbox.read', body: { member: actor.memberId } },
      { kind: 'mailbox.replied', body: { member: actor.memberId } },
    ]);
  });
});
