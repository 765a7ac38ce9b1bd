/** A file from this device. Its name and content stay in the page. */
import { Icon } from './icon.js';

interface FilePickerProps {
  readonly id: string;
  readonly label: string;
  readonly onPick: (file: File) => void;
}

export function FilePicker({ id, label, onPick }: FilePickerProps) {
  return (
    <label class="button file-picker" for={id}>
      <Icon name="file" />
      {label}
      <input
        id={id}
        class="unseen"
        type="file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // So that the same file can be chosen again.
          if (file) onPick(file);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
