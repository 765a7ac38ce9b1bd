/** Who will be able to read it, in sentences. */
import { usePage } from '../parts/page.js';

export function ReaderList({ sentences }: { readonly sentences: readonly string[] }) {
  const { text } = usePage();
  return (
    <>
      <h2>{text.review.readers}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
