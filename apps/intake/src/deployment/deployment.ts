/**
 * What this page belongs to: the roots that it trusts, and where quick exit leads. It was served with the page, so it can be no better
 * than the page itself (THREAT-MODEL.md); everything else is checked against it.
 */
import { cryptoReady, decodeRootPin, fromBase64Url, type RootPin } from '#crypto';

export interface Deployment {
  /** Nobody relies on it, and every screen says so. */
  readonly demo: boolean;
  /** When the pages were made: a phone whose clock is wrong must not take an old directory for a new one. */
  readonly built: Date;
  readonly exit: string;
  /** Waits for libsodium, which the first screen does not. */
  pin(): Promise<RootPin>;
}

interface DeploymentFile {
  readonly demo: boolean;
  readonly pin: string;
  readonly built: string;
  readonly exit: string;
}

export async function readDeployment(): Promise<Deployment> {
  const answer = await fetch('/deployment.json', { redirect: 'error' });
  if (!answer.ok) throw new Error('the page is not whole');
  const { demo, pin, built, exit } = (await answer.json()) as DeploymentFile;
  return {
    demo,
    built: new Date(built),
    exit,
    async pin() {
      await cryptoReady();
      const decoded = decodeRootPin(fromBase64Url(pin));
      if (decoded.demo !== demo) throw new Error('the page is not whole');
      return decoded;
    },
  };
}
