/**
 * The short way for the one request that must be cheap (DESIGN §8, accepted reports per second): a submission as the sdk writes it
 * is answered before the frameworks, which took nine tenths of its time. Nothing else differs: the same scalar reads the bytes, the
 * same service decides with the same budgets, the same catalogue closes every error, and the answer is the same byte for byte
 * (test/api/submit-shortcut.test.ts). Whatever is the least bit unusual goes the general way.
 */
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kind, locatedError, parse, type FieldNode } from 'graphql';
import { Bytes } from '#graphql';
import type { ReportsService, SubmitOutcome } from '#reports';
import { SUBMIT_DOCUMENT, SUBMIT_FIELD } from '#sdk/submit-document';
import { formatErrorWith } from '../format-error.js';
import { JSON_TYPE } from '../http.js';
import { readSubmission, type Submission } from './read-submission.js';

export interface ShortcutParts {
  /** What the table of permissions says of a submission. No guard stands on this way: once a right is needed, it does not compile. */
  readonly openTo: 'anyone';
  readonly reports: Pick<ReportsService, 'submit'>;
  readonly reportInternal: (error: unknown) => void;
}

/** Those for which the general way writes `application/json`, too. */
const ACCEPTED = [undefined, '*/*', 'application/json'];

/** Before the routes are there. */
export function answerSubmissions(adapter: FastifyAdapter, { reports, reportInternal }: ShortcutParts): void {
  const closed = closedAnswer(formatErrorWith(reportInternal));
  const answer = ({ envelope, channel, work }: Submission): Promise<string> =>
    reports.submit(envelope, channel, work).then(openAnswer, closed);

  adapter.getInstance().addHook('preHandler', (request, reply, done) => {
    const isPlain =
      request.method === 'POST' && request.url === '/graphql' && ACCEPTED.includes(request.headers.accept);
    const submission = isPlain ? readSubmission(request.body) : null;
    if (!submission) {
      done();
      return;
    }
    void answer(submission).then((text) => reply.code(200).type(JSON_TYPE).send(text));
  });
}

function openAnswer(outcome: SubmitOutcome): string {
  return `${JSON.stringify({ data: { [SUBMIT_FIELD]: resultOf(outcome) } })}\n`;
}

function resultOf(outcome: SubmitOutcome): object {
  if (outcome.ok) return { __typename: 'ReportAccepted', receipt: Bytes.serialize(outcome.receipt) };
  const { reason } = outcome;
  return reason === 'deferred'
    ? {
        __typename: 'ReportDeferred',
        retryAfterSeconds: outcome.retryAfterSeconds,
        challenge: outcome.challenge,
      }
    : { __typename: 'ReportRefused', reason };
}

/** As GraphQL says it: the error with its place in the query, and no data. */
function closedAnswer(format: ReturnType<typeof formatErrorWith>): (error: unknown) => string {
  const field = submitField();
  return (error) => {
    const located = locatedError(error, [field], [SUBMIT_FIELD]);
    return `${JSON.stringify({ errors: [format(located.toJSON(), located)], data: null })}\n`;
  };
}

function submitField(): FieldNode {
  const [operation] = parse(SUBMIT_DOCUMENT).definitions;
  const [field] = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  if (field?.kind !== Kind.FIELD) throw new TypeError('the document of a submission has no field');
  return field;
}
