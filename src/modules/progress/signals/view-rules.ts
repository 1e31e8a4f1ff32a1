/** Views of an activity that come within this time of one another are one visit. In milliseconds: half an hour. */
export const VISIT_GAP_MS = 30 * 60 * 1000;

/** How often somebody came to an activity. Instants are the server's. */
export interface Views {
  firstViewedAt: Date | null;
  lastViewedAt: Date | null;
  /** Visits, not requests. */
  visits: number;
}

/** With one more view. */
export function viewedAgain({ firstViewedAt, lastViewedAt, visits }: Views, now: Date): Views {
  const isSameVisit = lastViewedAt !== null && now.getTime() - lastViewedAt.getTime() <= VISIT_GAP_MS;
  return {
    firstViewedAt: firstViewedAt ?? now,
    lastViewedAt: lastViewedAt !== null && lastViewedAt > now ? lastViewedAt : now,
    visits: visits + (isSameVisit ? 0 : 1),
  };
}
