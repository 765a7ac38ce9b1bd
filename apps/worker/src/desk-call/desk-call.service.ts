/**
 * Rings everybody of the desks when one person alone has silenced a bell at night (DOMAIN §3): everyone is told at once, and until
 * one of them has been rung the silence does not count (delivery/silence-keeper.ts). By all channels of each together; what
 * leaves says only that there is something to read. Safe to run twice, late, or alongside itself.
 */
import { decideDeskCall, ringAgainAt } from '#alerts/domain';
import type { Clock } from '#kernel';
import type { Roster } from '#crypto';
import { type Channels, ringBy } from '../channels/channel.port.js';
import { openChannels } from '../channels/open-channels.js';
import type { SilenceKeeper } from '../delivery/silence-keeper.js';
import type { Remembered } from '../memory/remembered.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { DispatchKey } from '../secrets/key-files.js';
import type { DeskCallStore, MemberToRing } from './desk-call.store.js';

export interface DeskCallJob {
  readonly outbox: string;
  readonly silenceId: string;
}

export interface DeskCallParts {
  readonly store: DeskCallStore;
  readonly silences: Pick<SilenceKeeper, 'alone'>;
  readonly publications: Pick<PublicationKeeper, 'newest'>;
  readonly dispatch: readonly DispatchKey[];
  readonly channels: Channels;
  readonly memory: Remembered;
  readonly clock: Clock;
}

export class DeskCallService {
  constructor(private readonly parts: DeskCallParts) {}

  async call({ outbox, silenceId }: DeskCallJob): Promise<'over' | 'waiting' | 'called' | 'again'> {
    const { store, silences, publications, clock } = this.parts;
    const publication = await publications.newest();
    const began = clock();
    const silence = await silences.alone(silenceId, publication, began);
    const decision = decideDeskCall(silence);
    if (!silence || decision.kind !== 'ring') {
      const again = decision.kind === 'wait' ? decision.until : null;
      await store.settle({ outbox, silenceId, rung: [], failed: [], again }, began);
      return again ? 'waiting' : 'over';
    }
    const others = deskMembers(publication.roster).filter((id) => id !== silence.by);
    const members = await store.open(silenceId, others, began);
    const answers = await Promise.all(
      members.map((member) => this.#ring(member, silenceId, publication.roster)),
    );
    const ids = (wanted: boolean) => members.filter((_, at) => answers[at] === wanted).map(({ id }) => id);
    const [rung, failed] = [ids(true), ids(false)];
    const now = clock();
    const again = failed.length > 0 ? ringAgainAt(silence.from, now) : null;
    await store.settle({ outbox, silenceId, rung, failed, again }, now);
    return again ? 'again' : 'called';
  }

  /** True when at least one channel took it. */
  async #ring(member: MemberToRing, silenceId: string, roster: Roster): Promise<boolean> {
    const { dispatch, channels, memory, clock } = this.parts;
    const opened = await openChannels(member, roster, dispatch, memory);
    if (!opened.ok) return false;
    const { language } = opened.own;
    const ring = {
      id: member.id,
      noticeId: silenceId,
      noticedAt: clock(),
      occasion: 'desk',
      language,
    } as const;
    const open = opened.own.channels.filter((_, at) => !member.disabled.includes(at));
    const inFull = () => Promise.resolve(null);
    const results = await Promise.all(open.map((to) => ringBy(channels, to, { ...ring, inFull })));
    return results.some(({ kind }) => kind === 'delivered' || kind === 'relayed');
  }
}

const deskMembers = ({ members }: Pick<Roster, 'members'>): readonly string[] =>
  members.filter(({ rights }) => rights.some((right) => right.startsWith('desk:'))).map(({ id }) => id);
