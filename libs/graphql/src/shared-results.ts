/** Members that several result unions share. */
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { make } from './make.js';

@ObjectType({ description: 'There is no such thing for you: missing and not yours are the same answer.' })
export class NotAvailable {
  @Field(() => String)
  reason!: string;
}

@ObjectType({ description: 'Somebody changed it since you looked. Look again; this is its version now.' })
export class StaleVersion {
  @Field(() => Int)
  version!: number;
}

export const notAvailable = (): NotAvailable => make(NotAvailable, { reason: 'not-available' });
export const staleVersion = (version: number): StaleVersion => make(StaleVersion, { version });
