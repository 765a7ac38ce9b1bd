/** What rings people, put together: deliveries, members' own trials, and what follows in their feeds, and the desks as a whole. */
import type { Clock } from '#kernel';
import type { StatementPool } from '#platform';
import { AmendFeedsService } from '../channels/amend-feeds.service.js';
import { CapEntryStore } from '../channels/cap-entry.store.js';
import type { PostRules } from '../channels/checked-post.js';
import { type ChannelSettings, makeChannels } from '../channels/make-channels.js';
import { DeskCallService } from '../desk-call/desk-call.service.js';
import { DeskCallStore } from '../desk-call/desk-call.store.js';
import { TryChannelsService } from '../channels/try-channels.service.js';
import { DeliveryService } from '../delivery/delivery.service.js';
import { BellTurn } from '../delivery/bell-turn.js';
import { BellTurnStore } from '../delivery/bell-turn.store.js';
import { DeliveryStore } from '../delivery/delivery.store.js';
import { SilenceKeeper } from '../delivery/silence-keeper.js';
import { NoticeWordsStore } from '../delivery/notice-words.store.js';
import type { Remembered } from '../memory/remembered.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { WorkerSecrets } from '../secrets/key-files.js';

export interface RingingParts {
  readonly statements: StatementPool;
  readonly publications: Pick<PublicationKeeper, 'newest'>;
  readonly secrets: Pick<WorkerSecrets, 'dispatch' | 'webhook'>;
  readonly settings: ChannelSettings;
  readonly rules: PostRules;
  readonly deployment: string;
  readonly memory: Remembered;
  readonly clock: Clock;
  readonly random: () => number;
}

export class Ringing {
  readonly delivery: DeliveryService;
  readonly trials: TryChannelsService;
  readonly feeds: AmendFeedsService;
  readonly deskCalls: DeskCallService;

  constructor(parts: RingingParts) {
    const { statements, publications, secrets, settings, rules, memory, clock, random } = parts;
    const entries = new CapEntryStore(statements);
    const cap = { webhookSecretKey: secrets.webhook.secretKey, sender: parts.deployment, clock };
    const channels = makeChannels({ ...cap, settings, rules, keep: (entry) => entries.keep(entry) });
    const { dispatch } = secrets;
    const shared = { publications, dispatch, channels, memory, clock };
    const [store, words] = [new DeliveryStore(statements), new NoticeWordsStore(statements)];
    const silences = new SilenceKeeper(statements, secrets);
    const bell = new BellTurn(new BellTurnStore(statements), silences, clock);
    this.delivery = new DeliveryService({ ...shared, store, bell, words, random });
    this.trials = new TryChannelsService({ ...shared, statements });
    this.deskCalls = new DeskCallService({ ...shared, silences, store: new DeskCallStore(statements) });
    this.feeds = new AmendFeedsService({ ...cap, store: entries, statements });
  }
}
