/**
 * How far a notice got, in honest words: handing over is not delivery, delivery is not reading, reading is not an answer. The
 * worker writes the first five, the api the rest. A state only moves forward.
 */
export type NoticeState =
  | 'queued'
  | 'handed'
  | 'delivered'
  | 'undelivered'
  | 'unreachable'
  | 'opened'
  | 'declined'
  | 'accepted'
  | 'acting'
  | 'done'
  /** The reporter took consent back before anybody answered: it is read, rung and answered no more. */
  | 'withdrawn';

/** What a notice may be when it is opened. Opening what was answered already changes nothing. */
export const BEFORE_OPENING: readonly NoticeState[] = [
  'queued',
  'handed',
  'delivered',
  'undelivered',
  'unreachable',
];
