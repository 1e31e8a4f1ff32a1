import type { CodeHolder } from './sign-in-codes.repository';

/** For how many hours a code is good. */
export const CODE_HOURS = { least: 1, most: 168, usual: 24 } as const;
/** Each takes a hash that is slow. */
export const MOST_CODES_AT_ONCE = 100;

export const CODE_REFUSALS = ['has_email', 'not_a_learner', 'other_school', 'suspended'] as const;
/** Why a person gets no code: they can reset their password by mail; they are more than a learner; they are of
 * another school than whoever issues it; or their account is suspended. */
export type CodeRefusal = (typeof CODE_REFUSALS)[number];

/** Why the account may have no code; undefined where it may. A username that is an address counts as one. */
export function codeRefusal({ role, email, username, disabledAt }: CodeHolder): CodeRefusal | undefined {
  if (role !== 'learner') return 'not_a_learner';
  if (email !== null || username.includes('@')) return 'has_email';
  return disabledAt === null ? undefined : 'suspended';
}
