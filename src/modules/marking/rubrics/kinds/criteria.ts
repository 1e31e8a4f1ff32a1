import { Rational } from '../../../../shared/decimals/rational';
import { sentences } from '../rubrics.sentences';
import { absentItems, repeatedIds } from './parts';
import type { ChosenLevel, RubricDefinition, RubricFault, RubricKind, RubricLevel } from './rubric-kind';

/** A level of each criterion; their points add up. */
export const criteria: RubricKind = {
  name: 'criteria',

  definitionFaults(definition) {
    const faults = [...absentItems(definition)];
    if (definition.criteria.length === 0)
      faults.push({
        field: 'criteria',
        rule: 'minItems',
        says: (field) => sentences.criteriaNeeded({ field }),
      });
    faults.push(...repeatedIds('criteria', definition.criteria));
    for (const [at, { levels }] of definition.criteria.entries()) {
      faults.push(...repeatedIds(`criteria[${at}].levels`, levels));
      if (levels.length === 0)
        faults.push({
          field: `criteria[${at}].levels`,
          rule: 'minItems',
          says: (field) => sentences.levelsNeeded({ field }),
        });
      for (const [place, { points, fromPoints }] of levels.entries())
        if (fromPoints !== null && Rational.of(fromPoints).gte(points))
          faults.push({
            field: `criteria[${at}].levels[${place}].fromPoints`,
            rule: 'below',
            says: (field) => sentences.rangeUpwards({ field, points }),
          });
    }
    if (faults.length === 0 && definition.isScaled && bestOf(definition).isZero())
      faults.push({
        field: 'scaled',
        rule: 'scalable',
        says: (field) => sentences.nothingToScale({ field }),
      });
    return faults;
  },

  choiceFaults(definition, { levels, itemIds }) {
    const faults: RubricFault[] = [];
    if (itemIds.length > 0)
      faults.push({ field: 'itemIds', rule: 'absent', says: (field) => sentences.noItemsHere({ field }) });
    const seen = new Set<string>();
    for (const [at, chosen] of levels.entries()) {
      const place = `levels[${at}]`;
      const level = levelOf(definition, chosen);
      if (!level)
        faults.push({
          field: `${place}.levelId`,
          rule: 'isLevel',
          says: (field) => sentences.notALevel({ field }),
        });
      else if (chosen.points !== null && !isInRange(level, chosen.points))
        faults.push({
          field: `${place}.points`,
          rule: 'range',
          says: (field) =>
            level.fromPoints === null
              ? sentences.noRange({ field })
              : sentences.outOfRange({ field, least: level.fromPoints, most: level.points }),
        });
      if (seen.has(chosen.criterionId))
        faults.push({
          field: `${place}.criterionId`,
          rule: 'unique',
          says: (field) => sentences.criterionTwice({ field }),
        });
      seen.add(chosen.criterionId);
    }
    return faults;
  },

  missing(definition, { levels }) {
    const chosen = new Map(levels.map((level) => [level.criterionId, level]));
    return definition.criteria.flatMap(({ id, title }): RubricFault[] => {
      const choice = chosen.get(id);
      if (!choice)
        return [
          {
            field: 'levels',
            rule: 'complete',
            says: (field) => sentences.levelMissing({ field, criterion: title }),
          },
        ];
      if (choice.points !== null || levelOf(definition, choice)?.fromPoints === null) return [];
      return [
        {
          field: `levels[${levels.indexOf(choice)}].points`,
          rule: 'complete',
          says: (field) => sentences.rangePointsMissing({ field }),
        },
      ];
    });
  },

  earned(definition, { levels }, maxPoints) {
    const sum = Rational.sum(
      levels.map((chosen) => chosen.points ?? levelOf(definition, chosen)?.points ?? '0'),
    );
    return definition.isScaled ? sum.times(maxPoints).over(bestOf(definition)) : sum;
  },
};

/** What the best levels earn together. */
function bestOf(definition: RubricDefinition): Rational {
  return Rational.sum(
    definition.criteria.map(({ levels }) =>
      levels
        .map(({ points }) => Rational.of(points))
        .reduce((most, points) => (points.gt(most) ? points : most), Rational.ZERO),
    ),
  );
}

function levelOf(
  definition: RubricDefinition,
  { criterionId, levelId }: ChosenLevel,
): RubricLevel | undefined {
  return definition.criteria.find(({ id }) => id === criterionId)?.levels.find(({ id }) => id === levelId);
}

function isInRange({ points: most, fromPoints }: RubricLevel, points: string): boolean {
  return fromPoints !== null && Rational.of(points).gte(fromPoints) && Rational.of(points).lte(most);
}
