/** The public directory, and what brings a new one: anybody may carry a publication, only the roots can make one. */
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { make } from '#graphql';
import { EventNotifier } from '#platform';
import {
  FreshnessPublished,
  FreshnessRefused,
  FreshnessStatement,
  Publication,
  PublicationRefused,
  Published,
  PublishFreshnessInput,
  PublishFreshnessResult,
  PublishInput,
  PublishResult,
} from './people.types.js';
import { PublicationService } from './publication.service.js';
import { Requires } from './requires.js';

@Resolver(() => Publication)
export class DirectoryResolver {
  constructor(
    private readonly publications: PublicationService,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => Publication, { nullable: true })
  @Requires('directory:read')
  async directory(): Promise<Publication | null> {
    const current = await this.publications.current();
    if (!current) return null;
    const { head, signatures, directory, policy } = current.bytes;
    const freshness = await this.publications.freshness(current);
    return make(Publication, {
      version: current.version,
      head,
      signatures,
      directory,
      policy,
      freshness: freshness.map((signed) => make(FreshnessStatement, signed)),
    });
  }

  @Mutation(() => PublishResult)
  @Requires('publication:publish')
  async publish(
    @Args('input', { type: () => PublishInput }) input: PublishInput,
  ): Promise<Published | PublicationRefused> {
    const { rosterCopies, head, signatures, directory, access, policy, grants } = input;
    const outcome = await this.publications.publish(
      { head, signatures, directory, access, policy, grants },
      rosterCopies.map(({ recipient, sealed }) => ({ recipient, sealed })),
    );
    if (!outcome.ok) return make(PublicationRefused, { reason: outcome.reason });
    this.events.tell('p');
    return make(Published, { version: outcome.version });
  }

  @Mutation(() => PublishFreshnessResult)
  @Requires('publication:publish')
  async publishFreshness(
    @Args('input', { type: () => PublishFreshnessInput }) input: PublishFreshnessInput,
  ): Promise<FreshnessPublished | FreshnessRefused> {
    const outcome = await this.publications.publishFreshness(input);
    return outcome.ok
      ? make(FreshnessPublished, { version: outcome.version })
      : make(FreshnessRefused, { reason: outcome.reason });
  }
}
