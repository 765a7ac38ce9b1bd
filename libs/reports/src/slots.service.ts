/**
 * Whose report it is, without fetching it (libs/crypto/PROTOCOL.md §4.5): a member is given the heads of all unsorted reports,
 * tries its keys on them, and fetches whole only what it can open. Every page has the size of a full one, so that somebody on
 * the wire does not see how many there are.
 */
import { Inject, Injectable } from '@nestjs/common';
import { ENVELOPE_HEAD_BYTES, randomBytes } from '#crypto';
import { CLOCK, encodeCursor, pageOf, type Page, type PageArguments } from '#graphql';
import { newId, type Clock } from '#kernel';
import { type Actor, desksOf } from '#people';
import { SlotsStore, type SlotsRow } from './prisma-slots.store.js';

@Injectable()
export class SlotsService {
  constructor(
    private readonly store: SlotsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(actor: Actor, page: PageArguments): Promise<Page<SlotsRow>> {
    const viewer = { desks: desksOf(actor), now: this.clock() };
    const rows = await this.store.page(viewer, actor.memberId, page);
    return filled(
      pageOf(
        rows,
        page.size,
        (row) => row.reportId,
        (row) => row,
      ),
      page.size,
    );
  }
}

/** What fills a page up is a head that nobody's key opens; a client drops it like any other that is not its own. */
function filled({ edges, pageInfo }: Page<SlotsRow>, size: number): Page<SlotsRow> {
  const fillers = Array.from({ length: size - edges.length }, () => {
    const id = newId();
    return { cursor: encodeCursor(id), node: { reportId: id, head: randomBytes(ENVELOPE_HEAD_BYTES) } };
  });
  const all = [...edges, ...fillers];
  return { edges: all, pageInfo: { ...pageInfo, endCursor: all.at(-1)?.cursor ?? null } };
}
