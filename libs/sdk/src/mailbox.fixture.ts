/** For tests: mailboxes as the api keeps them, boxes under an address and nothing else. */
import { digestOf, fromBase64Url, randomBytes, toHex } from '#crypto';
import type { Answers } from './deployment.fixture.js';

interface Kept {
  readonly replies: Uint8Array[];
  readonly posts: Uint8Array[];
}

interface Exchange {
  readonly read: string;
  readonly post: string;
}

const BOXES = 8;

export function mailboxServer(): {
  readonly answers: Answers;
  readonly at: (address: Uint8Array) => Kept;
  /** Addresses in the order in which they were asked for. */
  readonly asked: string[];
} {
  const kept = new Map<string, Kept>();
  const asked: string[] = [];
  const at = (address: Uint8Array): Kept => {
    const known = kept.get(toHex(address)) ?? { replies: [], posts: [] };
    kept.set(toHex(address), known);
    return known;
  };
  const visited = (address: Uint8Array): Kept => {
    asked.push(toHex(address));
    return at(address);
  };
  return {
    at,
    asked,
    answers: {
      exchangeMailbox: ({ input }) => {
        const { read, post } = input as Exchange;
        const { replies, posts } = visited(digestOf('address', fromBase64Url(read)));
        posts.push(fromBase64Url(post));
        const fillers = Array.from({ length: BOXES }, () => randomBytes(4096));
        return { boxes: [...replies.toReversed(), ...fillers].slice(0, BOXES) };
      },
      reply: ({ input }) => {
        const { address, box } = input as { address: string; box: string };
        const { replies } = visited(fromBase64Url(address));
        return { __typename: 'ReplyStored', number: replies.push(fromBase64Url(box)) };
      },
      mailboxPosts: ({ address, before }) => {
        const { posts } = visited(fromBase64Url(address as string));
        const numbered = posts.map((box, number) => ({ number, box }));
        return numbered.filter(({ number }) => before === null || number < (before as number)).slice(-64);
      },
    },
  };
}
