/**
 * A voice alone is a report, and a photo tells nothing that one does not see: recorded and chosen on the real page, through the real web
 * process and a real api, and opened again as a desk does.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toHex, hash, toBase64Url } from '#crypto';
import { fetchAttachment } from '#sdk/member';
import type { Attachment } from '#vocabulary';
import { es } from '../../apps/intake/src/text/es.js';
import { es as words } from '../../apps/intake/src/files/text/es.js';
import { until } from '../support/until.js';
import { type World, type Colleague } from '../support/world.js';
import { findChromium } from './chromium.js';
import { usePhone, type Phone } from './phone.js';
import { answer, begin, keepWords, reporter } from './reporter.js';
import { serve, type Served } from './served.js';
import type { Site } from './site.js';

const CANARY = 'CANARIO-Canon-de-Ana';

/** APP1 with a description and a place (10° 43' S), as telephones write it. */
function exif(): Buffer {
  const text = Buffer.from(`${CANARY}\0`);
  const tiff = Buffer.alloc(26 + 12 + 6 + 24 + 24 + text.length);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  const gps = 8 + 2 + 24 + 4;
  const rationals = gps + 2 + 24 + 4;
  const description = rationals + 24;
  tiff.writeUInt16LE(2, 8);
  entry(10, 0x010e, 2, text.length, description);
  entry(22, 0x8825, 4, 1, gps);
  tiff.writeUInt16LE(2, gps);
  entry(gps + 2, 1, 2, 2, 'S'.charCodeAt(0));
  entry(gps + 14, 2, 5, 3, rationals);
  for (const [at, value] of [10, 1, 43, 1, 0, 1].entries()) tiff.writeUInt32LE(value, rationals + 4 * at);
  const whole = Buffer.concat([tiff.subarray(0, description), text]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), whole]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), size, body]);
}

const hasPlace = (jpeg: Buffer): boolean => jpeg.includes('Exif\0\0', 0, 'latin1') || jpeg.includes(CANARY);

(findChromium() === null ? describe.skip : describe)('voice and photos on the page', () => {
  let served: Served;
  let world: World;
  let site: Site;
  let phone: Phone;
  let rosa: Colleague;
  let photo: Buffer;
  let attachments: readonly Attachment[];

  beforeAll(async () => {
    served = await serve();
    ({ world, site } = served);
    rosa = await world.signIn('rosa');
    phone = await usePhone({ microphone: true });
    await phone.page.goto(site.origin);
    photo = await jpegWithPlace();
    attachments = await tellWithoutWords();
  });
  afterAll(async () => {
    await phone.destroy();
    await served.end();
  });

  /** A picture that the browser itself has drawn, with what a telephone would have written into it. */
  async function jpegWithPlace(): Promise<Buffer> {
    const drawn = await phone.page.evaluate<string>(`(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 2400; canvas.height = 1200;
      const context = canvas.getContext('2d');
      context.fillStyle = '#284'; context.fillRect(0, 0, 2400, 1200);
      context.fillStyle = '#fc4'; context.fillRect(200, 200, 900, 500);
      return canvas.toDataURL('image/jpeg', 0.9);
    })()`);
    const plain = Buffer.from(drawn.split(',')[1] ?? '', 'base64');
    return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
  }

  async function tellWithoutWords(): Promise<readonly Attachment[]> {
    const person = reporter(phone.page, es);
    const { page, press } = person;
    await begin(person, 'own');
    await answer(person, {
      async story() {
        await press(es.story.files);
        await press(words.recordMasked);
        await page.getByRole('timer').filter({ hasText: '0:02' }).waitFor();
        await press(words.stop);
        await page.getByText(words.voiceMasked, { exact: true }).waitFor();
        await page.locator('#pick-photos').setInputFiles({
          name: 'Casa de Ana.jpg',
          mimeType: 'image/jpeg',
          buffer: photo,
        });
        await page.getByText(words.image, { exact: true }).waitFor();
        await page.getByLabel(words.keepOriginal, { exact: true }).check();
      },
    });
    await press(es.review.send);
    await keepWords(person);
    const reportId = await until('the report', async () => {
      const { rows } = await world.admin.query<{ id: string }>('select id from report');
      return rows[0]?.id ?? null;
    });
    await until('the files', () =>
      Promise.resolve(readdirSync(join(world.dir, 'files', 'whole')).length === 3 || null),
    );
    const opened = await until('triage', async () => {
      const read = await rosa.desk.open(reportId);
      return read.ok ? read.report : null;
    });
    expect(opened.narrative.text).toBe('');
    return opened.narrative.attachments;
  }

  async function fetched(attachment: Attachment): Promise<{ reason: string | null; bytes: Buffer }> {
    const parts: Uint8Array[] = [];
    const outcome = await fetchAttachment(rosa.session, attachment, {
      write: (content) => Promise.resolve(void parts.push(content)),
    });
    return { reason: outcome.ok ? null : outcome.reason, bytes: Buffer.concat(parts) };
  }

  it('a recording without a word arrives at the desk as a sound that can be heard', async () => {
    const voice = attachments.find(({ kind }) => kind === 'voice');
    expect(voice).toMatchObject({ form: 'masked', type: 'audio/webm' });
    const { reason, bytes } = await fetched(voice!);
    expect(reason).toBeNull();
    expect(bytes.length).toBeGreaterThan(2_000);
    const loudest = await phone.page.evaluate<number>(`(async () => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (c) => c.charCodeAt(0));
      const context = new OfflineAudioContext(1, 48000, 48000);
      const sound = await context.decodeAudioData(bytes.buffer);
      return sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    })()`);
    expect(loudest).toBeGreaterThan(0.01);
  });

  it('a photo arrives drawn again, without its place, and says what it was made from', async () => {
    expect(hasPlace(photo)).toBe(true);
    const copy = attachments.find(({ form }) => form === 'stripped');
    const { reason, bytes } = await fetched(copy!);
    expect(reason).toBeNull();
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(hasPlace(bytes)).toBe(false);
    expect(copy!.derivedFrom!.hash).toBe(toBase64Url(hash(photo)));
  });

  it('the original goes only to the quorum: the desk alone cannot open it', async () => {
    const original = attachments.find(({ form, kind }) => kind === 'photo' && form === 'original');
    expect(original?.key).toBeNull();
    expect((await fetched(original!)).reason).toBe('for-quorum');
  });

  it('what left the phone are ciphertexts of known lengths, and nothing is kept there', async () => {
    const pieces = phone.sent.filter(({ url }) => new URL(url).pathname.startsWith('/files'));
    expect(pieces.length).toBeGreaterThan(6);
    for (const { url, headers, body } of phone.sent) {
      expect(new URL(url).origin).toBe(site.origin);
      for (const secret of [CANARY, 'Casa de Ana', toHex(photo.subarray(200, 232))]) {
        expect(JSON.stringify(headers)).not.toContain(secret);
        expect(body?.includes(secret) ?? false).toBe(false);
      }
      expect(body?.includes(photo.subarray(1_000, 1_040)) ?? false).toBe(false);
    }
    // That the server has nothing of a file yet is an answer, which the browser's console takes for a fault.
    expect(phone.complaints.filter((one) => !one.includes('404'))).toEqual([]);
    const kept = await phone.page.evaluate<string[]>(`new Promise((resolve) => {
      const opening = indexedDB.open('amparo');
      opening.onsuccess = () => {
        const asked = opening.result.transaction('kept').objectStore('kept').getAllKeys();
        asked.onsuccess = () => resolve(asked.result.map(String));
      };
    })`);
    expect(kept.filter((name) => name.startsWith('files/'))).toEqual([]);
  });
});
