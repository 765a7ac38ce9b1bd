/** How far an alert has come, in honest words: what the queue, an inbox and a task say of it alike. */
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from './date-time.scalar.js';
import { make } from './make.js';

const AlertStateName = {
  ESCALATING: 'escalating',
  ACCEPTED: 'accepted',
  EXHAUSTED: 'exhausted',
  CLOSED: 'closed',
} as const;
registerEnumType(AlertStateName, {
  name: 'AlertState',
  description: 'ESCALATING: nobody has accepted yet. EXHAUSTED: all were told, and nobody has.',
});

const AlertProgressName = { ACTING: 'ACTING', DONE: 'DONE' } as const;
registerEnumType(AlertProgressName, { name: 'AlertProgress' });

const AlertAgainName = {
  WITHDRAWN: 'withdrawn',
  NO_PROGRESS: 'no-progress',
  CLAIM_ENDED: 'claim-ended',
} as const;
registerEnumType(AlertAgainName, {
  name: 'AlertAgain',
  description:
    'Why it is open again. NO_PROGRESS: whoever had accepted was not heard of in time. CLAIM_ENDED: nor was who held the report.',
});

@ObjectType()
export class AlertStanding {
  @Field(() => AlertStateName)
  state!: string;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is accepted.' })
  since!: Date | null;

  @Field(() => Boolean, { description: 'It is you who accepted.' })
  mine!: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      "For the report's desk: the member, or the entry of the roster that was called. A colleague otherwise.",
  })
  by!: string | null;

  @Field(() => AlertProgressName, { nullable: true, description: 'null: accepted, and nothing heard since.' })
  progress!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Whoever accepted is counted as silent, and the others are paged again, unless they say by then that they act.',
  })
  progressDueAt!: Date | null;

  @Field(() => AlertAgainName, { nullable: true })
  again!: string | null;

  @Field(() => Boolean, {
    description:
      "For the report's desk: its reporter took consent back, wholly or in part. Open the conversation.",
  })
  narrowed!: boolean;
}

/** As the rows give it. */
export interface StandingColumns {
  readonly alertState: string;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly progress: string | null;
  readonly progressDueAt: Date | null;
  readonly again: string | null;
  readonly narrowed: boolean;
}

/** `showsWho`: to the desk of a sorted report. Of another, who works on it would tell what it is. */
export function standingOf(row: StandingColumns, viewer: string, showsWho: boolean): AlertStanding {
  const { alertState: state, acknowledgedAt: since, acknowledgedBy, progress, progressDueAt, again } = row;
  const isAccepted = state === 'accepted';
  return make(AlertStanding, {
    state,
    since: isAccepted ? since : null,
    mine: isAccepted && acknowledgedBy === viewer,
    by: isAccepted && showsWho ? acknowledgedBy : null,
    progress,
    progressDueAt: isAccepted && progress === null ? progressDueAt : null,
    again: isAccepted ? null : again,
    narrowed: showsWho && row.narrowed,
  });
}
