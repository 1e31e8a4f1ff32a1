import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const optionsOf = (ids: readonly string[]) => ids.map((id) => ({ id, text: `Text of ${id}` }));
const capitals: QuestionDefinition = {
  type: 'matching',
  stems: optionsOf(['fr', 'de', 'us']),
  choices: [
    { id: 'p', text: 'Paris' },
    { id: 'b', text: 'Berlin' },
    { id: 'w', text: 'Washington' },
    { id: 'w2', text: 'Washington ' },
    { id: 'x', text: 'Rome' },
  ],
  key: { fr: 'p', de: 'b', us: 'w' },
};
const earned = (response: unknown): string => gradeResponse(capitals, response, '3').earned.toDecimal(4);

describe('matching', () => {
  it.each<[string, unknown, string]>([
    ['all right', { fr: 'p', de: 'b', us: 'w' }, '3'],
    ['another choice of the same text', { fr: 'p', de: 'b', us: 'w2' }, '3'],
    ['one wrong', { fr: 'p', de: 'x', us: 'w' }, '2'],
    ['one left out', { us: 'w' }, '1'],
    ['nothing matched', {}, '0'],
    ['one choice for all', { fr: 'p', de: 'p', us: 'p' }, '1'],
    ['names that objects inherit', JSON.parse('{"__proto__":"p"}'), '0'],
    ['a list', ['p', 'b', 'w'], '0'],
  ])('with %s earns its share', (_what, response, points) => expect(earned(response)).toBe(points));

  it.each<[unknown, string[]]>([
    [{ fr: 'p' }, []],
    [{ fr: 'z', xx: 'p' }, ['response.fr isOption', 'response.xx isPlace']],
    [{ fr: ['p'] }, ['response.fr isOption']],
    [['p'], ['response isPairs']],
    ['p', ['response isPairs']],
    [JSON.parse('{"__proto__":"p"}'), ['response.__proto__ isPlace']],
  ])('says of %j what is wrong', (response, expected) => {
    expect(responseFaultsOf(capitals, response).map(({ field, rule }) => `${field} ${rule}`)).toEqual(
      expected,
    );
  });

  it('tells choices apart that differ by a sign which short answers fold', () => {
    const dashes: QuestionDefinition = {
      ...{ type: 'matching', stems: optionsOf(['hyphen', 'dash']) },
      choices: [
        { id: 'short', text: '-' },
        { id: 'long', text: '–' },
      ],
      key: { hyphen: 'short', dash: 'long' },
    };
    const swapped = { hyphen: 'long', dash: 'short' };
    expect(gradeResponse(dashes, swapped, '1').share.isZero()).toBe(true);
  });

  it('is shown alike whatever order its choices were written in, so that their order tells nothing', () => {
    const { below } = seededRandom(3);
    const shown = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const choices = capitals.choices.toSorted(() => below(3) - 1);
      shown.add(JSON.stringify(questionTypeOf(capitals).viewOf({ ...capitals, choices }, null)));
    }
    expect(shown.size).toBe(1);
  });

  it('shows the places of right choices equally often over many questions', () => {
    const counts = [0, 0, 0, 0];
    for (let question = 0; question < 4000; question += 1) {
      const ids = ['a', 'b', 'c', 'd'].map((id) => `${id}${question}`);
      const definition = {
        ...capitals,
        stems: optionsOf(['s']),
        choices: optionsOf(ids),
        key: { s: ids[0]! },
      };
      const view = questionTypeOf(definition).viewOf(definition, null) as typeof capitals;
      const place = view.choices.findIndex(({ id }) => id === ids[0]);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // Four standard deviations around a quarter.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
});
