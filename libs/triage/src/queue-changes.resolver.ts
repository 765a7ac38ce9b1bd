/** `queueChanged`: over a socket, what to look at again. What it is, the queue says. */
import { Field, ID, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { type Changed, make } from '#graphql';
import { type Actor, CurrentActor, Requires } from '#people';
import { QueueChanges } from './queue-changes.js';

@ObjectType()
class QueueChanged {
  @Field(() => [ID], { description: 'At most 100, in no order that means anything.' })
  reportIds!: readonly string[];

  @Field(() => Boolean, { description: 'More changed than is named here, or some news was lost.' })
  lookAgain!: boolean;
}

@Resolver()
export class QueueChangesResolver {
  constructor(private readonly changes: QueueChanges) {}

  @Subscription(() => QueueChanged, {
    description: 'Reports of your queue that changed. The first message always says to look again.',
    resolve: ({ ids, lookAgain }: Changed) => make(QueueChanged, { reportIds: ids, lookAgain }),
  })
  @Requires('queue:watch')
  queueChanged(@CurrentActor() actor: Actor): AsyncIterable<Changed> {
    return this.changes.watch(actor);
  }
}
