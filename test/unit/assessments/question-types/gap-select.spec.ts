import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const GROUPS = [1, 2];
const gapSelect: QuestionDefinition = {
  type: 'gap_select',
  text: '[[a]] [[b]] [[c]]',
  gaps: [
    { id: 'a', group: 1 },
    { id: 'b', group: 1 },
    { id: 'c', group: 2 },
  ],
  choices: GROUPS.flatMap((group) => ['x', 'y', 'z'].map((text) => ({ id: `${text}${group}`, text, group }))),
  key: { a: 'x1', b: 'x1', c: 'z2' },
};

describe('a text with gaps', () => {
  it('earns a third for each right gap, whatever stands in the others', () => {
    const { pick } = seededRandom(2);
    for (let round = 0; round < 300; round += 1) {
      const response: Record<string, string> = {};
      let right = 0;
      for (const { id, group } of gapSelect.gaps) {
        const choice = pick([undefined, 'x', 'y', 'z']);
        if (choice === undefined) continue;
        response[id] = `${choice}${group}`;
        if (id === 'c' ? choice === 'z' : choice === 'x') right += 1;
      }
      const { share } = gradeResponse(gapSelect, response, '1');
      expect([response, share.times(3).toDecimal(2)]).toEqual([response, String(right)]);
    }
  });

  it.each<[unknown, string[]]>([
    [{}, []],
    [{ a: 'x1', c: 'x2' }, []],
    [{ a: 'x2' }, ['response.a isOption']],
    [{ d: 'x1' }, ['response.d isPlace']],
    [{ a: null }, ['response.a isOption']],
    ['x1', ['response isPairs']],
  ])('says of %j what is wrong', (response, expected) => {
    expect(responseFaultsOf(gapSelect, response).map(({ field, rule }) => `${field} ${rule}`)).toEqual(
      expected,
    );
  });

  it('shows nothing but the text, the gaps and the choices', () => {
    const { key: _key, ...shown } = gapSelect;
    const view = questionTypeOf(gapSelect).viewOf(gapSelect, null) as typeof gapSelect;
    expect(new Set(view.choices)).toEqual(new Set(gapSelect.choices));
    expect({ ...view, choices: shown.choices }).toEqual(shown);
  });
});
