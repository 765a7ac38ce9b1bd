/**
 * SMS through whatever HTTP gateway the operator has a contract with: a description of the request in a file, the secret in
 * another. The network reads every SMS, so the text is fixed, one for each language.
 */
import { judgeAnswer } from '#alerts/domain';
import { utf8 } from '#crypto';
import { z } from 'zod';
import { type AddressOf, type Channel, messageId, type Ring } from './channel.port.js';
import type { CheckedPost } from './checked-post.js';
import { ringText } from './ring-text.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const noLineBreak = z
  .string()
  .max(1024)
  .regex(/^[^\r\n]*$/);

/** Templates may hold {number}, {text}, {id} and {secret}; each is escaped for the place where it stands. */
export const smsGateway = z.strictObject({
  url: z.string().min(1).max(1024),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), noLineBreak).default({}),
  contentType: z.enum([JSON_TYPE, FORM_TYPE]).default(JSON_TYPE),
  body: z.string().min(1).max(4096),
});
export type SmsGateway = z.infer<typeof smsGateway>;

export function smsChannel(post: CheckedPost, gateway: SmsGateway, secret: string): Channel<'sms'> {
  return {
    async ring(to, ring) {
      const values = { ...valuesOf(to, ring), secret };
      const inBody = gateway.contentType === JSON_TYPE ? inJson : encodeURIComponent;
      const result = await post(fill(gateway.url, values, encodeURIComponent), {
        headers: {
          ...headersOf(gateway, values),
          'user-agent': 'Amparo',
          'content-type': gateway.contentType,
          'idempotency-key': values.id,
        },
        body: utf8(fill(gateway.body, values, inBody)),
      });
      // A gateway is for all members: when it is gone, it is the gateway that has to be repaired, and not a number.
      return result.kind === 'unfit' ? result : judgeAnswer(result, 'relayed', []);
    },
  };
}

type Values = Readonly<Record<'number' | 'text' | 'id' | 'secret', string>>;

const valuesOf = ({ number }: AddressOf<'sms'>, ring: Ring) => ({
  number,
  text: ringText(ring.language, ring.occasion).subject,
  id: messageId(ring),
});

function headersOf({ headers }: SmsGateway, values: Values): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    fill(value, values, (text) => text),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** In one pass: what a value holds is never taken for a place. */
function fill(template: string, values: Values, escape: (text: string) => string): string {
  return template.replace(/\{(number|text|id|secret)\}/g, (_, place: keyof Values) => escape(values[place]));
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
