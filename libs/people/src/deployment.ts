/** What an api process is told about its deployment at boot; apps/api provides it. */
import type { RootPin } from '#crypto';

export class Deployment {
  constructor(
    readonly pin: RootPin,
    /** The https origin that members sign when they sign in: a look-alike host cannot pass the signature on. */
    readonly origin: string,
    /** True where people rely on it: a demo publication is then refused. */
    readonly production: boolean,
    /** 32 bytes, the same for every api process of a deployment; tags sign-in challenges. */
    readonly challengeSecret: Uint8Array,
  ) {}
}
