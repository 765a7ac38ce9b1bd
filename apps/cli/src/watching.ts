/** `--watch`: prints a list again whenever the api says that it may have changed, until Ctrl-C or the end of the session. */
import { WebSocket } from 'ws';
import type { Session, Watched } from '#sdk/member';
import { EXIT, refuse, say, Stop } from './terminal.js';

/** News can be lost with the process that had them to tell: now and then it looks unasked. */
const LOOK_EVERY_MS = 60_000;
const ENDED: Readonly<Record<string, string>> = {
  'signed-out': 'The session has ended. Sign in again.',
  refused: 'Your rights do not include watching this.',
  lost: 'Nobody answers at that address any more.',
};

export async function printOnChange(
  session: Session,
  what: readonly Watched[],
  printList: () => Promise<void>,
): Promise<void> {
  let wake = (): void => undefined;
  let isDue = true;
  const state: { over: 'stopped' | Stop | null } = { over: null };
  const look = (): void => {
    isDue = true;
    wake();
  };
  const finish = (why: 'stopped' | Stop): void => {
    state.over ??= why;
    wake();
  };
  const onInterrupt = (): void => {
    finish('stopped');
  };
  process.once('SIGINT', onInterrupt);
  const timer = setInterval(look, LOOK_EVERY_MS);
  const stop = session.watch({
    socket: WebSocket,
    what,
    onChange: look,
    onEnd: (why) => {
      finish(refuse(why, ENDED[why] ?? 'It ended.'));
    },
  });
  try {
    while (state.over === null) {
      if (isDue) {
        isDue = false;
        await printOrSay(printList);
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    clearInterval(timer);
    process.off('SIGINT', onInterrupt);
  }
  if (state.over instanceof Stop) throw state.over;
}

/** A server that is away for a moment ends no watch; everything else does. */
async function printOrSay(printList: () => Promise<void>): Promise<void> {
  try {
    await printList();
  } catch (error) {
    const passes =
      error instanceof Stop &&
      (error.exitCode === EXIT.unreachable || ['UNAVAILABLE', 'RATE_LIMITED'].includes(error.reason));
    if (!passes) throw error;
    say(error.message);
  }
}
