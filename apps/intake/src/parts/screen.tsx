/**
 * The frame of every screen: where one stands, its title (which gets the focus, so that a screen reader begins there), its content, and the
 * ways on and back.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Progress } from '../flow/steps.js';
import type { Slot } from '../spoken/slots.js';
import { Listen } from '../speech/listen.js';
import { Icon } from './icon.js';
import { usePage } from './page.js';

interface ScreenProps {
  readonly title: string;
  readonly lead?: string | undefined;
  /** Its recording, in languages that are heard. */
  readonly slot?: Slot;
  readonly progress?: Progress;
  readonly children: ComponentChildren;
  readonly ways?: ComponentChildren;
  /** The very first screen leaves the focus where the browser has it. */
  readonly first?: boolean;
}

export function Screen({ title, lead, slot, progress, children, ways, first = false }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (first) return;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [title, first]);
  return (
    <main class="screen">
      {progress && <Where {...progress} />}
      <div class="title">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        <Listen key={title} slot={slot} />
      </div>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
      {ways !== undefined && <div class="ways">{ways}</div>}
    </main>
  );
}

function Where({ at, of }: Progress) {
  const { text } = usePage();
  return (
    <div class="where">
      <p>{text.common.step(at, of)}</p>
      <progress value={at} max={of} aria-hidden="true" />
    </div>
  );
}

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly disabled?: boolean;
}

export function Main({ children, onPress, disabled = false }: ButtonProps) {
  return (
    <button type="button" class="button button-main" onClick={onPress} disabled={disabled}>
      {children}
    </button>
  );
}

export function Plain({ children, onPress, disabled = false }: ButtonProps) {
  return (
    <button type="button" class="button" onClick={onPress} disabled={disabled}>
      {children}
    </button>
  );
}

/** For what is possible beside the way. */
export function Aside({ children, onPress, disabled = false }: ButtonProps) {
  return (
    <button type="button" class="button button-aside" onClick={onPress} disabled={disabled}>
      {children}
    </button>
  );
}

export function BackButton({ onPress }: { readonly onPress: () => void }) {
  const { text } = usePage();
  return (
    <button type="button" class="button button-back" onClick={onPress}>
      <Icon name="back" />
      {text.common.back}
    </button>
  );
}
