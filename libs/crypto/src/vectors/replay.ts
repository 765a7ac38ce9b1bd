/**
 * What each vector does (PROTOCOL.md §12): a name, inputs as JSON, the result as JSON. The generator and the test run
 * the same table; a second implementation writes its own.
 */
import { primitiveActions } from './primitive-actions.js';
import { callActions } from './call-actions.js';
import { envelopeActions } from './envelope-actions.js';
import { documentActions } from './document-actions.js';
import { messageActions } from './message-actions.js';
import { custodyActions } from './custody-actions.js';
import { statementActions } from './statement-actions.js';
import { mailboxActions } from './mailbox-actions.js';
import { fileActions } from './file-actions.js';
import { notebookActions } from './notebook-actions.js';
import { searchActions } from './search-actions.js';
import { dutyActions } from './duty-actions.js';
import { silenceActions } from './silence-actions.js';
import type { Inputs } from './inputs.js';
import type { Actions, Output } from './outcome.js';

export const actions: Actions = {
  ...primitiveActions,
  ...envelopeActions,
  ...documentActions,
  ...messageActions,
  ...custodyActions,
  ...statementActions,
  ...mailboxActions,
  ...searchActions,
  ...callActions,
  ...dutyActions,
  ...silenceActions,
  ...fileActions,
  ...notebookActions,
};

export async function replay(action: string, inputs: Inputs): Promise<Output> {
  const run = actions[action];
  if (!run) throw new Error('no such action');
  return run(inputs);
}
