/**
 * Quick exit. What was written goes first, then the page: `replace`, so that the browser's back button leads past it. Nothing is asked of any
 * other host before the person has left.
 */

const ESCAPES = 3;
const WITHIN_MS = 2_000;

/** Counts presses of Escape; true at the third within two seconds. */
export function escapeCounter(): (at: number) => boolean {
  let presses: number[] = [];
  return (at) => {
    presses = [...presses.filter((earlier) => at - earlier < WITHIN_MS), at];
    return presses.length >= ESCAPES;
  };
}

export function leave(exit: string, forget: () => void): void {
  forget();
  document.title = '';
  document.body.replaceChildren();
  location.replace(exit);
}
