import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  ALL_QUESTION_TYPES,
  QUESTION_TYPES,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  isMarkedByHand,
  needsMark,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { inEnglish } from '../../../../src/shared/sentences/say';

describe('the registry of question types', () => {
  it('refuses a type that is not registered', () => {
    const { faults } = readDefinition('riddle', {});
    expect(faults).toMatchObject([{ field: 'type', rule: 'isIn' }]);
    expect(inEnglish(faults[0]!.message)).toBe(`type must be one of: ${QUESTION_TYPES.join(', ')}`);
    expect(() => questionTypeOf({ type: 'riddle' })).toThrow('riddle');
  });

  describe.each(ALL_QUESTION_TYPES.map((described) => [described.name, described] as const))(
    'for %s',
    (name, described) => {
      const { example } = described;
      const { definition } = readDefinition(name, example.definition);
      if (!definition) throw new Error(`The example of ${name} is not valid.`);

      it(`gives ${name} a name that the store can hold`, () => expect(name.length).toBeLessThanOrEqual(20));

      const earns = described.isUnscored
        ? 'nothing, since nothing is right in it'
        : described.grade
          ? 'something'
          : 'a mark, which a person gives';
      it(`gives ${name} an example that learners can answer as shown, for which they earn ${earns}`, () => {
        expect(responseFaultsOf(definition, example.response)).toEqual([]);
        const isByHand = isMarkedByHand(definition);
        expect(needsMark(definition, example.response, example.points)).toBe(isByHand);
        const { share, earned, correct } = gradeResponse(definition, example.response, example.points);
        expect(share.gt(0) && share.lte(1)).toBe(!described.isUnscored && !isByHand);
        expect(earned.lte(example.points)).toBe(true);
        expect(correct).toBe(described.isUnscored ? null : share.equals(1));
      });

      it(`shows learners the type ${name}, but no field that tells the answer`, () => {
        const seen = described.viewOf(definition, null);
        expect(seen.type).toBe(name);
        expect(Object.keys(seen)).toEqual(expect.not.arrayContaining(['key', 'accepted', 'tolerance']));
      });

      it(`awards nothing for a value that does not have the shape of a ${name} response`, () => {
        for (const wrong of [{ response: example.response }, [[example.response]], Symbol.iterator, NaN]) {
          expect(responseFaultsOf(definition, wrong)).not.toEqual([]);
          expect(gradeResponse(definition, wrong, '5').share.isZero()).toBe(true);
        }
      });
    },
  );
});
