/** What services are given instead of reaching for it. */
export const CLOCK = Symbol('Clock');
