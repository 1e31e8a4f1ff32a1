import { Rational } from '../../../../../shared/decimals/rational';
import { ORDERING_SCORINGS, type OrderingScoring } from '../../../question-types/ordering/scorings';
import { sentences } from '../../formats.sentences';
import { attribute, plainOf } from '../qti-content';
import { allWithin } from '../qti-item';
import { chainRule, declarationLine, identifierOf, idsOf, matchCondition } from '../qti-lines';
import { choiceLines } from './choices';
import { numberOf, PLACES } from '../qti-shares';
import { qtiType } from '../qti-type';

/** QTI knows the right order only, and no part of it. */
const SCORING = 'data-stoa-scoring';

export const ordering = qtiType({
  type: 'ordering',
  readers: {
    orderInteraction: ({ interaction, declared, scorings, remarks }) => {
      const choices = allWithin(interaction, (name) => name === 'simpleChoice');
      const identifiers = choices.map(({ attributes }) => attributes['identifier'] ?? '');
      const ids = idsOf(identifiers);
      const items = choices.map((choice, index) => ({
        id: ids.get(identifiers[index] ?? '') ?? '',
        text: plainOf(choice, { remarks, column: `option ${index + 1}` }),
      }));
      const [scoring] = scorings;
      if (scoring?.kind !== 'match')
        return remarks.refuse(declared.line, 'processing_unknown', sentences.processingUnknown());
      const named = interaction.attributes[SCORING] ?? 'all_or_nothing';
      const known = ORDERING_SCORINGS.find((each: OrderingScoring) => each === named);
      if (!known)
        remarks.warn(interaction.line, 'scoring_changed', sentences.scoringUnknown({ scoring: named }));
      const key = declared.correct.flatMap((identifier) => ids.get(identifier) ?? []);
      const definition = { items, key, scoring: known ?? 'absolute_position' };
      return { type: 'ordering', definition, points: numberOf(scoring.points) ?? Rational.ONE };
    },
  },
  write: ({ items, key, scoring }, points, losses) => {
    const identifier = 'RESPONSE';
    const correct = key.map(identifierOf);
    const own = scoring === 'all_or_nothing' ? '' : ` ${SCORING}="${attribute(scoring)}"`;
    return {
      declarations: [
        declarationLine({ identifier, cardinality: 'ordered', baseType: 'identifier', correct }),
      ],
      body: `<qti-order-interaction response-identifier="${identifier}" shuffle="true"${own}>${choiceLines(items, 'qti-simple-choice', losses)}</qti-order-interaction>`,
      rules: [chainRule([{ condition: matchCondition(identifier), points: points.toDecimal(PLACES) }])],
    };
  },
});
