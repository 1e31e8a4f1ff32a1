import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences } from '../assessments.sentences';
import { notAFolder } from '../banks/banks.errors';
import type { FolderTree } from '../banks/folder-tree';
import { MOST_QUESTIONS } from '../questions/most-questions';
import { type Draw, MOST_DRAWS } from './draws';
import type { AskedSlot, SlotVersion } from './slots.repository';

/** A place of a quiz as an author wants it: with a question or a draw. */
export interface WantedSlot {
  questionId: string | undefined;
  /** Null: it follows the latest version. */
  versionId: string | null;
  draw?: Draw | undefined;
}

/** A place that names its question. */
export type QuestionSlot = WantedSlot & { questionId: string };

export function namesQuestion(slot: WantedSlot): slot is QuestionSlot {
  return slot.questionId !== undefined;
}

/** What is wrong with the places by themselves, whatever there is in the bank. */
export function placesFaults(wanted: readonly WantedSlot[]): FieldError[] {
  const seen = new Set<string>();
  const faults = wanted.flatMap((slot, index) => placeFault(slot, `slots[${index}].questionId`, seen) ?? []);
  return [...faults, ...sizeFaults(wanted)];
}

/** @param seen the questions of the places before, to which that of this place is added */
function placeFault(slot: WantedSlot, field: string, seen: Set<string>): FieldError | undefined {
  if (namesQuestion(slot) === (slot.draw !== undefined))
    return { field, rule: 'isOneKind', message: sentences.questionOrDraw({ field }) };
  if (!namesQuestion(slot)) return undefined;
  if (seen.has(slot.questionId))
    return { field, rule: 'unique', message: sentences.questionTwice({ field }) };
  seen.add(slot.questionId);
  return undefined;
}

/**
 * What is wrong with the places that an author wants. `versions` holds the latest version of each of their questions that is in
 * the bank, and those that they name.
 */
export function slotFaults(
  wanted: readonly WantedSlot[],
  versions: readonly SlotVersion[],
  { folders, drawsFrom }: { folders: FolderTree; drawsFrom: (bankId: string | null) => boolean },
): FieldError[] {
  const inBank = new Set(versions.filter(({ isLatest }) => isLatest).map(({ questionId }) => questionId));
  const pairs = new Set(versions.map(({ questionId, versionId }) => `${questionId} ${versionId}`));
  const seen = new Set<string>();
  const faults = wanted.flatMap((slot, index): FieldError[] => {
    const field = `slots[${index}].questionId`;
    const { draw, versionId } = slot;
    const unfit = placeFault(slot, field, seen);
    if (unfit) return [unfit];
    if (!namesQuestion(slot)) {
      const bank = `slots[${index}].draw.bankId`;
      if (!drawsFrom(draw?.bankId ?? null))
        return [{ field: bank, rule: 'isShared', message: sentences.bankNotShared({ field: bank }) }];
      const folderId = draw?.folderId ?? null;
      return folderId === null || folders.has(folderId) ? [] : [notAFolder(`slots[${index}].draw.folderId`)];
    }
    const { questionId } = slot;
    if (!inBank.has(questionId))
      return [{ field, rule: 'isInBank', message: sentences.notInBank({ field }) }];
    if (versionId === null || pairs.has(`${questionId} ${versionId}`)) return [];
    const version = `slots[${index}].versionId`;
    return [{ field: version, rule: 'isVersion', message: sentences.notItsVersion({ field: version }) }];
  });
  return [...faults, ...sizeFaults(wanted)];
}

/**
 * What a quiz may ask of the banks that its course has or that are shared with it, and of what it asks already: when a share has ended,
 * a quiz goes on.
 */
export function usableFor(
  bankIds: readonly string[],
  before: readonly AskedSlot[],
): { banks: ReadonlySet<string>; version: (version: SlotVersion) => boolean } {
  const own = new Set(bankIds);
  const asked = new Set(before.flatMap(({ question }) => question?.questionId ?? []));
  return {
    banks: new Set([...own, ...before.flatMap(({ draw }) => draw?.bankId ?? [])]),
    version: ({ bankId, questionId }) => (bankId !== null && own.has(bankId)) || asked.has(questionId),
  };
}

function sizeFaults(wanted: readonly WantedSlot[]): FieldError[] {
  const field = 'slots';
  const questions = wanted.reduce((sum, { draw }) => sum + (draw?.count ?? 1), 0);
  const draws = wanted.filter(({ draw }) => draw !== undefined).length;
  if (questions <= MOST_QUESTIONS && draws <= MOST_DRAWS) return [];
  const message = sentences.tooManyPlaces({ field, questions: MOST_QUESTIONS, draws: MOST_DRAWS });
  return [{ field, rule: 'size', message }];
}

/** What is wrong with the draw at a place for which only so many questions are left. */
export function tooFewFault(index: number, found: number): FieldError {
  const field = `slots[${index}].draw.count`;
  return { field, rule: 'areEnough', message: sentences.drawsTooMany({ field, found }) };
}

/**
 * Whether the quiz has the same questions in the same order, each worth the same, and draws as many at the same places. What it
 * draws from may be other: later attempts draw otherwise. The slots are right by `slotFaults`.
 */
export function asksTheSame(
  before: readonly AskedSlot[],
  wanted: readonly WantedSlot[],
  versions: readonly SlotVersion[],
): boolean {
  const worth = ({ questionId, versionId, draw }: WantedSlot): string | undefined =>
    draw?.points ??
    versions.find((version) =>
      versionId === null
        ? version.questionId === questionId && version.isLatest
        : version.versionId === versionId,
    )?.points;
  return (
    before.length === wanted.length &&
    wanted.every((slot, index) => {
      const was = before[index];
      return (
        was !== undefined &&
        was.question?.questionId === slot.questionId &&
        was.draw?.count === slot.draw?.count &&
        was.points === worth(slot)
      );
    })
  );
}
