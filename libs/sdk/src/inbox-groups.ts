/**
 * Notices of one happening, told as one: the worker says in each which bundle it belongs to (libs/crypto/PROTOCOL.md §2.6). Each
 * keeps its own alert and its own answer; grouped is only what a person reads.
 */
import type { InboxNotice } from './ally.js';

export interface NoticeGroup {
  /** Newest of them. */
  readonly newest: InboxNotice;
  readonly others: readonly InboxNotice[];
  /** Open reports of this happening when the newest notice was made, also those that this member was not told of. */
  readonly count: number;
  readonly since: string | null;
}

/** In the order of the newest of each; a notice without a bundle, or that does not open, stands alone. */
export function groupNotices(notices: readonly InboxNotice[]): readonly NoticeGroup[] {
  const groups = new Map<string, InboxNotice[]>();
  for (const notice of notices) {
    const key = notice.body?.bundle?.id ?? notice.id;
    groups.set(key, [...(groups.get(key) ?? []), notice]);
  }
  return [...groups.values()].flatMap(([newest, ...others]) => (newest ? [groupOf(newest, others)] : []));
}

function groupOf(newest: InboxNotice, others: readonly InboxNotice[]): NoticeGroup {
  const bundles = [newest, ...others].flatMap(({ body }) => body?.bundle ?? []);
  const since = bundles.map((bundle) => bundle.since).sort()[0] ?? null;
  const alerts = new Set([newest, ...others].map(({ body, id }) => body?.alertId ?? id));
  return { newest, others, count: Math.max(alerts.size, ...bundles.map(({ count }) => count)), since };
}

/** For whoever answers for all: one notice of each alert, the newest, because its ticket is that of the newest step. */
export function oneOfEachAlert({ newest, others }: NoticeGroup): readonly InboxNotice[] {
  const seen = new Set<string>();
  return [newest, ...others].filter(({ body }) => {
    if (!body || seen.has(body.alertId)) return false;
    seen.add(body.alertId);
    return true;
  });
}
