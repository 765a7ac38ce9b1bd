/** What each part beside the report is given. */
import type { Transport } from '#sdk';
import type { Device } from '../flow/flow.js';
import type { NotebookSession } from '../notebook/session.js';
import type { Shelf } from '../notebook/shelf.js';
import type { Letterbox } from '../sending/letterbox.js';

export interface BesideProps {
  readonly letterboxFor: (device: Device) => Letterbox;
  readonly transport: Transport;
  /** As it was said on the first screen. */
  readonly device: Device | null;
  /** To the screen where a paper form is typed in. */
  readonly typeIn: (device: Device) => void;
  /** Of a phone of one's own; never asked for on another. */
  readonly shelf: () => Shelf;
  readonly session: NotebookSession;
  readonly back: () => void;
}
