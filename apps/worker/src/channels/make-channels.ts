/** All channels of this deployment. Webhooks and feeds need nothing but keys; the others, what the operator has configured. */
import type { Clock } from '#kernel';
import { capChannel, type CapParts } from './cap.channel.js';
import { type Channels, notConfigured } from './channel.port.js';
import { checkedPost, type PostRules } from './checked-post.js';
import { emailChannel, type MailOptions } from './email.channel.js';
import { pushChannel, type PushIdentity } from './push.channel.js';
import { smsChannel, type SmsGateway } from './sms.channel.js';
import { webhookChannel } from './webhook.channel.js';

/** null: not configured. */
export interface ChannelSettings {
  readonly mail: MailOptions | null;
  readonly push: PushIdentity | null;
  readonly sms: { readonly gateway: SmsGateway; readonly secret: string } | null;
}

export interface ChannelParts extends Pick<CapParts, 'keep' | 'webhookSecretKey' | 'sender'> {
  readonly settings: ChannelSettings;
  readonly rules: PostRules;
  readonly clock: Clock;
}

export function makeChannels(parts: ChannelParts): Channels {
  const { settings, rules, clock, webhookSecretKey } = parts;
  const post = checkedPost(rules);
  return {
    webhook: webhookChannel(post, webhookSecretKey, clock),
    email: settings.mail ? emailChannel(settings.mail) : notConfigured,
    push: settings.push ? pushChannel(post, settings.push) : notConfigured,
    sms: settings.sms ? smsChannel(post, settings.sms.gateway, settings.sms.secret) : notConfigured,
    cap: capChannel(parts),
  };
}
