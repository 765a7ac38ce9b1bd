/** What can be done here besides reporting. Each is a row: its name, its drawing, and the part that is fetched for it. */
import type { JSX } from 'preact';
import type { Transport } from '#sdk';
import type { IconName } from '../parts/icon-paths.js';
import type { Letterbox } from '../sending/letterbox.js';
import type { Device } from '../flow/flow.js';
import type { Text } from '../text/es.js';
import { lazily } from './lazily.js';

export interface BesideProps {
  readonly letterboxFor: (device: Device) => Letterbox;
  readonly transport: Transport;
  readonly back: () => void;
}

interface Way {
  readonly icon: IconName;
  readonly label: (text: Text) => string;
  readonly Part: (props: BesideProps) => JSX.Element;
}

export const WAYS = {
  talk: {
    icon: 'words',
    label: ({ start }) => start.words,
    Part: lazily(() => import('../talk/talk-way.js').then(({ TalkWay }) => TalkWay)),
  },
  carry: {
    icon: 'carry',
    label: ({ start }) => start.carry,
    Part: lazily(() => import('../carry/carry-screen.js').then(({ CarryScreen }) => CarryScreen)),
  },
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof WAYS | 'waiting';
