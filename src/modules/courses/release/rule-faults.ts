import { circlesIn } from './circles';
import { contradictionsIn } from './contradictions';
import type { Target } from './kinds/condition-kind';
import type { ConditionKinds } from './kinds/registry';
import type { RuledCourse } from './prepared-course';
import { sentences } from './release.sentences';
import type { RuleFault, RuleOwner } from './rule-fault';
import { conditionsOf, isGroup, type StoredRule } from './release-rule';

/** A rule, with whose it is. */
export interface OwnedRule {
  owner: RuleOwner;
  rule: StoredRule;
}

/**
 * What can never hold in the rules of a course, each by the title and the field: targets that are gone, kinds that are not known,
 * intervals without a point, dates that contradict each other, more alternatives asked for than there are, lists without
 * anybody, and activities that wait for each other in a circle.
 *
 * @param exists whether there is a target that is no activity of the course, such as a line item
 */
export function ruleFaults(
  course: RuledCourse,
  kinds: ConditionKinds,
  exists: (target: Target) => boolean,
): RuleFault[] {
  const activities = new Set(course.sections.flatMap((section) => section.activities.map(({ id }) => id)));
  const isThere = (target: Target): boolean =>
    target.what === 'activity' ? activities.has(target.id) : exists(target);
  return [
    ...rulesOf(course).flatMap((owned) => [...conditionFaults(owned, kinds, isThere), ...countFaults(owned)]),
    ...contradictionsIn(course, kinds),
    ...circlesIn(course, kinds),
  ];
}

/** Every rule of a course, each section's before those of its activities. */
export function rulesOf({ sections }: RuledCourse): OwnedRule[] {
  return sections.flatMap(({ id, title, release, activities }) => [
    ...owned({ what: 'section', id, title }, release),
    ...activities.flatMap((activity) =>
      owned({ what: 'activity', id: activity.id, title: activity.title }, activity.release),
    ),
  ]);
}

function owned(owner: RuleOwner, rule: StoredRule | null): OwnedRule[] {
  return rule ? [{ owner, rule }] : [];
}

function conditionFaults(
  { owner, rule }: OwnedRule,
  kinds: ConditionKinds,
  isThere: (target: Target) => boolean,
): RuleFault[] {
  const of = sentences.named({ title: owner.title });
  return conditionsOf(rule, 'releaseRule').flatMap(({ condition, field }): RuleFault[] => {
    const kind = kinds.find(condition.kind);
    if (!kind) {
      const message = sentences.unknownKind({ of, field, kind: condition.kind });
      return [{ code: 'unknown_kind', of: owner, field: `${field}.kind`, message }];
    }
    const missing = kind.targets(condition).filter((target) => !isThere(target));
    return [
      ...missing.map((target) => ({
        ...{ code: 'target_missing', of: owner, field: `${field}.${target.field}` },
        message: missingTarget(target.what)({ of, field: `${field}.${target.field}` }),
      })),
      ...(kind.faults?.(condition) ?? []).map(({ code, says }) => ({
        ...{ code, of: owner, field, message: says({ of, field }) },
      })),
    ];
  });
}

function missingTarget(what: string) {
  if (what === 'activity') return sentences.missingActivity;
  return what === 'line_item' ? sentences.missingLineItem : sentences.missingOther;
}

function countFaults({ owner, rule }: OwnedRule): RuleFault[] {
  return countsIn(rule, 'releaseRule')
    .filter(({ count, parts }) => count > parts)
    .map(({ field, count, parts }) => ({
      ...{ code: 'count_too_high', of: owner, field },
      message: sentences.countTooHigh({ of: sentences.named({ title: owner.title }), field, count, parts }),
    }));
}

function countsIn(rule: StoredRule, field: string): { field: string; count: number; parts: number }[] {
  if (!isGroup(rule)) return [];
  if (rule.kind === 'not') return countsIn(rule.rule, `${field}.rule`);
  const own =
    rule.kind === 'at_least' ? [{ field: `${field}.count`, count: rule.count, parts: rule.of.length }] : [];
  return [...own, ...rule.of.flatMap((part, index) => countsIn(part, `${field}.of[${index}]`))];
}
