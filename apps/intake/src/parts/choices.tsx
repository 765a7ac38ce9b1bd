/** Choices as large as a thumb: a real radio button or checkbox inside its own label, with a drawing where that helps who does not read. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icon-paths.js';

interface ChoiceProps {
  readonly kind: 'radio' | 'checkbox';
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly checked: boolean;
  readonly onPick: () => void;
  readonly help?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly disabled?: boolean;
}

function Choice({ kind, name, value, label, checked, onPick, help, icon, disabled = false }: ChoiceProps) {
  const id = `${name}-${value}`;
  return (
    <label class={icon ? 'choice choice-drawn' : 'choice'} for={id}>
      <input
        id={id}
        type={kind}
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        autocomplete="off"
        aria-labelledby={`${id}-label`}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={onPick}
      />
      {icon && <Icon name={icon} />}
      <span class="choice-words">
        <span class="choice-label" id={`${id}-label`}>
          {label}
        </span>
        {help !== undefined && (
          <small class="choice-help" id={`${id}-help`}>
            {help}
          </small>
        )}
      </span>
    </label>
  );
}

export interface Option<T extends string> {
  readonly code: T;
  readonly label: string;
  readonly help?: string;
  readonly icon?: IconName;
}

interface GroupProps {
  readonly legend: string;
  /** The step's title already asks: the legend is for screen readers alone. */
  readonly quiet?: boolean;
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

export function Group({ legend, quiet = false, hint, children }: GroupProps) {
  return (
    <fieldset class="group">
      <legend class={quiet ? 'unseen' : undefined}>{legend}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {children}
    </fieldset>
  );
}

interface PickOneProps<T extends string> extends Omit<GroupProps, 'children'> {
  readonly name: string;
  readonly options: readonly Option<T>[];
  readonly picked: T | null;
  readonly onPick: (code: T) => void;
}

export function PickOne<T extends string>({ name, options, picked, onPick, ...group }: PickOneProps<T>) {
  return (
    <Group {...group}>
      <div class="choices">
        {options.map(({ code, ...option }) => (
          <Choice
            key={code}
            kind="radio"
            name={name}
            value={code}
            checked={picked === code}
            onPick={() => {
              onPick(code);
            }}
            {...option}
          />
        ))}
      </div>
    </Group>
  );
}

interface PickSeveralProps<T extends string> extends Omit<GroupProps, 'children'> {
  readonly name: string;
  readonly options: readonly Option<T>[];
  readonly picked: readonly string[];
  readonly onToggle: (code: T) => void;
  /** More could not be sealed; the rest is switched off, and the hint says why. */
  readonly most: number;
}

export function PickSeveral<T extends string>(props: PickSeveralProps<T>) {
  const { name, options, picked, onToggle, most, ...group } = props;
  const isFull = picked.length >= most;
  return (
    <Group {...group}>
      <div class="choices choices-small">
        {options.map(({ code, ...option }) => (
          <Choice
            key={code}
            kind="checkbox"
            name={name}
            value={code}
            checked={picked.includes(code)}
            disabled={isFull && !picked.includes(code)}
            onPick={() => {
              onToggle(code);
            }}
            {...option}
          />
        ))}
      </div>
    </Group>
  );
}
