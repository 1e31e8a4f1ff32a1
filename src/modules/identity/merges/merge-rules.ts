import type { DomainError } from '../../../shared/errors/domain-error';
import { type Mergeable, TAKEN_OVER, type TakenOver } from './account-merges.repository';
import { AccountMergedError, NotMergeableError } from './merges.errors';

/** What is known of two accounts that are to become one. */
export interface MergeFacts {
  kept: Mergeable;
  duplicate: Mergeable;
  /** The accounts into which they are merged already. */
  keptInto: string | undefined;
  duplicateInto: string | undefined;
  hasErased: boolean;
  areRelated: boolean;
}

/** Why they cannot be merged; undefined where they can. */
export function whyNotMerge(facts: MergeFacts): DomainError | undefined {
  const { kept, duplicate, keptInto, duplicateInto } = facts;
  if (kept.id === duplicate.id) return new NotMergeableError('same');
  if (facts.hasErased) return new NotMergeableError('erased');
  const into = duplicateInto ?? keptInto;
  if (into !== undefined) return new AccountMergedError(into);
  if (kept.disabledAt !== null) return new NotMergeableError('suspended');
  if (kept.role !== duplicate.role) return new NotMergeableError('role');
  if (kept.sourcedId !== null && duplicate.sourcedId !== null) return new NotMergeableError('roster');
  return facts.areRelated ? new NotMergeableError('related') : undefined;
}

/** What the kept account lacks and the duplicate has. */
export function takenOver(kept: Mergeable, duplicate: Mergeable): TakenOver {
  return Object.fromEntries(
    TAKEN_OVER.filter((field) => kept[field] === null && duplicate[field] !== null).map((field) => [
      field,
      duplicate[field],
    ]),
  );
}

/** What goes back to the duplicate: what it gave and has no other of, as far as the kept account still has it. */
export function givenBack(taken: TakenOver, kept: Mergeable, duplicate: Mergeable): TakenOver {
  return Object.fromEntries(
    Object.entries(taken).filter(([name, value]) => {
      const field = name as (typeof TAKEN_OVER)[number];
      return kept[field] === value && duplicate[field] === null;
    }),
  );
}

/** The fields, each without a value. */
export function emptied(taken: TakenOver): TakenOver {
  return Object.fromEntries(Object.keys(taken).map((field) => [field, null]));
}
