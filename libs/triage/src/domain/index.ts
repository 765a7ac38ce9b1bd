/** `#triage/domain`: the decisions alone, without the api's framework behind them. */
export * from './batch.js';
export * from './claim.js';
export * from './close.js';
export * from './likeness.js';
export * from './raise.js';
export * from './triage.js';
