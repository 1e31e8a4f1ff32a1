/** How an announcement stands. */
export const ANNOUNCEMENT_STATES = ['draft', 'scheduled', 'published'] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** At the instant at which it is published it is: learners see it from then on. */
export function announcementState(
  { publishesAt }: { publishesAt: Date | null },
  now: Date,
): AnnouncementState {
  if (publishesAt === null) return 'draft';
  return publishesAt <= now ? 'published' : 'scheduled';
}

/** `announcementState` in SQL, of an alias of `announcements`; takes the present instant unless it is a draft. */
export const IS_IN_STATE: Record<AnnouncementState, (alias: string) => string> = {
  draft: (alias) => `${alias}.publishes_at IS NULL`,
  scheduled: (alias) => `${alias}.publishes_at > ?`,
  published: (alias) => `${alias}.publishes_at <= ?`,
};

/**
 * Whether mails of an announcement are to be sent for its present instant of publication. They are sent once: not again when it is
 * changed, taken back or published again.
 */
export function awaitsMails({
  publishesAt,
  sendsMail,
  mailedAt,
}: {
  publishesAt: Date | null;
  sendsMail: boolean;
  mailedAt: Date | null;
}): boolean {
  return publishesAt !== null && sendsMail && mailedAt === null;
}
