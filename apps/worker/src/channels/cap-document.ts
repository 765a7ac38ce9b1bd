/**
 * A CAP 1.2 alert that says that there is something to read and nothing of what (DOMAIN: outside formats). Neither place nor
 * urgency nor event: a feed is fetched by software, kept by others, and shown on walls. Pure.
 */
import { formatTime, type RingLanguage } from '#crypto';
import type { Occasion } from './channel.port.js';
import { ringText } from './ring-text.js';

export interface CapReference {
  readonly id: string;
  readonly sentAt: Date;
}

export interface CapEntry extends CapReference {
  /** Update: somebody has taken it on. Cancel: it has ended. Both name the Alert that they follow. */
  readonly type: 'Alert' | 'Update' | 'Cancel';
  readonly follows: CapReference | null;
  readonly noticeId: string;
  readonly occasion: Occasion;
  readonly language: RingLanguage;
  /** Who sends: the deployment's name, which is in the public directory. */
  readonly sender: string;
}

const STATUS: Readonly<Record<Occasion, string>> = {
  alert: 'Actual',
  exercise: 'Exercise',
  test: 'Test',
  desk: 'Actual',
};
/** CAP asks a private alert for its addressees: whoever holds the address of the feed. */
const ADDRESSEES = 'holder-of-this-feed';

export function capDocument(entry: CapEntry): string {
  const { id, sender, type, follows, sentAt, occasion, language, noticeId } = entry;
  const references = follows
    ? element('references', `${capName(sender)},${follows.id},${capTime(follows.sentAt)}`)
    : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    element('identifier', id),
    element('sender', capName(sender)),
    element('sent', capTime(sentAt)),
    element('status', STATUS[occasion]),
    element('msgType', type),
    element('scope', 'Private'),
    element('addresses', ADDRESSEES),
    references,
    '<info>',
    element('language', language),
    element('category', 'Other'),
    element('event', 'notice'),
    element('urgency', 'Unknown'),
    element('severity', 'Unknown'),
    element('certainty', 'Unknown'),
    element('headline', ringText(language, occasion).subject),
    `<parameter>${element('valueName', 'notice')}${element('value', noticeId)}</parameter>`,
    '</info>',
    '</alert>',
    '',
  ]
    .filter((line, at, lines) => line !== '' || at === lines.length - 1)
    .join('\n');
}

/** CAP writes UTC as `-00:00`. */
const capTime = (at: Date): string => formatTime(at).replace('Z', '-00:00');

/** Neither spaces nor commas nor marks of XML (CAP 1.2 §3.2.1). */
const capName = (name: string): string => name.replace(/[^A-Za-z0-9.:_-]/g, '-');

const element = (name: string, text: string): string =>
  `<${name}>${text.replace(/[&<>]/g, (mark) => ESCAPED[mark] ?? '')}</${name}>`;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
