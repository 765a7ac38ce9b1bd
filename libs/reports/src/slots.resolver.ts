import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { ApiError, pageArguments, type Page } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import type { SlotsRow } from './prisma-slots.store.js';
import { SlotsService } from './slots.service.js';
import { UnsortedSlots, UnsortedSlotsConnection } from './slots.types.js';

/** A page of sixteen is 56 KiB. */
const MAX_SLOTS = 32;

@Resolver(() => UnsortedSlots)
export class SlotsResolver {
  constructor(private readonly slots: SlotsService) {}

  @Query(() => UnsortedSlotsConnection, {
    description:
      'Of every unsorted report that waits: what it takes to find out whether one of your keys opens it.',
  })
  @Requires('report:read')
  async unsortedSlots(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 16, description: 'At most 32.' })
    first: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<Page<SlotsRow>> {
    const page = pageArguments(first ?? 16, after);
    if (page.size > MAX_SLOTS) throw new ApiError('BAD_REQUEST');
    return this.slots.page(actor, page);
  }
}
