import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { make, NotAvailable, notAvailable, type Page, pageArguments, parseId } from '#graphql';
import { CurrentActor, Requires, type Actor } from '#people';
import { EventNotifier } from '#platform';
import { AlertsService, type InboxNotice } from './alerts.service.js';
import {
  AcknowledgeAlertInput,
  Acknowledged,
  AcknowledgementRefused,
  AcknowledgeResult,
  Notice,
  NoticeConnection,
  NoticeOpened,
  OpenNoticeResult,
} from './alerts.types.js';

@Resolver(() => Notice)
export class AlertsResolver {
  constructor(
    private readonly service: AlertsService,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => NoticeConnection, { description: 'Your own notices, newest first.' })
  @Requires('alert:read')
  async alerts(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 20, description: 'At most 100.' })
    first: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<Page<InboxNotice>> {
    return this.service.inbox(actor, pageArguments(first ?? 20, after));
  }

  @Mutation(() => OpenNoticeResult, { description: 'Tells the desk that you have seen it.' })
  @Requires('alert:read')
  async openNotice(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<NoticeOpened | NotAvailable> {
    const noticeId = parseId(id);
    if (!(await this.service.open(actor, noticeId))) return notAvailable();
    this.events.tell('n', noticeId);
    return make(NoticeOpened, { id: noticeId });
  }

  @Mutation(() => AcknowledgeResult)
  @Requires('alert:acknowledge')
  async acknowledgeAlert(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AcknowledgeAlertInput }) input: AcknowledgeAlertInput,
  ): Promise<Acknowledged | AcknowledgementRefused> {
    const { decision, statement, signature } = input;
    const noticeId = parseId(input.noticeId);
    const outcome = await this.service.acknowledge(actor, { noticeId, decision, statement, signature });
    if (!outcome.ok) return make(AcknowledgementRefused, { reason: outcome.reason });
    // Everybody who was told of this alert sees that somebody has answered.
    this.events.tell('a', outcome.alertId);
    return make(Acknowledged, { alertId: outcome.alertId, late: outcome.late, decision });
  }
}
