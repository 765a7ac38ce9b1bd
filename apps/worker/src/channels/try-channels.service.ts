/**
 * Rings every channel of a member once, about nothing, because the member asked for it, and writes down what came of each. A trial
 * disables nothing and has no retries: it is there to be looked at.
 */
import type { RingResult } from '#alerts/domain';
import type { OwnChannels } from '#crypto';
import type { Clock } from '#kernel';
import type { Statement, StatementPool } from '#platform';
import type { Remembered } from '../memory/remembered.js';
import { finishAlone } from '../outbox/ledger.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { DispatchKey } from '../secrets/key-files.js';
import { type Channels, ringBy } from './channel.port.js';
import { openChannels, type StoredChannels } from './open-channels.js';

export interface TryJob {
  readonly outbox: string;
  readonly trialId: string;
}

export interface TryParts {
  readonly statements: StatementPool;
  readonly publications: Pick<PublicationKeeper, 'newest'>;
  readonly dispatch: readonly DispatchKey[];
  readonly channels: Channels;
  readonly memory: Remembered;
  readonly clock: Clock;
}

interface TrialRow extends StoredChannels {
  readonly askedAt: Date;
}

const LOOK: Statement = {
  name: 'trial-to-make',
  text: `
  select t.member_id as "memberId", t.asked_at as "askedAt", c.sealed, c.signature, c.version
  from channel_trial t join own_channels c on c.member_id = t.member_id
  where t.id = $1 and t.version is null`,
};

const SETTLE: Statement = {
  name: 'settle-trial',
  text: 'update channel_trial set version = $2, outcomes = $3 where id = $1 and version is null',
};

export class TryChannelsService {
  constructor(private readonly parts: TryParts) {}

  async try({ outbox, trialId }: TryJob): Promise<'tried' | 'over'> {
    const { statements, publications, dispatch, memory, clock } = this.parts;
    const { roster } = await publications.newest();
    const [trial] = await statements.rows<TrialRow>(LOOK, [trialId]);
    if (trial) {
      const opened = await openChannels(trial, roster, dispatch, memory);
      const outcomes = opened.ok ? await this.#ringAll(trialId, trial.askedAt, opened.own) : [opened.reason];
      await statements.rows(SETTLE, [trialId, trial.version, outcomes]);
    }
    await finishAlone(statements, outbox, clock());
    return trial ? 'tried' : 'over';
  }

  async #ringAll(id: string, noticedAt: Date, { channels, language }: OwnChannels): Promise<string[]> {
    const ring = { id, noticeId: id, noticedAt, occasion: 'test', language } as const;
    const inFull = () => Promise.resolve(null);
    const results = channels.map((channel) => ringBy(this.parts.channels, channel, { ...ring, inFull }));
    return (await Promise.all(results)).map(inOneWord);
  }
}

function inOneWord(result: RingResult): string {
  return result.kind === 'failed' || result.kind === 'unfit' ? result.because : result.kind;
}
