/** Whether closing the page now would lose something that the person gave, or must still keep. Pure. */
import { isTouched } from '../flow/draft.js';
import type { Flow } from '../flow/flow.js';
import type { Delivery } from './problems.js';

export function wouldLose(flow: Flow, { state }: Pick<Delivery, 'state'>): boolean {
  if (flow.phase === 'asking') return isTouched(flow.draft);
  if (flow.phase === 'keeping') return true;
  // On a shared phone the sealed report is in this page and nowhere else.
  return flow.device === 'shared' && (state === 'kept' || state === 'sending');
}
