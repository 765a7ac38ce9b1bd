/** A drawer of choices: closed it is one line with a drawing; it tells how many of its choices are marked. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icon-paths.js';
import { usePage } from './page.js';

interface DrawerProps {
  readonly icon: IconName;
  readonly label: string;
  readonly chosen: number;
  readonly children: ComponentChildren;
}

export function Drawer({ icon, label, chosen, children }: DrawerProps) {
  const { text } = usePage();
  return (
    <details class="drawer">
      <summary>
        <Icon name={icon} />
        <span class="drawer-label">{label}</span>
        {chosen > 0 && (
          <>
            <span class="badge" aria-hidden="true">
              {chosen}
            </span>
            <span class="unseen">{text.acts.chosen(chosen)}</span>
          </>
        )}
      </summary>
      {children}
    </details>
  );
}
