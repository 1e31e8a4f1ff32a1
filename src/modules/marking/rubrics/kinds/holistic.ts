import { sentences } from '../rubrics.sentences';
import { criteria } from './criteria';
import type { RubricKind } from './rubric-kind';

/** One level for the whole of a script: `criteria` with a single one. */
export const holistic: RubricKind = {
  ...criteria,
  name: 'holistic',

  definitionFaults(definition) {
    const faults = criteria.definitionFaults(definition);
    if (definition.criteria.length > 1)
      faults.push({
        field: 'criteria',
        rule: 'maxItems',
        says: (field) => sentences.oneCriterion({ field }),
      });
    return faults;
  },
};
