/** The GraphQL types of publication, keyring and session. */
import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Bytes, DateTime } from '#graphql';

@ObjectType({ description: 'A witness says: this head was the newest at that time.' })
export class FreshnessStatement {
  @Field(() => Bytes)
  statement!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;

  @Field(() => Bytes)
  witness!: Uint8Array;
}

@ObjectType({
  description:
    'The signed head and the public documents. Verify it against your root pin; never believe it because the api sent it.',
})
export class Publication {
  @Field(() => Int)
  version!: number;

  @Field(() => Bytes)
  head!: Uint8Array;

  @Field(() => Bytes, { description: 'Canonical JSON: [{key, signature}].' })
  signatures!: Uint8Array;

  @Field(() => Bytes)
  directory!: Uint8Array;

  @Field(() => Bytes)
  policy!: Uint8Array;

  @Field(() => [FreshnessStatement])
  freshness!: FreshnessStatement[];
}

@ObjectType({ description: "A desk epoch's secret, sealed to the member who asks." })
export class Grant {
  @Field(() => String)
  desk!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Bytes)
  sealed!: Uint8Array;
}

@ObjectType()
export class Me {
  @Field(() => ID)
  id!: string;

  @Field(() => [String])
  rights!: string[];

  @Field(() => Bytes, { nullable: true, description: 'The private roster, sealed to the member who asks.' })
  roster!: Uint8Array | null;

  @Field(() => [Grant])
  grants!: Grant[];
}

@ObjectType({ description: 'Sign the statement of PROTOCOL.md over these values; never the nonce alone.' })
export class Challenge {
  @Field(() => Bytes)
  nonce!: Uint8Array;

  @Field(() => DateTime)
  expiresAt!: Date;

  @Field(() => String)
  deployment!: string;

  @Field(() => String)
  origin!: string;
}

@InputType()
export class RosterCopyInput {
  @Field(() => String, { description: 'A member id, or "dispatch".' })
  recipient!: string;

  @Field(() => Bytes)
  sealed!: Uint8Array;
}

@InputType()
export class PublishInput {
  @Field(() => Bytes)
  head!: Uint8Array;

  @Field(() => Bytes)
  signatures!: Uint8Array;

  @Field(() => Bytes)
  directory!: Uint8Array;

  @Field(() => Bytes)
  access!: Uint8Array;

  @Field(() => Bytes)
  policy!: Uint8Array;

  @Field(() => Bytes)
  grants!: Uint8Array;

  @Field(() => [RosterCopyInput])
  rosterCopies!: RosterCopyInput[];
}

@ObjectType()
export class Published {
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class PublicationRefused {
  @Field(() => String)
  reason!: string;
}

@InputType()
export class PublishFreshnessInput {
  @Field(() => Bytes)
  statement!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;

  @Field(() => Bytes)
  witness!: Uint8Array;
}

@ObjectType()
export class FreshnessPublished {
  @Field(() => Int, { description: 'The version of the head it speaks of.' })
  version!: number;
}

@ObjectType()
export class FreshnessRefused {
  @Field(() => String)
  reason!: string;
}

@InputType()
export class SignInInput {
  @Field(() => ID)
  memberId!: string;

  @Field(() => Bytes)
  nonce!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;
}

@ObjectType({ description: 'Send the token as `Authorization: Bearer <token>`.' })
export class Session {
  @Field(() => String)
  token!: string;

  @Field(() => DateTime)
  expiresAt!: Date;

  @Field(() => ID)
  memberId!: string;
}

@ObjectType()
export class SignInRefused {
  @Field(() => String, { description: '"challenge": ask for a new one; "refused": everything else.' })
  reason!: string;
}

@InputType()
export class PutKeyringInput {
  @Field(() => Bytes)
  address!: Uint8Array;

  @Field(() => Bytes)
  blob!: Uint8Array;
}

@ObjectType()
export class KeyringStored {
  @Field(() => Boolean)
  stored!: boolean;
}

@ObjectType()
export class KeyringRefused {
  @Field(() => String)
  reason!: string;
}

export const PublishResult = createUnionType({
  name: 'PublishResult',
  types: () => [Published, PublicationRefused] as const,
});
export const PublishFreshnessResult = createUnionType({
  name: 'PublishFreshnessResult',
  types: () => [FreshnessPublished, FreshnessRefused] as const,
});
export const SignInResult = createUnionType({
  name: 'SignInResult',
  types: () => [Session, SignInRefused] as const,
});
export const PutKeyringResult = createUnionType({
  name: 'PutKeyringResult',
  types: () => [KeyringStored, KeyringRefused] as const,
});
