import { createHash } from 'node:crypto';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** How often something may be done within a window of time, which begins with the first use. */
export interface Allowance {
  /** SHA-256 of what is counted, 32 bytes: the database need not hold what was typed as a username. */
  id: Buffer;
  limit: number;
  milliseconds: number;
}

/** How much of an allowance has been used. */
export interface Use {
  /** Including the latest use. */
  uses: number;
  endsAt: Date;
}

/** `about` says what is counted, in a text that no other allowance has. */
export function allowance(about: string, limit: number, milliseconds = MINUTE): Allowance {
  return { id: createHash('sha256').update(about).digest(), limit, milliseconds };
}
