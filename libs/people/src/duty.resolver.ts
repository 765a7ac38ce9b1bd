/** Duty rosters: handed over by whom the policy names, read by the desk that they are sealed to. */
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { make } from '#graphql';
import { EventNotifier } from '#platform';
import { CurrentActor, type Actor } from './actor.js';
import { DutyService } from './duty.service.js';
import { DutyPublished, DutyRefused, DutyRoster, PublishDutyInput, PublishDutyResult } from './duty.types.js';
import { Requires } from './requires.js';

@Resolver(() => DutyRoster)
export class DutyResolver {
  constructor(
    private readonly service: DutyService,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => [DutyRoster], {
    description: 'The rosters of your desks that the policy names; of one name, the newest first.',
  })
  @Requires('duty:read')
  async dutyRosters(@CurrentActor() actor: Actor): Promise<DutyRoster[]> {
    return (await this.service.rosters(actor)).map((row) => make(DutyRoster, row));
  }

  @Mutation(() => PublishDutyResult)
  @Requires('duty:publish')
  async publishDuty(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => PublishDutyInput }) input: PublishDutyInput,
  ): Promise<DutyPublished | DutyRefused> {
    const outcome = await this.service.publish(actor, input);
    if (!outcome.ok) return make(DutyRefused, { reason: outcome.reason });
    this.events.tell('p');
    return make(DutyPublished, { version: input.version });
  }
}
