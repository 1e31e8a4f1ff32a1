import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences } from '../courses.sentences';
import { MAX_SUBSECTIONS } from './section-tree';

/** An outline is read as a whole, so a course has at most so many of each. */
export const MAX_SECTIONS = 100;
export const MAX_ACTIVITIES = 1000;

/** Sections in their nested order, each with the ids of its activities in theirs. */
export interface SectionOrder {
  id: string;
  /** Of which it is a sub-section; null or left out: of none. */
  parentId?: string | null;
  activities: string[];
}

/** What keeps an order from being a permutation of the sections and activities that exist; empty when it is one. */
export function orderFaults(order: SectionOrder[], existing: SectionOrder[]): FieldError[] {
  const sections = order.map(({ id }, index) => ({ id, field: `sections[${index}].id` }));
  const activities = order.flatMap((section, index) =>
    section.activities.map((id, place) => ({ id, field: `sections[${index}].activities[${place}]` })),
  );
  return [
    ...faultsOf('section', sections, new Set(existing.map(({ id }) => id))),
    ...faultsOf('activity', activities, new Set(existing.flatMap((section) => section.activities))),
  ];
}

/**
 * What keeps sections from being one level of sub-sections under theirs: a parent that is not there or is a sub-section itself, a
 * sub-section that does not stand behind its parent and before the next section, and too many of them.
 */
export function nestingFaults(order: readonly SectionOrder[]): FieldError[] {
  const parents = new Map(order.map(({ id, parentId = null }) => [id, parentId]));
  let last: string | undefined;
  let count = 0;
  return order.flatMap(({ id, parentId = null }, index): FieldError[] => {
    if (parentId === null) {
      [last, count] = [id, 0];
      return [];
    }
    count += 1;
    const field = `sections[${index}].parentId`;
    if (!parents.has(parentId))
      return [{ field, rule: 'exists', message: sentences.unknownSection({ field, id: parentId }) }];
    if (parents.get(parentId) !== null)
      return [{ field, rule: 'depth', message: sentences.tooDeep({ field }) }];
    if (parentId !== last) return [{ field, rule: 'place', message: sentences.notBehindParent({ field }) }];
    if (count === MAX_SUBSECTIONS + 1)
      return [
        { field, rule: 'maxSubsections', message: sentences.subsectionsFull({ most: MAX_SUBSECTIONS }) },
      ];
    return [];
  });
}

function faultsOf(
  what: 'section' | 'activity',
  named: { id: string; field: string }[],
  existing: ReadonlySet<string>,
): FieldError[] {
  const isSection = what === 'section';
  const unknown = isSection ? sentences.unknownSection : sentences.unknownActivity;
  const twice = isSection ? sentences.sectionTwice : sentences.activityTwice;
  const missing = isSection ? sentences.sectionMissing : sentences.activityMissing;
  const seen = new Set<string>();
  const faults: FieldError[] = [];
  for (const { id, field } of named) {
    if (!existing.has(id)) faults.push({ field, rule: 'exists', message: unknown({ field, id }) });
    else if (seen.has(id)) faults.push({ field, rule: 'unique', message: twice({ field, id }) });
    seen.add(id);
  }
  const left = [...existing].filter((id) => !seen.has(id));
  return [
    ...faults,
    ...left.map((id) => ({ field: 'sections', rule: 'complete', message: missing({ id }) })),
  ];
}
