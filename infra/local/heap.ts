/** How every process of ours is started: with a limit of four times what it needs, or Node lets garbage grow instead of collecting it. */
export const HEAP = ['--max-old-space-size=256'] as const;
