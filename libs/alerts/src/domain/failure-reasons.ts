/** Why a ring did not arrive: a closed list, because a reason is stored in clear and shown to people who repair something. */
export const FAILURE_REASONS = [
  // What the other side answered.
  'throttled',
  'redirect',
  'refused',
  'server-error',
  'gone',
  // No answer, and what it failed at.
  'timeout',
  'connection',
  'name',
  'tls',
  'address-refused',
  // What no attempt can mend: the owner, the operator or the roster has to.
  'address-invalid',
  'not-configured',
  'channels-invalid',
  'old-version',
  'no-channel',
  'member-not-in-roster',
  // Not needed any more.
  'acknowledged',
  'reached',
  'bundled',
  'silenced',
  'withdrawn',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];
