import type { PersonalTerms } from '../../../courses';
import { type EffectiveTerms, isPersonal } from '../effective-terms';

/** Null where the terms are those of everybody. */
export function toPersonalTerms(terms: EffectiveTerms): PersonalTerms | null {
  if (!isPersonal(terms)) return null;
  const { opensAt, dueAt, closesAt, timeLimitSeconds, maxAttempts } = terms;
  const { endsBy, cutBy, passwordWaived, restBreakMinutes, nextChangeAt } = terms;
  return {
    opensAt: opensAt.effective,
    dueAt: dueAt.effective,
    closesAt: closesAt.effective,
    timeLimitSeconds: timeLimitSeconds.effective,
    maxAttempts: maxAttempts.effective,
    ...{ endsBy, cutBy, passwordWaived, restBreakMinutes },
    origins: {
      opensAt: opensAt.origin,
      dueAt: dueAt.origin,
      closesAt: closesAt.origin,
      timeLimitSeconds: timeLimitSeconds.origin,
      maxAttempts: maxAttempts.origin,
    },
    nextChangeAt,
  };
}
