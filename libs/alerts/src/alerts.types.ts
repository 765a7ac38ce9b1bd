/** The GraphQL types of notices and answers. */
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Decision } from '#crypto';
import { AlertStanding, Bytes, DateTime, NotAvailable, PageInfo } from '#graphql';
import type { NoticeState } from './notice-state.js';

const NoticeStateName = {
  QUEUED: 'queued',
  HANDED: 'handed',
  DELIVERED: 'delivered',
  UNDELIVERED: 'undelivered',
  UNREACHABLE: 'unreachable',
  OPENED: 'opened',
  DECLINED: 'declined',
  ACCEPTED: 'accepted',
  ACTING: 'acting',
  DONE: 'done',
  WITHDRAWN: 'withdrawn',
} as const satisfies Record<string, NoticeState>;
registerEnumType(NoticeStateName, {
  name: 'NoticeState',
  description:
    'HANDED: given to a channel. DELIVERED: a channel said so. Neither means that anybody has seen it. UNREACHABLE: every channel failed, and the next people are told at once. WITHDRAWN: the reporter took consent back; there is nothing to read or to answer any more.',
});

const AcknowledgementDecisionName = {
  ACCEPT: 'ACCEPT',
  DECLINE: 'DECLINE',
  ACTING: 'ACTING',
  DONE: 'DONE',
} as const satisfies Record<Decision, Decision>;
registerEnumType(AcknowledgementDecisionName, { name: 'AcknowledgementDecision' });

@ObjectType({ description: 'What you are told at one step of an alert, sealed to you.' })
export class Notice {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  alertId!: string;

  @Field(() => Int)
  step!: number;

  @Field(() => Bytes)
  sealed!: Uint8Array;

  @Field(() => NoticeStateName)
  state!: NoticeState;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => String, { description: '"escalating", "accepted", "exhausted" or "closed".' })
  alertState!: string;

  @Field(() => AlertStanding)
  standing!: AlertStanding;
}

@ObjectType()
export class NoticeEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => Notice)
  node!: Notice;
}

@ObjectType()
export class NoticeConnection {
  @Field(() => [NoticeEdge])
  edges!: NoticeEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class NoticeOpened {
  @Field(() => ID)
  id!: string;
}

export const OpenNoticeResult = createUnionType({
  name: 'OpenNoticeResult',
  types: () => [NoticeOpened, NotAvailable] as const,
});

@InputType()
export class AcknowledgeAlertInput {
  @Field(() => ID)
  noticeId!: string;

  @Field(() => AcknowledgementDecisionName)
  decision!: Decision;

  @Field(() => Bytes, { description: "The statement of PROTOCOL.md, over this notice's digest and ticket." })
  statement!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;
}

@ObjectType()
export class Acknowledged {
  @Field(() => ID)
  alertId!: string;

  @Field(() => Boolean, {
    description: 'Somebody else accepted before you, or the ladder had already ended.',
  })
  late!: boolean;

  @Field(() => AcknowledgementDecisionName)
  decision!: Decision;
}

@ObjectType()
export class AcknowledgementRefused {
  @Field(() => String, {
    description: '"not-available", "statement", "signature", "not-accepted" or "closed".',
  })
  reason!: string;
}

export const AcknowledgeResult = createUnionType({
  name: 'AcknowledgeResult',
  types: () => [Acknowledged, AcknowledgementRefused] as const,
});
