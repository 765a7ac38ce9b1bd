/**
 * Web push (RFC 8030): encrypted to the browser (RFC 8291), under the operator's own key (RFC 8292). The push service sees
 * when and to which browser; all payloads have one size, one urgency and one lifetime. A retry replaces the one before.
 */
import { judgeAnswer } from '#alerts/domain';
import { hash128, toBase64Url, utf8 } from '#crypto';
import webPush from 'web-push';
import { type AddressOf, type Channel, messageId, type Ring } from './channel.port.js';
import type { CheckedPost } from './checked-post.js';
import { ringText } from './ring-text.js';

export interface PushIdentity {
  /** P-256, base64url. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may write to: `mailto:` or https. */
  readonly contact: string;
}

const PAYLOAD_BYTES = 512;
/** What nobody was shown within a day is in the inbox anyway. */
const LIFETIME_SECONDS = 86_400;
/** A push service says 404 of a subscription that it has forgotten, 410 of one that was ended. */
const GONE = [404, 410];

export function pushChannel(post: CheckedPost, identity: PushIdentity): Channel<'push'> {
  return {
    async ring(to, ring) {
      const message = pushMessage(to, ring, identity);
      if (!message) return { kind: 'unfit', because: 'address-invalid' };
      const result = await post(to.endpoint, message);
      return result.kind === 'unfit' ? result : judgeAnswer(result, 'relayed', GONE);
    },
  };
}

/** null where the browser's key is no point of the curve, or its address no address. */
function pushMessage(to: AddressOf<'push'>, ring: Ring, { contact, ...keys }: PushIdentity) {
  const subscription = {
    endpoint: to.endpoint,
    keys: { p256dh: toBase64Url(to.p256dh), auth: toBase64Url(to.auth) },
  };
  try {
    const { headers, body } = webPush.generateRequestDetails(subscription, payloadOf(ring), {
      vapidDetails: { subject: contact, ...keys },
      TTL: LIFETIME_SECONDS,
      urgency: 'high',
      topic: toBase64Url(hash128(utf8(messageId(ring)))),
      contentEncoding: 'aes128gcm',
    });
    return { headers: asText(headers), body };
  } catch {
    return null;
  }
}

function payloadOf({ noticeId, occasion, language }: Ring): Buffer {
  const text = ringText(language, occasion).subject;
  const json = JSON.stringify({ type: 'notice.created', notice: noticeId, occasion, text });
  // Spaces after JSON mean nothing, and every payload has one length.
  const padded = Buffer.alloc(PAYLOAD_BYTES, ' ');
  padded.write(json);
  return padded;
}

function asText(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}
