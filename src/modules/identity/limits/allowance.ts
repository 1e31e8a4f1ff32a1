import { createHash } from 'node:crypto';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** How often something may be done within a time, which begins with its first use. */
export interface Allowance {
  /** SHA-256 of what is counted, 32 bytes: the store need not know what somebody typed as a username. */
  id: Buffer;
  limit: number;
  milliseconds: number;
}

/** What has been used of an allowance. */
export interface Use {
  /** The latest use among them. */
  uses: number;
  endsAt: Date;
}

/** `about` says what is counted, in words that no other allowance has. */
export function allowance(about: string, limit: number, milliseconds = MINUTE): Allowance {
  return { id: createHash('sha256').update(about).digest(), limit, milliseconds };
}
