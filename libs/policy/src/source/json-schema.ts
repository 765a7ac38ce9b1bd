/** The JSON Schema of policy files, for editors: made from the form by which they are read. */
import { z } from 'zod';
import { sourceForm } from './source-form.js';

export function policyJsonSchema(): string {
  const schema = z.toJSONSchema(sourceForm, { io: 'input', target: 'draft-7', reused: 'ref' });
  return `${JSON.stringify({ $id: 'amparo-policy', title: 'Amparo routing policy', ...schema }, null, 2)}\n`;
}
