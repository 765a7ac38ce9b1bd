/**
 * Whose bells a step lives by. Desks look at their queue whether a bell rings or not, and somebody without keys becomes a call that a
 * desk makes; a step that tells only allies is heard by nobody if none of them can be rung. Such a step is not waited for: the
 * next people are told at once, and a person is shown whom to call. Pure.
 */
import type { Recipient } from '#policy';

/** Members of whom one must be reachable; none where somebody else hears of the step as well. */
export function alliesAlone(recipients: readonly Recipient[]): readonly string[] {
  const allies = recipients.flatMap((one) => (one.via === 'ally' ? [one.member] : []));
  return allies.length === recipients.length ? allies : [];
}
