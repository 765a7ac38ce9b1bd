/**
 * What is sent outside: Standard Webhooks 1.0, signed `v1a`. The body is a doorbell: it says that there is something to
 * read, and nothing of what. The id is the delivery's own, so that every retry is recognised as the same message.
 */
import { formatTime, signWebhook, utf8 } from '#crypto';
import type { WebhookMessage } from './post-webhook.js';

export interface Doorbell {
  readonly deliveryId: string;
  readonly noticeId: string;
  /** When the notice was made: the same in every retry, so that the body is the same too. */
  readonly noticedAt: Date;
}

export function ringing(
  { deliveryId, noticeId, noticedAt }: Doorbell,
  now: Date,
  webhookSecretKey: Uint8Array,
): WebhookMessage {
  const id = `msg_${deliveryId}`;
  const timestamp = Math.floor(now.getTime() / 1000);
  const body = utf8(
    JSON.stringify({ type: 'notice.created', timestamp: formatTime(noticedAt), data: { notice: noticeId } }),
  );
  return {
    body,
    headers: {
      'user-agent': 'Amparo',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(id, timestamp, body, webhookSecretKey),
    },
  };
}
