/** Fields for words. The browser is asked to complete, correct and remember nothing: its memory of forms would outlive the page. */

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly most: number;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly optional?: string;
}

/** `spellcheck` off: some browsers send what is typed to a server to check it. */
const PRIVATE = { autocomplete: 'off', autocapitalize: 'sentences', spellcheck: false } as const;

function Label({ id, label, optional }: Pick<FieldProps, 'id' | 'label' | 'optional'>) {
  return (
    <label class="field-label" for={id}>
      {label}
      {optional !== undefined && <span class="optional"> ({optional})</span>}
    </label>
  );
}

function Told({ id, help, error }: Pick<FieldProps, 'id' | 'help' | 'error'>) {
  return (
    <>
      {help !== undefined && (
        <p class="hint" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </>
  );
}

function describedBy({ id, help, error }: Pick<FieldProps, 'id' | 'help' | 'error'>): string | undefined {
  const ids = [help === undefined ? [] : `${id}-help`, error === undefined ? [] : `${id}-error`].flat();
  return ids.length > 0 ? ids.join(' ') : undefined;
}

export function TextField(props: FieldProps & { readonly oneWord?: boolean }) {
  const { id, value, most, onChange, error, oneWord = false } = props;
  return (
    <div class="field">
      <Label {...props} />
      <Told {...props} />
      <input
        id={id}
        type="text"
        value={value}
        maxLength={most}
        aria-describedby={describedBy(props)}
        aria-invalid={error === undefined ? undefined : true}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
        {...PRIVATE}
        {...(oneWord ? { autocapitalize: 'none' } : {})}
      />
    </div>
  );
}

export function TextArea(props: FieldProps & { readonly rows: number }) {
  const { id, value, most, rows, onChange } = props;
  return (
    <div class="field">
      <Label {...props} />
      <Told {...props} />
      <textarea
        id={id}
        rows={rows}
        value={value}
        maxLength={most}
        aria-describedby={describedBy(props)}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
        {...PRIVATE}
      />
    </div>
  );
}

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Said where nothing is chosen. */
  readonly none: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

export function Select({ id, label, value, none, options, onChange }: SelectProps) {
  return (
    <div class="field">
      <Label id={id} label={label} />
      <select
        id={id}
        value={value}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
