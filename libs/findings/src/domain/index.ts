/** `#findings/domain`: the closed list and the decisions alone; they run in a browser too. */
export * from './changes.js';
export * from './judge.js';
export * from './kinds.js';
