/**
 * The way through, as a pure state machine: no browser, no clock, no network. Going back never loses what was typed; nothing has to be
 * answered but one of words, voice, choices. Once a report is sealed its draft is gone from here, and only its words remain to be kept.
 */
import { EMPTY_DRAFT, isEnough, type Draft } from './draft.js';
import { isQuestion, stepAfter, stepBefore, type Question, type Step } from './steps.js';

/** Whose it is decides what may be kept on it: on a shared one, nothing at all. */
export type Device = 'own' | 'shared';

/** Until it is sealed. */
export interface Asking {
  readonly phase: 'asking';
  readonly step: Step;
  readonly device: Device | null;
  readonly draft: Draft;
  /** The person came from the review to change one answer, and goes back there. */
  readonly changing: boolean;
  /** A paper form is typed in: the way back from the review leads to it, not through the questions. */
  readonly typing: boolean;
}

/** Sealed. `asked` are the two places of the words that the check asks for, from 0. */
export interface Keeping {
  readonly phase: 'keeping';
  readonly device: Device;
  readonly screen: 'words' | 'check';
  readonly words: readonly string[];
  /** Only that there is one: the code itself went with the draft. */
  readonly hasCode: boolean;
  readonly asked: readonly [number, number];
}

/** The words are gone from this device. `hasWords` is what the person said: without them the answers cannot be read. */
export interface Done {
  readonly phase: 'done';
  readonly device: Device;
  readonly hasWords: boolean;
  /** They lie in the operator's notebook. */
  readonly inNotebook: boolean;
}

export type Flow = Asking | Keeping | Done;

export type FlowAction =
  | { readonly kind: 'begin'; readonly device: Device }
  | { readonly kind: 'type-in'; readonly device: Device }
  | { readonly kind: 'answer'; readonly change: Partial<Draft> }
  | { readonly kind: 'next' }
  | { readonly kind: 'back' }
  | { readonly kind: 'to-review' }
  | { readonly kind: 'change'; readonly step: Question }
  | { readonly kind: 'sealed'; readonly words: readonly string[]; readonly asked: readonly [number, number] }
  | { readonly kind: 'check' }
  | { readonly kind: 'kept'; readonly hasWords: boolean }
  | { readonly kind: 'noted' }
  | { readonly kind: 'anew' };

export const FIRST: Asking = {
  phase: 'asking',
  step: 'start',
  device: null,
  draft: EMPTY_DRAFT,
  changing: false,
  typing: false,
};

export function advance(flow: Flow, action: FlowAction): Flow {
  if (action.kind === 'anew') return FIRST;
  if (flow.phase === 'asking') return whileAsking(flow, action);
  if (flow.phase === 'keeping') return whileKeeping(flow, action);
  return flow;
}

/** An action that does not belong to the phase changes nothing: two quick taps must not skip a screen. */
function whileAsking(flow: Asking, action: FlowAction): Flow {
  const { step, changing, typing, draft, device } = flow;
  switch (action.kind) {
    case 'begin':
      return step === 'start' ? { ...flow, device: action.device, step: 'danger', typing: false } : flow;
    case 'type-in':
      return step === 'start' ? { ...flow, device: action.device, step: 'sheet', typing: true } : flow;
    case 'answer':
      return { ...flow, draft: { ...draft, ...action.change } };
    case 'next':
      if (!isQuestion(step)) return flow;
      return changing ? reviewed(flow) : { ...flow, step: stepAfter(step) };
    case 'back':
      if (changing) return reviewed(flow);
      if (typing) return { ...flow, step: step === 'review' ? 'sheet' : 'start' };
      return { ...flow, step: stepBefore(step) };
    case 'to-review':
      return (isQuestion(step) || step === 'sheet') && isEnough(draft) ? reviewed(flow) : flow;
    case 'change':
      return step === 'review' ? { ...flow, step: action.step, changing: true } : flow;
    case 'sealed':
      if (step !== 'review' || !device) return flow;
      return {
        phase: 'keeping',
        device,
        screen: 'words',
        words: action.words,
        hasCode: draft.code.trim() !== '',
        asked: action.asked,
      };
    default:
      return flow;
  }
}

const reviewed = (flow: Asking): Asking => ({ ...flow, step: 'review', changing: false });

function whileKeeping(flow: Keeping, action: FlowAction): Flow {
  switch (action.kind) {
    case 'check':
      return { ...flow, screen: 'check' };
    case 'back':
      return { ...flow, screen: 'words' };
    case 'kept':
      return { phase: 'done', device: flow.device, hasWords: action.hasWords, inNotebook: false };
    case 'noted':
      return { phase: 'done', device: flow.device, hasWords: true, inNotebook: true };
    default:
      return flow;
  }
}
