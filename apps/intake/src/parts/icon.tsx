/** A drawing says the same as the words beside it, and is hidden from screen readers for that reason. */
import { PATHS, type IconName } from './icon-paths.js';

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
