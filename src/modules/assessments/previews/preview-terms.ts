/*
 * A preview is an attempt of staff that counts nowhere. Learners' rules hold in it, except that it can be begun at any time, as
 * often as wanted and without the password, and that only its time limit ends it.
 */

/** The dates of a quiz in a preview. */
export const UNDATED = { opensAt: null, dueAt: null, closesAt: null } as const;

/** The number of every preview, so that those of learners' attempts, which count from 1, have no gap, and there is one at a time. */
export const PREVIEW_NUMBER = 0;
