/** An id from outside becomes an id inside, or the request is not well formed. */
import { isId } from '#kernel';
import { ApiError } from './api-error.js';

export function parseId(text: string): string {
  if (!isId(text)) throw new ApiError('BAD_REQUEST');
  return text;
}
