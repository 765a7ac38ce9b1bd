/** `#alerts/domain`: the decisions alone, without the api's framework behind them. */
export * from './acknowledgement.js';
export * from './another-round.js';
export * from './climb-again.js';
export * from './delivery.js';
export * from './desk-call.js';
export * from './escalation.js';
export * from './failure-reasons.js';
export * from './promise.js';
export * from './ring-result.js';
export * from './ringing.js';
export * from './silence.js';
export * from './task.js';
