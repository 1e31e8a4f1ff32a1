import type { Span } from './kinds/condition-kind';
import type { ConditionKinds } from './kinds/registry';
import type { RuledCourse } from './prepared-course';
import type { RuleFault, RuleOwner } from './rule-fault';
import { sentences } from './release.sentences';
import { isGroup, type StoredRule } from './release-rule';

interface PlacedSpan {
  span: Span;
  owner: RuleOwner;
  field: string;
}

/**
 * Dates that must hold together but never do: within an `all`, and between the rules of a section, of its sub-sections and of the activities
 * in them.
 */
export function contradictionsIn({ sections }: RuledCourse, kinds: ConditionKinds): RuleFault[] {
  const ofSections = new Map(
    sections.map(({ id, title, release }) => [id, spansOf({ what: 'section', id, title }, release, kinds)]),
  );
  return sections.flatMap(({ id, parentId = null, activities }) => {
    const own = ofSections.get(id) ?? NO_SPANS;
    const { together: ofParent } = (parentId === null ? undefined : ofSections.get(parentId)) ?? NO_SPANS;
    return [
      ...faultsAmong(own.together, ofParent),
      ...own.apart,
      ...activities.flatMap((activity) => {
        const owner: RuleOwner = { what: 'activity', id: activity.id, title: activity.title };
        const { together, apart } = spansOf(owner, activity.release, kinds);
        return [...faultsAmong(together, [...own.together, ...ofParent]), ...apart];
      }),
    ];
  });
}

interface Spans {
  /** Must hold together. */
  together: PlacedSpan[];
  /** What is wrong within the alternatives of the rule. */
  apart: RuleFault[];
}

const NO_SPANS: Spans = { together: [], apart: [] };

function spansOf(owner: RuleOwner, rule: StoredRule | null, kinds: ConditionKinds): Spans {
  return rule ? collected(rule, 'releaseRule', false, owner, kinds) : NO_SPANS;
}

function collected(
  rule: StoredRule,
  field: string,
  isNegated: boolean,
  owner: RuleOwner,
  kinds: ConditionKinds,
): Spans {
  if (!isGroup(rule)) {
    const span = kinds.find(rule.kind)?.span?.(rule, isNegated);
    // One that is empty by itself is told as such.
    return { together: span && span.from < span.until ? [{ span, owner, field }] : [], apart: [] };
  }
  if (rule.kind === 'not') return collected(rule.rule, `${field}.rule`, !isNegated, owner, kinds);
  const parts = rule.of.map((part, index) =>
    collected(part, `${field}.of[${index}]`, isNegated, owner, kinds),
  );
  const apart = parts.flatMap((part) => part.apart);
  if (areAllNeeded(rule, isNegated)) return { together: parts.flatMap(({ together }) => together), apart };
  return { together: [], apart: [...apart, ...parts.flatMap(({ together }) => faultsAmong(together, []))] };
}

function areAllNeeded(
  rule: { kind: string; count?: number; of: readonly StoredRule[] },
  isNegated: boolean,
): boolean {
  const { kind, count = 1, of } = rule;
  if (of.length === 1 || kind === (isNegated ? 'any' : 'all')) return true;
  return kind === 'at_least' && (isNegated ? count === 1 : count === of.length);
}

/** One for each axis: the latest begin is not before the first end. `others` are told of only beside one of `own`. */
function faultsAmong(own: readonly PlacedSpan[], others: readonly PlacedSpan[]): RuleFault[] {
  const axes = new Set(own.map(({ span }) => span.axis));
  return [...axes].flatMap((axis) => {
    const owns = own.filter(({ span }) => span.axis === axis);
    const all = [...owns, ...others.filter(({ span }) => span.axis === axis)];
    const [first, ...rest] = all as [PlacedSpan, ...PlacedSpan[]];
    const latest = rest.reduce((one, other) => (other.span.from > one.span.from ? other : one), first);
    const soonest = rest.reduce((one, other) => (other.span.until < one.span.until ? other : one), first);
    if (latest.span.from < soonest.span.until) return [];
    const named = owns.includes(latest) ? [latest, soonest] : [soonest, latest];
    const [one, other] = named as [PlacedSpan, PlacedSpan];
    // Both are the section's: it has the fault, and once is enough.
    return owns.includes(one) ? [contradiction(one, other)] : [];
  });
}

function contradiction(one: PlacedSpan, other: PlacedSpan): RuleFault {
  const { owner, field } = one;
  const message = sentences.contradiction({
    of: sentences.named({ title: owner.title }),
    field,
    other:
      other.owner.id === owner.id
        ? other.field
        : sentences.fieldOf({ field: other.field, of: sentences.named({ title: other.owner.title }) }),
  });
  return { code: 'contradiction', of: owner, field, message };
}
