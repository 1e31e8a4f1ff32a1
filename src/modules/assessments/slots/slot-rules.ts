import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences } from '../assessments.sentences';
import type { AskedSlot, SlotVersion } from './slots.repository';

/** A place of a quiz as an author wants it. */
export interface WantedSlot {
  questionId: string;
  /** Null: it follows the latest version. */
  versionId: string | null;
}

/**
 * What is wrong with the places that an author wants. `versions` holds the latest version of each of their questions that is in
 * the bank, and those that they name.
 */
export function slotFaults(wanted: readonly WantedSlot[], versions: readonly SlotVersion[]): FieldError[] {
  const inBank = new Set(versions.filter(({ isLatest }) => isLatest).map(({ questionId }) => questionId));
  const pairs = new Set(versions.map(({ questionId, versionId }) => `${questionId} ${versionId}`));
  const seen = new Set<string>();
  return wanted.flatMap(({ questionId, versionId }, index): FieldError[] => {
    const field = `slots[${index}].questionId`;
    if (seen.has(questionId)) return [{ field, rule: 'unique', message: sentences.questionTwice({ field }) }];
    seen.add(questionId);
    if (!inBank.has(questionId))
      return [{ field, rule: 'isInBank', message: sentences.notInBank({ field }) }];
    if (versionId === null || pairs.has(`${questionId} ${versionId}`)) return [];
    const version = `slots[${index}].versionId`;
    return [{ field: version, rule: 'isVersion', message: sentences.notItsVersion({ field: version }) }];
  });
}

/** Whether the quiz has the same questions in the same order, each worth the same. The slots are right by `slotFaults`. */
export function asksTheSame(
  before: readonly AskedSlot[],
  wanted: readonly WantedSlot[],
  versions: readonly SlotVersion[],
): boolean {
  const worth = ({ questionId, versionId }: WantedSlot): string | undefined =>
    versions.find((version) =>
      versionId === null
        ? version.questionId === questionId && version.isLatest
        : version.versionId === versionId,
    )?.points;
  return (
    before.length === wanted.length &&
    wanted.every((slot, index) => {
      const was = before[index];
      return was !== undefined && was.questionId === slot.questionId && was.points === worth(slot);
    })
  );
}
