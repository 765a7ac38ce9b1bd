/**
 * `GET /cap/<token>`: a member's private feed (CAP 1.2), for software that cannot sign in. The token is all that it takes, and the
 * database holds only its hash. An unknown token has a feed as well, an empty one: nobody learns by asking whether one exists. How
 * often may be asked is counted for each feed, and for all empty ones together.
 */
import { Controller, Get, Header, HttpException, Inject, Param, Res } from '@nestjs/common';
import { FormatError, fromBase64Url, hash } from '#crypto';
import { CLOCK, RateLimited } from '#graphql';
import { isId, type Clock } from '#kernel';
import { Requires } from '#people';
import { Budgets, EventNotifier, type Taken } from '#platform';
import { CapFeedStore } from './cap-feed.store.js';
import { atomFeed } from './domain/atom-feed.js';

const TOKEN_BYTES = 32;

interface Reply {
  header(name: string, value: string): Reply;
}

@Controller('cap')
export class CapFeedController {
  constructor(
    private readonly store: CapFeedStore,
    private readonly events: EventNotifier,
    private readonly budgets: Budgets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':token')
  @Requires('feed:read')
  @Header('content-type', 'application/atom+xml; charset=utf-8')
  async list(@Param('token') token: string): Promise<string> {
    const feed = feedOf(token);
    if (!feed) return atomFeed('', []);
    await this.#mayAsk(feed);
    const entries = await this.store.newest(feed);
    if (entries.length === 0) orComeBack(await this.budgets.take('first-visit', 'feeds'));
    return atomFeed(token, entries);
  }

  @Get(':token/:id')
  @Requires('feed:read')
  @Header('content-type', 'application/cap+xml; charset=utf-8')
  async one(
    @Param('token') token: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const feed = feedOf(token);
    if (feed) await this.#mayAsk(feed);
    const entry = feed && isId(id) ? await this.store.fetch(feed, id, this.clock()) : null;
    if (!entry) throw new HttpException('not found', 404);
    this.events.tell('n', entry.noticeId);
    // As on a webhook, so that whoever checks those can check this.
    void reply
      .header('webhook-id', id)
      .header('webhook-timestamp', String(Math.floor(entry.sentAt.getTime() / 1000)))
      .header('webhook-signature', entry.signature);
    return entry.document;
  }

  async #mayAsk(feed: Uint8Array): Promise<void> {
    orComeBack(await this.budgets.take('feed', feed));
  }
}

function orComeBack(taken: Taken): void {
  if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);
}

/** Null for what is no token; it gets the answer of one that nobody has. */
function feedOf(token: string): Uint8Array | null {
  try {
    const bytes = fromBase64Url(token);
    return bytes.length === TOKEN_BYTES ? hash(bytes) : null;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
