/** `attentionChanged`: over a socket, that it is time to look at `findings` or `silences` again. */
import { Field, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { type Changed, make } from '#graphql';
import { Requires } from '#people';
import { Attention, FINDINGS, SILENCES } from './attention.js';

@ObjectType()
class AttentionChanged {
  @Field(() => Boolean, { description: 'Something about the platform began or ended to be wrong.' })
  findings!: boolean;

  @Field(() => Boolean, { description: 'A bell was silenced, or may ring again.' })
  silences!: boolean;
}

@Resolver()
export class AttentionResolver {
  constructor(private readonly attention: Attention) {}

  @Subscription(() => AttentionChanged, {
    description: 'What a person should look at. The first message always says to look at all of it.',
    resolve: ({ ids, lookAgain }: Changed) =>
      make(AttentionChanged, {
        findings: lookAgain || ids.includes(FINDINGS),
        silences: lookAgain || ids.includes(SILENCES),
      }),
  })
  @Requires('finding:watch')
  attentionChanged(): AsyncIterable<Changed> {
    return this.attention.watch();
  }
}
