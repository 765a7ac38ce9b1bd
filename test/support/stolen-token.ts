/** A session of its own, and its token, taken from the wire as a thief would. */
import { memoryStorage } from '#sdk';
import { signInAs } from '#infra/demo';
import type { World } from './world.js';

export interface StolenToken {
  readonly token: string;
  /** Signs the person out, as they would themselves. */
  end(): Promise<void>;
}

export async function stolenToken(world: World, handle: string): Promise<StolenToken> {
  let token = '';
  const listening: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { data } = (await response.clone().json()) as { data?: { signIn?: { token?: string } } };
    token = data?.signIn?.token ?? token;
    return response;
  };
  const { session } = await signInAs(world.demo, handle, world.transport(listening), memoryStorage());
  return { token, end: () => session.end() };
}
