/**
 * The closed sizes of the mailbox (libs/crypto/PROTOCOL.md §9). Every visit takes one message and gives eight, whether or not
 * anything is there, so that neither size nor count tells an answered reporter from one who only looked.
 *
 * When an address is full: a reply is refused, so that the desk knows; a post is dropped while the visit is answered as always,
 * because a different answer would tell how often the words were used. The desk pages through them, 64 at a time; 1,024 are kept,
 * which is one visit a day for almost three years.
 */
export const BOX_BYTES = 4096;
export const READ_KEY_BYTES = 32;
export const ADDRESS_BYTES = 32;
export const BOXES_PER_VISIT = 8;
export const POSTS_SHOWN = 64;
export const MAX_POSTS = 1024;
export const MAX_REPLIES = 256;

/** The newest replies, and fillers for the rest; always the same number of boxes, and always as much work. */
export function fillBoxes(
  replies: readonly Uint8Array[],
  random: (length: number) => Uint8Array,
): Uint8Array[] {
  const fillers = Array.from({ length: BOXES_PER_VISIT }, () => random(BOX_BYTES));
  return fillers.map((filler, at) => replies[at] ?? filler);
}
