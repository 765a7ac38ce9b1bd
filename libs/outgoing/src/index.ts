/** `#outgoing`: a request to an address that somebody wrote down. Where it goes is checked, and the call goes only there. */
export { checkTarget, type CheckedTarget, type Resolve, systemResolve } from './checked-target.js';
export { type HttpResult, type OutgoingMessage, postTo, POST_TIMEOUT_MS } from './post-to.js';
