import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './release.sentences';

export type ReasonValues = Readonly<Partial<Record<string, string | number>>>;

/** Why something is closed: plain data. */
export interface ReleaseReason {
  /** Stable, for programs. */
  readonly code: string;
  /** Ids, instants (RFC 3339), decimals and counts. `activityId` is the activity that is meant. */
  readonly values: ReasonValues;
  /** For people. Where `activityId` is among the values, its title is the parameter `activity`. */
  readonly sentence: Sentence;
  /** The reasons that a group is made of; of `any_of` and `at_least` not all of them need to go. */
  readonly of?: readonly ReleaseReason[];
}

/** Whether two lists of reasons say the same. */
export function areSameReasons(ones: readonly ReleaseReason[], others: readonly ReleaseReason[]): boolean {
  return ones.length === others.length && ones.every((one, index) => isSameReason(one, others[index]!));
}

function isSameReason(one: ReleaseReason, other: ReleaseReason): boolean {
  if (one === other) return true;
  if (one.code !== other.code) return false;
  const names = Object.keys(one.values);
  return (
    names.length === Object.keys(other.values).length &&
    names.every((name) => one.values[name] === other.values[name]) &&
    areSameReasons(one.of ?? [], other.of ?? [])
  );
}

/** Several reasons, all of which have to go, as one. */
export function allOf(reasons: readonly ReleaseReason[]): ReleaseReason {
  const [first] = reasons;
  return first && reasons.length === 1 ? first : new GroupReason('all_of', NO_VALUES, reasons);
}

/** Alternatives, of which so many have to go, as one reason. */
export function enoughOf(alternatives: readonly ReleaseReason[], missing: number): ReleaseReason {
  const [first] = alternatives;
  if (!first) return NEVER_MET;
  if (alternatives.length === 1) return first;
  return missing === 1
    ? new GroupReason('any_of', NO_VALUES, alternatives)
    : new GroupReason('at_least', { count: missing }, alternatives);
}

const NO_VALUES = {};

/** Most are never said: the sentence is made when somebody reads it. */
class GroupReason implements ReleaseReason {
  constructor(
    readonly code: 'all_of' | 'any_of' | 'at_least',
    readonly values: { readonly count?: number },
    readonly of: readonly ReleaseReason[],
  ) {}

  get sentence(): Sentence {
    const reasons = this.of.map(({ sentence }) => sentence);
    if (this.code === 'all_of') return sentences.allOf({ reasons });
    return this.code === 'any_of'
      ? sentences.anyOf({ reasons })
      : sentences.atLeast({ count: this.values.count ?? 0, reasons });
  }
}

/** More alternatives are asked for than there are. */
const NEVER_MET: ReleaseReason = { code: 'never_met', values: {}, sentence: sentences.neverMet() };

/** A reason as a learner may read it: without the titles and ids of activities that are hidden from them. */
export function withoutHidden(
  reason: ReleaseReason,
  isHidden: (activityId: string) => boolean,
): ReleaseReason {
  if (reason instanceof GroupReason) {
    const told = reason.of.map((part) => withoutHidden(part, isHidden));
    return new GroupReason(reason.code, reason.values, told);
  }
  const { activityId, ...values } = reason.values;
  if (typeof activityId !== 'string' || !isHidden(activityId)) return reason;
  const { key, parameters } = reason.sentence;
  const sentence = { key, parameters: { ...parameters, activity: sentences.another() } };
  return { code: reason.code, values, sentence };
}
