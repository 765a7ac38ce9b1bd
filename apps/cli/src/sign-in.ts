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
import {
  connect,
  credentials,
  verifiedDirectory,
  type CommonOptions,
  type Connection,
  type Credentials,
} from './home.js';
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

interface Arrived {
  readonly connection: Connection;
  readonly verified: VerifiedDirectory;
  readonly who: Credentials;
}

async function arrive(options: CommonOptions): Promise<Arrived> {
  const connection = await connect(options);
  const verified = await verifiedDirectory(connection);
  return { connection, verified, who: await credentials(options, connection.home) };
}

async function signIn({ connection, verified, who }: Arrived): Promise<SignedIn> {
  const { home, pin, transport } = connection;
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

export async function workOf(signedIn: SignedIn): Promise<MemberWork> {
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
  return during(await arrive(options), act);
}

async function during<T>(arrived: Arrived, act: (signedIn: SignedIn) => Promise<T>): Promise<T> {
  const signedIn = await signIn(arrived);
  try {
    return await act(signedIn);
  } finally {
    await signedIn.session.end();
  }
}

export interface Signed {
  readonly connection: Connection;
  readonly verified: VerifiedDirectory;
  /** Each act in a session of its own: a session that lasts for days is a key that lies about. */
  atDesk<T>(act: (desk: Desk, signedIn: SignedIn & { readonly work: MemberWork }) => Promise<T>): Promise<T>;
}

/** For a command that goes on for hours: the passphrase is asked for once, and kept in this process alone. */
export async function keepSigningIn(options: CommonOptions): Promise<Signed> {
  const arrived = await arrive(options);
  const { connection, verified } = arrived;
  return {
    connection,
    verified,
    atDesk: (act) =>
      during(arrived, async (signedIn) => {
        const work = await workOf(signedIn);
        return act(createDesk(signedIn.session, work, signedIn.verified), { ...signedIn, work });
      }),
  };
}

/** With the roster and the desks' keys, for what is more than the queue. */
export async function atDeskWith<T>(
  options: CommonOptions,
  act: (signedIn: SignedIn & { readonly work: MemberWork }) => Promise<T>,
): Promise<T> {
  return inSession(options, async (signedIn) => act({ ...signedIn, work: await workOf(signedIn) }));
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
