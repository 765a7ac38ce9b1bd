/**
 * Standard Webhooks 1.0. Always signed `v1a` (Ed25519, anybody can check it); where the member gave a `whsec_`, also `v1`
 * (HMAC), both in the one header. The id is the delivery's own, so that every retry is recognised as the same message.
 */
import { createHmac } from 'node:crypto';
import { judgeAnswer } from '#alerts/domain';
import { formatTime, signWebhook, utf8 } from '#crypto';
import type { Clock } from '#kernel';
import { type AddressOf, type Channel, messageId, type Occasion, type Ring } from './channel.port.js';
import type { CheckedPost } from './checked-post.js';

export function webhookChannel(
  post: CheckedPost,
  webhookSecretKey: Uint8Array,
  clock: Clock,
): Channel<'webhook'> {
  return {
    async ring(to, ring) {
      const result = await post(to.url, webhookMessage(to, ring, webhookSecretKey, clock()));
      return result.kind === 'unfit' ? result : judgeAnswer(result, 'delivered');
    },
  };
}

const TYPES: Readonly<Record<Occasion, string>> = {
  alert: 'notice.created',
  exercise: 'notice.created',
  test: 'channel.test',
  desk: 'desk.called',
};

function webhookMessage(
  { secret }: AddressOf<'webhook'>,
  ring: Ring,
  webhookSecretKey: Uint8Array,
  now: Date,
) {
  const id = messageId(ring);
  const timestamp = Math.floor(now.getTime() / 1000);
  const body = utf8(
    JSON.stringify({
      type: TYPES[ring.occasion],
      timestamp: formatTime(ring.noticedAt),
      data: { notice: ring.noticeId },
    }),
  );
  const signatures = [signWebhook(id, timestamp, body, webhookSecretKey)];
  if (secret) signatures.push(hmacOf(secret, id, timestamp, body));
  return {
    body,
    headers: {
      'user-agent': 'Amparo',
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures.join(' '),
    },
  };
}

function hmacOf(secret: Uint8Array, id: string, timestamp: number, body: Uint8Array): string {
  const mac = createHmac('sha256', secret)
    .update(`${id}.${String(timestamp)}.`)
    .update(body);
  return `v1,${mac.digest('base64')}`;
}
