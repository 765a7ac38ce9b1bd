/**
 * Unsorted reports as one member may know them (libs/crypto/PROTOCOL.md §4.5): slots first. Every desk key is tried on the heads
 * of all of them, and only what opens is fetched whole, whichever desk's it is: the server sees that somebody looked, and what a
 * member of both desks fetches does not tell the one kind from the other. What does not open is never shown and never counted.
 */
import { cutHead, type DeskName } from '#crypto';
import { openSlotAsDesk } from '#crypto/open';
import type { HeldDesk, MemberWork } from './member-keys.js';
import { readReport, readUnsortedSlots } from './operations.js';
import type { Session } from './session.js';
import type { CallFailure, CallOutcome } from './transport.js';
import { unsealWith } from './unseal-report.js';

export interface UnsortedReport {
  readonly reportId: string;
  readonly desk: DeskName;
  readonly mode: 'humans-only' | 'safeguarding';
  /** Made by the safeguarding desk itself, so that the real ones do not stand alone. */
  readonly cover: boolean;
}

export type UnsortedOutcome =
  | {
      readonly ok: true;
      readonly reports: readonly UnsortedReport[];
      readonly sizeClasses: readonly number[];
    }
  | { readonly ok: false; readonly reason: 'call'; readonly failure: CallFailure };

const PAGE = 16;
const MAX_PAGES = 64;

interface Head {
  readonly reportId: string;
  readonly head: Uint8Array;
}

export function createUnsorted(session: Session, work: MemberWork): { find(): Promise<UnsortedOutcome> } {
  /** What was tried before in this session: a head never changes, and a whole report is fetched once. */
  let known = new Map<string, UnsortedReport | null>();

  async function heads(): Promise<CallOutcome<readonly Head[]>> {
    const found: Head[] = [];
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer: CallOutcome<SlotsAnswer> = await session.call(readUnsortedSlots, { first: PAGE, after });
      if (!answer.ok) return answer;
      found.push(...answer.value.edges.map(({ node }) => node));
      if (!answer.value.pageInfo.hasNextPage) break;
      after = answer.value.pageInfo.endCursor;
    }
    return { ok: true, value: found };
  }

  const deskOf = (head: Uint8Array): HeldDesk | undefined =>
    work.desks.find(({ keys }) => openSlotAsDesk(keys.seal.secretKey, head).ok);

  async function tryOne({ reportId, head }: Head): Promise<CallOutcome<UnsortedReport | null>> {
    const held = deskOf(head);
    if (!held) return { ok: true, value: null };
    const whole = await session.call(readReport, { id: reportId });
    if (!whole.ok) return whole;
    const unsealed = whole.value && unsealWith([held], whole.value.envelope);
    const mode = held.desk === 'safeguarding' ? 'safeguarding' : 'humans-only';
    // One whose slot opens and whose rest does not was tampered with: it is shown, and opening it says so.
    return {
      ok: true,
      value: { reportId, desk: held.desk, mode, cover: unsealed?.narrative.cover === true },
    };
  }

  return {
    async find() {
      const listed = await heads();
      if (!listed.ok) return { ok: false, reason: 'call', failure: listed };
      const now = new Map<string, UnsortedReport | null>();
      for (const one of listed.value) {
        const before = known.get(one.reportId);
        const tried: CallOutcome<UnsortedReport | null> =
          before === undefined ? await tryOne(one) : { ok: true, value: before };
        if (!tried.ok) return { ok: false, reason: 'call', failure: tried };
        now.set(one.reportId, tried.value);
      }
      known = now;
      const reports = [...now.values()].filter((report) => report !== null);
      return { ok: true, reports, sizeClasses: sizeClassesOf(listed.value, reports) };
    },
  };
}

interface SlotsAnswer {
  readonly edges: readonly { readonly node: Head }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** How many of each size class wait that are no covers. What only fills a page is no head at all. */
function sizeClassesOf(heads: readonly Head[], reports: readonly UnsortedReport[]): readonly number[] {
  const covers = new Set(reports.filter(({ cover }) => cover).map(({ reportId }) => reportId));
  const sizes = [0, 0, 0, 0];
  for (const { reportId, head } of heads) {
    const cut = cutHead(head);
    if (cut && !covers.has(reportId)) sizes[cut.sizeClass] = (sizes[cut.sizeClass] ?? 0) + 1;
  }
  return sizes;
}
