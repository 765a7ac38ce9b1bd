/** A telephone: a Chromium with a profile folder of its own on disk, and everything that leaves it written down. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { findChromium, launchOptions } from './chromium.js';

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The browser's own folder: everything that it writes to disk. */
  readonly profile: string;
  readonly sent: readonly Sent[];
  /** What the browser complained of: errors, and what the policy refused. */
  readonly complaints: readonly string[];
  /** The browser ends, its folder stays. */
  close(): Promise<void>;
  /** Its folder goes as well. */
  destroy(): Promise<void>;
}

export interface PhoneOptions {
  readonly profile?: string;
  readonly language?: string;
  readonly javaScriptEnabled?: boolean;
  /** A microphone that hears beeps; nobody is asked whether it may. */
  readonly microphone?: boolean;
}

const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
/** 360 × 640: the smallest telephone that the page is made for. */
export const SCREEN = { width: 360, height: 640 };

export async function usePhone(options: PhoneOptions = {}): Promise<Phone> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('there is no Chromium here');
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'amparo-phone-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions(executablePath),
    args: [...launchOptions(executablePath).args, ...(options.microphone === true ? MICROPHONE : [])],
    viewport: SCREEN,
    locale: options.language ?? 'es',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  const sent: Sent[] = [];
  const complaints: string[] = [];
  // Of the context: a service worker's requests as well as the page's.
  context.on('request', (request) => {
    sent.push({
      method: request.method(),
      url: request.url(),
      headers: request.headers(),
      body: request.postDataBuffer(),
    });
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const close = (): Promise<void> => context.close();
  return {
    context,
    page,
    profile,
    sent,
    complaints,
    close,
    async destroy() {
      await close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
