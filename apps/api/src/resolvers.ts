/** Every resolver of the api: what schema.graphql is printed from, and what a test walks to see that each is guarded. */
import {
  AlertChangesResolver,
  AlertsResolver,
  OwnChannelsResolver,
  SilencesResolver,
  TasksResolver,
} from '#alerts';
import { AttentionResolver, HealthResolver } from '#health';
import { MailboxResolver } from '#mailbox';
import { DirectoryResolver, DutyResolver, PeopleResolver } from '#people';
import { ReportsResolver, SlotsResolver } from '#reports';
import { ClosingResolver, QueueChangesResolver, TriageResolver } from '#triage';

export const RESOLVERS = [
  DirectoryResolver,
  PeopleResolver,
  DutyResolver,
  ReportsResolver,
  SlotsResolver,
  TriageResolver,
  ClosingResolver,
  QueueChangesResolver,
  AlertsResolver,
  AlertChangesResolver,
  TasksResolver,
  OwnChannelsResolver,
  SilencesResolver,
  MailboxResolver,
  HealthResolver,
  AttentionResolver,
];
