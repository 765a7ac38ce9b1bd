import { Notice } from './notice.js';
import { usePage } from './page.js';

export function Wait() {
  const { text } = usePage();
  return (
    <main class="screen">
      <Notice tone="plain" live>
        <p>{text.common.wait}</p>
      </Notice>
    </main>
  );
}
