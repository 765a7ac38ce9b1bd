/** Somebody of a test deployment, as the api knows them once they have signed in. */
import type { MemberId } from '#kernel';
import type { Actor } from '#people';
import { PEOPLE, type Person, type TestDeployment } from './deployment.js';

export function actorOf({ members }: TestDeployment, name: Person): Actor {
  const { id, keys } = members[name];
  return {
    memberId: id as MemberId,
    rights: new Set(PEOPLE[name]),
    signKey: keys.sign.publicKey,
    tokenHash: new Uint8Array(32),
  };
}
