/** A sentence that must not be missed. What appears by itself is announced; what stands there from the beginning is read in its place. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icon-paths.js';

interface NoticeProps {
  readonly tone: 'plain' | 'good' | 'care' | 'stop';
  readonly icon?: IconName;
  readonly live?: boolean;
  readonly children: ComponentChildren;
}

export function Notice({ tone, icon, live = false, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} role={live ? (tone === 'stop' ? 'alert' : 'status') : undefined}>
      {icon && <Icon name={icon} />}
      <div>{children}</div>
    </div>
  );
}
