import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Bytes, make } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { MailboxService } from './mailbox.service.js';
import {
  ExchangeMailboxInput,
  MailboxBox,
  MailboxPage,
  ReplyInput,
  ReplyRefused,
  ReplyResult,
  ReplyStored,
} from './mailbox.types.js';

@Resolver(() => MailboxBox)
export class MailboxResolver {
  constructor(private readonly mailbox: MailboxService) {}

  @Query(() => [MailboxBox])
  @Requires('mailbox:read')
  async mailboxPosts(
    @CurrentActor() actor: Actor,
    @Args('address', { type: () => Bytes }) address: Uint8Array,
    @Args('before', { type: () => Int, nullable: true, description: 'Older than the post of this number.' })
    before: number | null,
  ): Promise<MailboxBox[]> {
    return this.mailbox.posts(actor, address, before);
  }

  @Mutation(() => ReplyResult)
  @Requires('mailbox:reply')
  async reply(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ReplyInput }) input: ReplyInput,
  ): Promise<ReplyStored | ReplyRefused> {
    const outcome = await this.mailbox.reply(actor, input.address, input.box);
    return outcome.ok
      ? make(ReplyStored, { number: outcome.number })
      : make(ReplyRefused, { reason: outcome.reason });
  }

  @Mutation(() => MailboxPage)
  @Requires('mailbox:exchange')
  async exchangeMailbox(
    @Args('input', { type: () => ExchangeMailboxInput }) input: ExchangeMailboxInput,
  ): Promise<MailboxPage> {
    return make(MailboxPage, {
      boxes: await this.mailbox.exchange(input.read, input.post, input.label ?? null),
    });
  }
}
