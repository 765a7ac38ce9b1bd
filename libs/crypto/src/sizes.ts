/** Every length of PROTOCOL.md in one place; envelope-format.test.ts adds them up. */
export const ENVELOPE_SIZES = [8192, 16384, 40960, 139264] as const;
export type EnvelopeSize = (typeof ENVELOPE_SIZES)[number];

/** X-Wing ciphertext 1120 ‖ commitment 32 ‖ AEAD tag 16. */
export const SEAL_OVERHEAD = 1168;

export const HEADER_BYTES = 32;
export const SLOT_BYTES = SEAL_OVERHEAD + 96;
/** Header and both slots: what it takes to find out whether a key opens an envelope. */
export const ENVELOPE_HEAD_BYTES = HEADER_BYTES + 2 * SLOT_BYTES;
export const SHARE_BYTES = 33;
/** crypto_box_seal overhead 48 ‖ T0 32 ‖ position 1 ‖ share 33, then the 16-byte commitment. */
export const CUSTODY_BOX_BYTES = 48 + 32 + 1 + SHARE_BYTES;
export const CUSTODY_ENTRY_BYTES = CUSTODY_BOX_BYTES + 16;
/** commitment 32 ‖ AEAD tag 16. */
export const COMPARTMENT_OVERHEAD = 48;
export const ROUTING_FIELD_BYTES = 1024;
export const IDENTITY_FIELD_BYTES = 1024;
export const ENVELOPE_OVERHEAD =
  HEADER_BYTES +
  2 * SLOT_BYTES +
  5 * CUSTODY_ENTRY_BYTES +
  3 * COMPARTMENT_OVERHEAD +
  ROUTING_FIELD_BYTES +
  IDENTITY_FIELD_BYTES;

export const SEALED_GRANT_BYTES = SEAL_OVERHEAD + 32;
/** Notices, triage notes, replies and posts: one size for all. */
export const MESSAGE_BYTES = 4096;
/** What the reporter still consents to: one size, whether anything was said or not. */
export const CONSENT_LABEL_BYTES = 2048;
/** The larger one is for whoever has an OpenPGP key. */
export const OWN_CHANNELS_SIZES = [4096, 16384] as const;
export const CAPSULE_SIZES = [4096, 16384, 65536, 262144] as const;
export const DUTY_SIZES = [16384, 65536] as const;
export const ROSTER_COPY_STEP = 16384;
export const KEYRING_BLOB_BYTES = 512;
export const NOTEBOOK_SIZES = [16384, 65536, 262144] as const;
export const ACCEPTANCE_BYTES = 69;
export const CUSTODY_RELEASE_BYTES = SEAL_OVERHEAD + 1 + SHARE_BYTES + 64;

/** Plaintext of one chunk of a file; sealed, 17 bytes more. */
export const FILE_CHUNK_BYTES = 65_536;
export const SEALED_FILE_CHUNK_BYTES = FILE_CHUNK_BYTES + 17;
/** commitment 32 ‖ secretstream header 24. */
export const FILE_HEAD_BYTES = 56;
/** Chunks of a file, by size class: at most half as much again as the file needs, and 24 lengths for all the world's files. */
export const FILE_CLASSES = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096,
] as const;
/** The only lengths that a sealed file has. */
export const FILE_SIZES: readonly number[] = FILE_CLASSES.map(
  (chunks) => FILE_HEAD_BYTES + chunks * SEALED_FILE_CHUNK_BYTES,
);
/** The longest file that can be sealed: 256 MiB less the four bytes of its length. */
export const MAX_FILE_BYTES = 4096 * FILE_CHUNK_BYTES - 4;
