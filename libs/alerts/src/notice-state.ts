/**
 * How far a notice got, in honest words: handing over is not delivery, delivery is not reading, reading is not an answer. The
 * worker writes the first four, the api the rest. A state only moves forward.
 */
export const NOTICE_STATES = [
  'queued',
  'handed',
  'delivered',
  'undelivered',
  'opened',
  'declined',
  'accepted',
  'acting',
  'done',
] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** What a notice may be when it is opened. Opening what was answered already changes nothing. */
export const BEFORE_OPENING: readonly NoticeState[] = ['queued', 'handed', 'delivered', 'undelivered'];
