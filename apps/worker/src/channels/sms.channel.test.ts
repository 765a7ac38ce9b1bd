import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady } from '#crypto';
import { NOW, smsBench } from '../../test/channel-benches.js';
import { smsGateway } from './sms.channel.js';

beforeAll(() => cryptoReady());
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const ring = {
  id: '2a7f1f9c-51f2-4a4e-8a54-1f3f8f1f0c01',
  noticeId: '6f0f7ad6-0d7a-4f1e-9a53-0b7f6f3a1c11',
  noticedAt: NOW,
  occasion: 'exercise',
  language: 'es',
  inFull: () => Promise.resolve(null),
} as const;

describe('an SMS', () => {
  it('reaches a JSON gateway as its template says, every value escaped', async () => {
    const bench = await smsBench();
    open.push(bench);
    expect(await bench.ring(ring)).toEqual({ kind: 'relayed' });
    const [arrival] = bench.server.arrivals;
    expect(JSON.parse(String(arrival?.body))).toEqual({
      to: '+51900000000',
      text: 'Simulacro: Tiene un mensaje por leer',
      ref: `msg_${ring.id}`,
    });
    expect(arrival?.headers.authorization).toBe('Bearer s"3&cret');
  });

  it('reaches a form gateway too: a plus in a number stays a plus', async () => {
    const bench = await smsBench('application/x-www-form-urlencoded');
    open.push(bench);
    await bench.ring(ring);
    const form = new URLSearchParams(String(bench.server.arrivals[0]?.body));
    expect(form.get('to')).toBe('+51900000000');
    expect(form.get('text')).toBe('Simulacro: Tiene un mensaje por leer');
  });

  it('disables nobody’s number because the gateway moved', async () => {
    const bench = await smsBench();
    open.push(bench);
    bench.server.answer = { status: 410 };
    expect(await bench.ring(ring)).toMatchObject({ kind: 'failed', because: 'refused' });
  });

  it('is sent through no gateway whose description could carry a header of its own', () => {
    const with_ = (value: string) => ({ url: 'https://sms.example/', headers: { 'x-a': value }, body: '{}' });
    expect(smsGateway.safeParse(with_('fine')).success).toBe(true);
    expect(smsGateway.safeParse(with_('a\r\nx-b: c')).success).toBe(false);
  });
});
