import { Rational } from '../../../../shared/decimals/rational';
import { sentences } from '../rubrics.sentences';
import { repeatedIds } from './parts';
import type { RubricFault, RubricKind } from './rubric-kind';

/**
 * Each item that holds of a script adds or takes points, upwards from 0 or downwards from all, within bounds (PrairieLearn,
 * docs/manualGrading/index.md).
 */
export const items: RubricKind = {
  name: 'items',

  definitionFaults({ criteria, items: own, start, isScaled, leastPoints, mostPoints }) {
    const faults: RubricFault[] = [...repeatedIds('items', own)];
    if (criteria.length > 0)
      faults.push({
        field: 'criteria',
        rule: 'absent',
        says: (field) => sentences.noCriteriaHere({ field }),
      });
    if (own.length === 0)
      faults.push({ field: 'items', rule: 'minItems', says: (field) => sentences.itemsNeeded({ field }) });
    if (start === null)
      faults.push({ field: 'start', rule: 'needed', says: (field) => sentences.startNeeded({ field }) });
    if (isScaled)
      faults.push({ field: 'scaled', rule: 'absent', says: (field) => sentences.itemsNotScaled({ field }) });
    if (leastPoints !== null && mostPoints !== null && Rational.of(leastPoints).gt(mostPoints))
      faults.push({
        field: 'leastPoints',
        rule: 'below',
        says: (field) => sentences.rangeUpwards({ field, points: mostPoints }),
      });
    return faults;
  },

  choiceFaults({ items: own }, { levels, itemIds }) {
    const faults: RubricFault[] = [];
    if (levels.length > 0)
      faults.push({ field: 'levels', rule: 'absent', says: (field) => sentences.noLevelsHere({ field }) });
    const known = new Set(own.map(({ id }) => id));
    for (const [at, id] of itemIds.entries()) {
      const field = `itemIds[${at}]`;
      if (!known.has(id))
        faults.push({ field, rule: 'isItem', says: (name) => sentences.notAnItem({ field: name }) });
      if (itemIds.indexOf(id) < at)
        faults.push({ field, rule: 'unique', says: (name) => sentences.itemTwice({ field: name }) });
    }
    return faults;
  },

  missing: () => [],

  earned({ items: own, start, leastPoints, mostPoints }, { itemIds }, maxPoints) {
    const chosen = own.filter(({ id }) => itemIds.includes(id)).map(({ points }) => points);
    const sum = Rational.sum([start === 'maximum' ? maxPoints : '0', ...chosen]);
    const [least, most] = [Rational.of(leastPoints ?? '0'), Rational.of(mostPoints ?? maxPoints)];
    if (sum.gt(most)) return most;
    return sum.lt(least) ? least : sum;
  },
};
