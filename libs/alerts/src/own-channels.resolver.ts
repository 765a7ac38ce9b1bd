import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { make } from '#graphql';
import { type Actor, CurrentActor, Requires } from '#people';
import { OwnChannelsService } from './own-channels.service.js';
import type { OwnChannelsRow, TrialRow } from './own-channels.store.js';
import {
  ChannelsRefused,
  ChannelsSet,
  ChannelTrialResult,
  MyChannels,
  SetChannelsInput,
  SetChannelsResult,
  TrialAsked,
  TrialRefused,
  TryChannelsResult,
} from './own-channels.types.js';

@Resolver()
export class OwnChannelsResolver {
  constructor(private readonly service: OwnChannelsService) {}

  @Mutation(() => SetChannelsResult, { description: 'How you want to be rung, in your order.' })
  @Requires('channels:own')
  async setChannels(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetChannelsInput }) input: SetChannelsInput,
  ): Promise<ChannelsSet | ChannelsRefused> {
    const outcome = await this.service.set(actor, input);
    return outcome.ok
      ? make(ChannelsSet, { version: input.version })
      : make(ChannelsRefused, { reason: outcome.reason });
  }

  @Query(() => MyChannels, { nullable: true })
  @Requires('channels:own')
  async myChannels(@CurrentActor() actor: Actor): Promise<OwnChannelsRow | null> {
    return this.service.own(actor);
  }

  @Mutation(() => TryChannelsResult, { description: 'Rings each of your channels once, about nothing.' })
  @Requires('channels:own')
  async tryChannels(@CurrentActor() actor: Actor): Promise<TrialAsked | TrialRefused> {
    const outcome = await this.service.try(actor);
    if (outcome !== 'asked') return make(TrialRefused, { reason: outcome });
    const trial = await this.service.trial(actor);
    return trial ? make(TrialAsked, { at: trial.askedAt }) : make(TrialRefused, { reason: 'none-set' });
  }

  @Query(() => ChannelTrialResult, { nullable: true })
  @Requires('channels:own')
  async channelTrial(@CurrentActor() actor: Actor): Promise<TrialRow | null> {
    return this.service.trial(actor);
  }
}
