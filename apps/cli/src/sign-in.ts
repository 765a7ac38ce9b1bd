/** Unlocks a keyring and signs in, for every command that a member runs. */
import {
  createDesk,
  openSession,
  openWork,
  unlock,
  type Desk,
  type MemberWork,
  type Session,
} from '#sdk/member';
import type { VerifiedDirectory } from '#sdk';
import { explainCall } from './explain.js';
import { connect, credentials, verifiedDirectory, type CommonOptions } from './home.js';
import { refuse, say, taking } from './terminal.js';

export interface SignedIn {
  readonly session: Session;
  readonly verified: VerifiedDirectory;
  readonly quiet: boolean;
}

const REFUSALS: Readonly<Record<string, string>> = {
  'other-deployment': 'The server asks you to sign in to another deployment. Nothing was signed.',
  'other-origin':
    'The server says it is another address than the one you called. Nothing was signed; check --api.',
  'challenge-expiry': 'The server’s challenge would be valid for too long. Nothing was signed.',
  refused: 'The server did not accept the sign-in. If you were a member before, ask your desk.',
};

async function signIn(options: CommonOptions): Promise<SignedIn> {
  const connection = await connect(options);
  const { home, pin, transport } = connection;
  const verified = await verifiedDirectory(connection);
  const who = await credentials(options, home);
  const unlocked = await taking('Unlocking the keyring', home.quiet, () => unlock(transport, pin, who));
  if (!unlocked.ok) {
    if (unlocked.reason === 'call') throw explainCall(unlocked.failure);
    throw refuse('not-unlocked', 'Handle and passphrase open no keyring here.');
  }
  const opened = await openSession(transport, pin, unlocked.member, new Date());
  if (!opened.ok) {
    if (opened.reason === 'call') throw explainCall(opened.failure);
    throw refuse(opened.reason, REFUSALS[opened.reason] ?? 'Not signed in.');
  }
  return { session: opened.session, verified, quiet: home.quiet };
}

async function workOf(signedIn: SignedIn): Promise<MemberWork> {
  const outcome = await openWork(signedIn.session, signedIn.verified);
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    throw refuse('other-member', 'The server answered for somebody else.');
  }
  for (const { desk, epoch } of outcome.work.badGrants) {
    say(`warning: the grant for the ${desk} desk, epoch ${epoch}, does not hold the key of the directory`);
  }
  return outcome.work;
}

/** Runs one act in a session and ends the session, whatever happens. */
export async function inSession<T>(
  options: CommonOptions,
  act: (signedIn: SignedIn) => Promise<T>,
): Promise<T> {
  const signedIn = await signIn(options);
  try {
    return await act(signedIn);
  } finally {
    await signedIn.session.end();
  }
}

export async function atDesk<T>(
  options: CommonOptions,
  act: (desk: Desk, work: MemberWork, quiet: boolean, session: Session) => Promise<T>,
): Promise<T> {
  return inSession(options, async (signedIn) => {
    const work = await workOf(signedIn);
    return act(createDesk(signedIn.session, work, signedIn.verified), work, signedIn.quiet, signedIn.session);
  });
}
