/** The routing policy (PROTOCOL.md §5.7): opaque here except for kind and version; triage reads the rest. */
import { FormatError } from '../bytes.js';
import { documentForm, exactly, integer, type Draft } from '../fields.js';

export interface PolicyDocument {
  readonly kind: 'amparo/policy/1';
  readonly version: number;
  readonly [field: string]: unknown;
}

const kind = exactly('amparo/policy/1');
const version = integer(1, 0xffffffff);

const form = documentForm<PolicyDocument>('amparo/policy/1', (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('not an object');
  const fields = value as Record<string, unknown>;
  return { ...fields, kind: kind(fields['kind']), version: version(fields['version']) };
});

export const encodePolicy = (policy: Draft<PolicyDocument>): Uint8Array => form.encode(policy);
export const decodePolicy = (document: Uint8Array): PolicyDocument => form.decode(document);
