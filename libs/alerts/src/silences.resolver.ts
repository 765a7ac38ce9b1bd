import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Bytes, make, parseId } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { SilenceStore } from './prisma-silence.store.js';
import { SilencesService, type SilenceOutcome } from './silences.service.js';
import {
  ChannelState,
  ProposeSilenceInput,
  Silence,
  SilenceRefused,
  SilenceResult,
  SilenceStored,
} from './silences.types.js';

@Resolver(() => Silence)
export class SilencesResolver {
  constructor(private readonly service: SilencesService) {}

  @Query(() => [Silence], {
    description:
      'Of your desks: proposed, in force, or by one person alone and not reviewed yet; soonest end first.',
  })
  @Requires('silence:read')
  async silences(): Promise<Silence[]> {
    return (await this.service.open()).map((row) =>
      make(Silence, {
        id: row.id,
        desk: row.desk,
        statement: row.statement,
        forDesk: row.forDesk,
        firstMember: row.firstMember,
        secondMember: row.secondMember,
        breakGlass: row.breakGlass,
        beginsAt: row.beginsAt,
        endsAt: row.endsAt,
        reviewBy: row.breakGlass && row.reviewedBy === null ? SilenceStore.reviewBy(row) : null,
      }),
    );
  }

  @Query(() => [ChannelState], { description: 'Whom a bell can reach, for the list of who is not alerted.' })
  @Requires('silence:read')
  async channelStates(): Promise<ChannelState[]> {
    return (await this.service.channels()).map((row) => make(ChannelState, { ...row }));
  }

  @Mutation(() => SilenceResult, { description: 'The first of two signatures, or the only one at night.' })
  @Requires('silence:sign')
  async proposeSilence(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ProposeSilenceInput }) input: ProposeSilenceInput,
  ): Promise<SilenceStored | SilenceRefused> {
    return told(await this.service.propose(actor, input));
  }

  @Mutation(() => SilenceResult, {
    description: 'The second signature, over the same statement, by somebody else.',
  })
  @Requires('silence:sign')
  async agreeToSilence(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('signature', { type: () => Bytes }) signature: Uint8Array,
  ): Promise<SilenceStored | SilenceRefused> {
    return told(await this.service.agree(actor, parseId(id), signature));
  }

  @Mutation(() => SilenceResult, { description: 'Any one person may let the bells ring again.' })
  @Requires('silence:sign')
  async endSilence(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<SilenceStored | SilenceRefused> {
    return told(await this.service.end(actor, parseId(id)));
  }

  @Mutation(() => SilenceResult, { description: 'Somebody else has looked at what one person did alone.' })
  @Requires('silence:sign')
  async reviewSilence(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<SilenceStored | SilenceRefused> {
    return told(await this.service.review(actor, parseId(id)));
  }
}

const told = (outcome: SilenceOutcome): SilenceStored | SilenceRefused =>
  outcome.ok ? make(SilenceStored, { id: outcome.id }) : make(SilenceRefused, { reason: outcome.reason });
