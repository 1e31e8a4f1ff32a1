import type { Sentence } from '../sentences/sentence';
import { sentences } from './personal-data.sentences';

/**
 * What erasing a person does with a row. `delete` removes it. `clear` takes what could tell something about the person out of
 * columns of it. `pseudonymise` leaves it with an account that has no name any more. `keep` does nothing.
 */
export const TREATMENT_KINDS = ['delete', 'clear', 'pseudonymise', 'keep'] as const;
export type TreatmentKind = (typeof TREATMENT_KINDS)[number];

/** Why rows stay, or what of them. */
export const STAY_REASONS = ['figures', 'signature', 'shared', 'ends_soon', 'audit'] as const;
export type StayReason = (typeof STAY_REASONS)[number];

const REASONS: Record<StayReason, () => Sentence> = {
  figures: sentences.forFigures,
  signature: sentences.forSignature,
  shared: sentences.forOthers,
  ends_soon: sentences.endsSoon,
  audit: sentences.forAudit,
};

/** What stands in a column afterwards. */
export type Replacement =
  | { kind: 'nothing' }
  | { kind: 'value'; value: string | number }
  /** The instant of the erasure. */
  | { kind: 'now' }
  /** A number, one more than it was. */
  | { kind: 'next' }
  /** The text at each path of a JSON document, where there is one, becomes `ERASED_TEXT`. */
  | { kind: 'inside'; fields: readonly string[] }
  /** The text of each field with the name becomes null, however deep it is in a JSON document as `JSON.stringify` writes it. */
  | { kind: 'everywhere'; field: string }
  /** The number of the pseudonym, as a text. */
  | { kind: 'number' }
  /** The text, followed by the id of the account. */
  | { kind: 'withId'; before: string }
  /** A list with commas, without the sourcedId of the person. */
  | { kind: 'withoutSourcedId' };

/** What stands in the place of a text that may not be empty. */
export const ERASED_TEXT = 'Erased';
/** The given name of everybody who was erased. The family name is a number. */
export const PSEUDONYM_GIVEN_NAME = 'Erased person';

export const nothing: Replacement = { kind: 'nothing' };
export const now: Replacement = { kind: 'now' };
export const nextNumber: Replacement = { kind: 'next' };
export const pseudonymNumber: Replacement = { kind: 'number' };
export const withoutSourcedId: Replacement = { kind: 'withoutSourcedId' };
export const value = (it: string | number): Replacement => ({ kind: 'value', value: it });
export const erasedText: Replacement = value(ERASED_TEXT);
export const inside = (...fields: string[]): Replacement => ({ kind: 'inside', fields });
export const everywhere = (field: string): Replacement => ({ kind: 'everywhere', field });
export const withId = (before: string): Replacement => ({ kind: 'withId', before });

export type Replacements = Readonly<Record<string, Replacement>>;

/** Rows that a deleted row refers to by `column`, and that go or change with it. */
export interface AlsoTouched {
  column: string;
  table: string;
  key: string;
  /** What changes in them; without it they are deleted. */
  replaces?: Replacements;
  /** The columns of them that an export shows with the row. */
  shows?: readonly string[];
}

export interface Treatment {
  kind: TreatmentKind;
  replaces: Replacements;
  also?: AlsoTouched;
  /** Null where nothing stays. */
  reason: StayReason | null;
}

/** @param also rows that go with each, or change with it */
export function deleted(also?: AlsoTouched): Treatment {
  return { kind: 'delete', replaces: {}, reason: null, ...(also ? { also } : {}) };
}

/** @param reason why the row stays */
export function cleared(replaces: Replacements, reason: StayReason): Treatment {
  return { kind: 'clear', replaces, reason };
}

export function pseudonymised(reason: StayReason, replaces: Replacements = {}): Treatment {
  return { kind: 'pseudonymise', replaces, reason };
}

export function kept(reason: StayReason): Treatment {
  return { kind: 'keep', replaces: {}, reason };
}

/** Why it stays, for people. */
export function whyItStays(reason: StayReason): Sentence {
  return REASONS[reason]();
}
