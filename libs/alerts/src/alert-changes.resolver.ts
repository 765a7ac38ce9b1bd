/** `alertsChanged`: over a socket, which of one's own notices to look at again. */
import { Field, ID, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { type Changed, make } from '#graphql';
import { type Actor, CurrentActor, Requires } from '#people';
import { AlertChanges } from './alert-changes.js';

@ObjectType()
class AlertsChanged {
  @Field(() => [ID], { description: 'Your own, at most 100, in no order that means anything.' })
  noticeIds!: readonly string[];

  @Field(() => Boolean, { description: 'More changed than is named here, or some news was lost.' })
  lookAgain!: boolean;
}

@Resolver()
export class AlertChangesResolver {
  constructor(private readonly changes: AlertChanges) {}

  @Subscription(() => AlertsChanged, {
    description: 'Your notices that changed. The first message always says to look again.',
    resolve: ({ ids, lookAgain }: Changed) => make(AlertsChanged, { noticeIds: ids, lookAgain }),
  })
  @Requires('alert:watch')
  alertsChanged(@CurrentActor() actor: Actor): AsyncIterable<Changed> {
    return this.changes.watch(actor);
  }
}
