import { chainRule, declarationLine, matchCondition } from '../qti-lines';
import { qtiType } from '../qti-type';
import { PLACES } from '../qti-shares';

/** A choice of two that are called so: choices read it. */
export const trueFalse = qtiType({
  type: 'true_false',
  readers: {},
  write: ({ key, trueFeedback, falseFeedback }, points) => {
    const said: [string, string | undefined][] = [
      ['true', trueFeedback],
      ['false', falseFeedback],
    ];
    const identifier = 'RESPONSE';
    const correct = [String(key)];
    return {
      declarations: [declarationLine({ identifier, cardinality: 'single', baseType: 'identifier', correct })],
      body: `<qti-choice-interaction response-identifier="${identifier}" shuffle="false" max-choices="1"><qti-simple-choice identifier="true">True</qti-simple-choice><qti-simple-choice identifier="false">False</qti-simple-choice></qti-choice-interaction>`,
      rules: [chainRule([{ condition: matchCondition(identifier), points: points.toDecimal(PLACES) }])],
      saidTo: [
        {
          ...{ identifier, cardinality: 'single' },
          texts: said.flatMap(([value, text]): [string, string][] =>
            text === undefined ? [] : [[value, text]],
          ),
        },
      ],
    };
  },
});
