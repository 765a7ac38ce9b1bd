/** A member's private CAP feed as the member's software fetches it: the list, and each alert that the list names. */
const LINK = /<link [^>]*href="([^"]+)"/g;

/** One text for each alert; nothing for a feed without any. */
export async function feedOf(origin: string, token: string): Promise<readonly string[]> {
  const address = `${origin}/cap/${token}`;
  const list = await textOf(address);
  const links = [...list.matchAll(LINK)].map(([, href = '']) => new URL(href, address).href);
  const alerts = await Promise.all(links.map(textOf));
  return alerts.map((alert) => `${list}\n${alert}`);
}

async function textOf(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the feed answered ${String(response.status)}`);
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
}
