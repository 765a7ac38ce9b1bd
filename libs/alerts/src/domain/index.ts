/** `#alerts/domain`: the decisions alone, without the api's framework behind them. */
export * from './acknowledgement.js';
export * from './another-round.js';
export * from './climb-again.js';
export * from './delivery.js';
export * from './escalation.js';
export * from './promise.js';
export * from './public-address.js';
export * from './ringing.js';
export * from './task.js';
