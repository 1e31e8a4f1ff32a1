import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences } from '../courses.sentences';

/** An outline is read as a whole, so a course has at most so many of each. */
export const MAX_SECTIONS = 100;
export const MAX_ACTIVITIES = 1000;

/** Sections in their order, each with the ids of its activities in theirs. */
export interface SectionOrder {
  id: string;
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
