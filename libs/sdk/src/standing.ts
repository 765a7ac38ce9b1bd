/** How far an alert has come, as the api says it of queue, inbox and tasks alike. */
import { flag, nullable, oneOf, record, text, time } from './shape.js';

export const STANDING_FIELDS = 'state since mine by progress progressDueAt again narrowed';

export const standing = record({
  state: oneOf('ESCALATING', 'ACCEPTED', 'EXHAUSTED', 'CLOSED'),
  since: nullable(time),
  mine: flag,
  /** A member or an entry of the roster, for the report's desk; null says "a colleague". */
  by: nullable(text),
  progress: nullable(oneOf('ACTING', 'DONE')),
  progressDueAt: nullable(time),
  again: nullable(oneOf('WITHDRAWN', 'NO_PROGRESS', 'CLAIM_ENDED')),
  /** For the report's desk: the reporter took consent back, wholly or in part. */
  narrowed: flag,
});

export type Standing = ReturnType<typeof standing>;
