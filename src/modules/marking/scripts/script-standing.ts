export const SCRIPT_STANDINGS = ['waiting', 'marked', 'taken_back'] as const;
/** `waiting`: it needs a mark. `taken_back`: its attempt is not handed in any more, since staff opened it again or deleted it. */
export type ScriptStanding = (typeof SCRIPT_STANDINGS)[number];

/** How long a claim holds, counted from the last time that its marker claimed the script or saved a draft. */
const CLAIM_MINUTES = 30;

/** Who is marking a script, and how long others keep off it. */
export interface Claim {
  claimedBy: string | null;
  claimedUntil: Date | null;
}

export function claimEnd(now: Date): Date {
  return new Date(now.getTime() + CLAIM_MINUTES * 60_000);
}

/** Whether somebody else is marking the script. At `claimedUntil` their claim is over. */
export function isClaimedByAnother({ claimedBy, claimedUntil }: Claim, marker: string, now: Date): boolean {
  return claimedBy !== null && claimedBy !== marker && claimedUntil !== null && now < claimedUntil;
}

/** `isClaimedByAnother`, of anybody, in SQL: that nobody is marking the script `s`. Takes the present instant. */
export const IS_UNCLAIMED = '(s.claimed_until IS NULL OR s.claimed_until <= ?)';
