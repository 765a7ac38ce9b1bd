/** What can be done here besides reporting. Each is a row: its name, its drawing, and the part that is fetched for it. */
import type { JSX } from 'preact';
import type { IconName } from '../parts/icon-paths.js';
import type { Text } from '../text/es.js';
import type { BesideProps } from './beside-props.js';
import { lazily } from './lazily.js';

interface Way {
  readonly icon: IconName;
  readonly label: (text: Text) => string;
  readonly Part: (props: BesideProps) => JSX.Element;
}

export const WAYS = {
  talk: {
    icon: 'words',
    label: ({ start }) => start.words,
    Part: lazily<BesideProps>(() => import('../talk/talk-way.js').then(({ TalkWay }) => TalkWay)),
  },
  operators: {
    icon: 'network',
    label: ({ operators }) => operators.title,
    Part: lazily(() => import('../operators/operators-way.js').then(({ OperatorsWay }) => OperatorsWay)),
  },
  carry: {
    icon: 'carry',
    label: ({ start }) => start.carry,
    Part: lazily(() => import('../carry/carry-screen.js').then(({ CarryScreen }) => CarryScreen)),
  },
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof WAYS | 'waiting';
