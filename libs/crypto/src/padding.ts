/** Padding (PROTOCOL.md §1.4): what hides how much somebody wrote. */
import { concat, FormatError, isAllZero, readU32, u32 } from './bytes.js';

export const PADDING_OVERHEAD = 4;

/** u32 length, content, zeros up to `size` bytes in all. */
export function pad(content: Uint8Array, size: number): Uint8Array {
  if (content.length > size - PADDING_OVERHEAD) throw new RangeError('content does not fit');
  return concat(u32(content.length), content, new Uint8Array(size - PADDING_OVERHEAD - content.length));
}

/** The zeros are checked: otherwise padding is a place to hide a second message, or a tracking mark. */
export function unpad(padded: Uint8Array): Uint8Array {
  const end = PADDING_OVERHEAD + readU32(padded, 0);
  if (end > padded.length) throw new FormatError('length beyond the end');
  if (!isAllZero(padded.subarray(end))) throw new FormatError('padding is not zero');
  return padded.slice(PADDING_OVERHEAD, end);
}
