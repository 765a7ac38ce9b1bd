import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, equalBytes } from '#crypto';
import { newId } from '#kernel';
import { auditEvent, auditLeaf } from './audit-event.js';

const at = new Date('2026-03-04T05:41:07.123Z');

describe('an entry of the trace', () => {
  beforeAll(cryptoReady);

  it('knows its time only to the hour', () => {
    const event = auditEvent('publication.published', { version: 3 }, at);
    expect(event.hour.toISOString()).toBe('2026-03-04T05:00:00.000Z');
  });

  it('has a leaf that covers kind, body, hour and salt', () => {
    const event = auditEvent('report.read', { report: newId(), member: newId() }, at);
    expect(equalBytes(auditLeaf(event), event.leaf)).toBe(true);
    const changed = [
      { ...event, kind: 'report.claimed' },
      { ...event, body: { ...event.body, member: newId() } },
      { ...event, hour: new Date(event.hour.getTime() + 3_600_000) },
      { ...event, salt: event.salt.map((byte) => byte ^ 1) },
    ];
    for (const other of changed) expect(equalBytes(auditLeaf(other), event.leaf)).toBe(false);
  });

  it('is salted: two equal events have different leaves', () => {
    const body = { version: 1 };
    const [one, two] = [
      auditEvent('publication.published', body, at),
      auditEvent('publication.published', body, at),
    ];
    expect(equalBytes(one.leaf, two.leaf)).toBe(false);
  });

  it('refuses content: an unknown field, or text where an id belongs', () => {
    const report = newId();
    expect(() =>
      auditEvent('report.accepted', { report, quarantine: null, note: 'x' } as never, at),
    ).toThrow();
    expect(() =>
      auditEvent('report.accepted', { report: 'Men at the bridge', quarantine: null }, at),
    ).toThrow();
    expect(() => auditEvent('report.accepted', { report, quarantine: 'two words' }, at)).toThrow();
  });
});
