import { sentences } from '../rubrics.sentences';
import type { RubricDefinition, RubricFault } from './rubric-kind';

/** Ids that come twice in a list. */
export function repeatedIds(list: string, entries: readonly { id: string }[]): RubricFault[] {
  return entries.flatMap(({ id }, at) =>
    entries.findIndex((other) => other.id === id) < at
      ? [
          {
            field: `${list}[${at}].id`,
            rule: 'unique',
            says: (field: string) => sentences.idTwice({ field }),
          },
        ]
      : [],
  );
}

/** What only a rubric of items has. */
export function absentItems({ items, start, leastPoints, mostPoints }: RubricDefinition): RubricFault[] {
  const found = {
    items: items.length > 0,
    start: start !== null,
    leastPoints: leastPoints !== null,
    mostPoints: mostPoints !== null,
  };
  return Object.entries(found)
    .filter(([, isThere]) => isThere)
    .map(([field]) => ({ field, rule: 'absent', says: (name) => sentences.onlyOfItems({ field: name }) }));
}
