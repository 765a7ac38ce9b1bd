/** Keyring, sign-in, and what the api has for the member who asks. */
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Bytes, make, parseId } from '#graphql';
import { EventNotifier } from '#platform';
import { CurrentActor, type Actor } from './actor.js';
import { KeyringService } from './keyring.service.js';
import {
  Challenge,
  KeyringRefused,
  KeyringStored,
  Me,
  PutKeyringInput,
  PutKeyringResult,
  Session,
  SignInInput,
  SignInRefused,
  SignInResult,
} from './people.types.js';
import { PublicationService } from './publication.service.js';
import { Requires } from './requires.js';
import { SessionService } from './session.service.js';

@Resolver(() => Me)
export class PeopleResolver {
  constructor(
    private readonly publications: PublicationService,
    private readonly sessions: SessionService,
    private readonly keyrings: KeyringService,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => Bytes, { nullable: true })
  @Requires('keyring:read')
  async keyring(@Args('address', { type: () => Bytes }) address: Uint8Array): Promise<Uint8Array | null> {
    return this.keyrings.find(address);
  }

  @Query(() => Me)
  @Requires('self:read')
  async me(@CurrentActor() actor: Actor): Promise<Me> {
    const current = await this.publications.require();
    return make(Me, {
      id: actor.memberId,
      rights: [...actor.rights],
      roster: await this.publications.rosterCopy(current, actor.memberId),
      grants: current.grants.filter((grant) => grant.member === actor.memberId),
    });
  }

  @Mutation(() => Challenge)
  @Requires('session:open')
  requestChallenge(): Challenge {
    return make(Challenge, this.sessions.challenge());
  }

  @Mutation(() => SignInResult)
  @Requires('session:open')
  async signIn(
    @Args('input', { type: () => SignInInput }) input: SignInInput,
  ): Promise<Session | SignInRefused> {
    const { nonce, signature } = input;
    const outcome = await this.sessions.signIn({ memberId: parseId(input.memberId), nonce, signature });
    if (!outcome.ok) return make(SignInRefused, { reason: outcome.reason });
    const { token, expiresAt, memberId } = outcome;
    return make(Session, { token, expiresAt, memberId });
  }

  @Mutation(() => Boolean)
  @Requires('session:close')
  async signOut(@CurrentActor() actor: Actor): Promise<boolean> {
    await this.sessions.signOut(actor);
    this.events.tell('s');
    return true;
  }

  @Mutation(() => PutKeyringResult)
  @Requires('keyring:store')
  async putKeyring(
    @Args('input', { type: () => PutKeyringInput }) input: PutKeyringInput,
  ): Promise<KeyringStored | KeyringRefused> {
    const outcome = await this.keyrings.store(input.address, input.blob);
    return outcome.ok
      ? make(KeyringStored, { stored: true })
      : make(KeyringRefused, { reason: outcome.reason });
  }
}
