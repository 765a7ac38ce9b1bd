/** The only secret of an api process: it signs acceptance receipts and opens nothing. apps/api provides it. */
export abstract class AcceptKey {
  /** Ed25519, 64 bytes. */
  abstract readonly secretKey: Uint8Array;
}
