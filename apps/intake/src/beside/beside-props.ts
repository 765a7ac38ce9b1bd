/** What each part beside the report is given. */
import type { Transport } from '#sdk';
import type { Device } from '../flow/flow.js';
import type { Letterbox } from '../sending/letterbox.js';

export interface BesideProps {
  readonly letterboxFor: (device: Device) => Letterbox;
  readonly transport: Transport;
  readonly back: () => void;
}
