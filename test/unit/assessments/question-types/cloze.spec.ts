import { keptResponse } from '../../../../src/modules/assessments/attempts/kept-response';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  isSameResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const options = ['mean', 'median', 'mode'].map((id) => ({ id, text: `The ${id}` }));
const choice = { id: 'c', type: 'single_choice', options, key: 'median', shares: { mode: '1/2' } };
const several = {
  id: 's',
  type: 'multiple_choice',
  options,
  key: ['mean', 'median'],
  scoring: 'partial',
  weight: '2.5',
};
const number = { id: 'n', type: 'numeric', key: '3.5', tolerance: { type: 'absolute', value: '0' } };
const word = { id: 'w', type: 'short_text', accepted: ['sigma'], caseSensitive: false, weight: '0.5' };
const text = '[[c]], [[s]], [[n]], [[w]]';

const definition = readDefinition('cloze', { text, gaps: [choice, several, number, word] }).definition!;
const shareOf = (response: unknown): string => gradeResponse(definition, response, '1').share.toDecimal(6);
const faultsOf = (response: unknown): string[] =>
  responseFaultsOf(definition, response).map(({ field, rule }) => `${field} ${rule}`);

describe('a text whose gaps ask', () => {
  it('earns for each gap what its own question would earn, by its weight', () => {
    const { pick } = seededRandom(7);
    // What each answer earns in its gap, in sixtieths, and how much the gap counts, in halves.
    const gaps: Record<string, { weight: number; answers: [unknown, number][] }> = {
      c: {
        weight: 2,
        answers: [
          [null, 0],
          ['median', 60],
          ['mode', 30],
          ['mean', 0],
        ],
      },
      s: {
        weight: 5,
        answers: [
          [null, 0],
          [['mean', 'median'], 60],
          [['mean'], 30],
          [['mean', 'mode'], 0],
        ],
      },
      n: {
        weight: 2,
        answers: [
          [null, 0],
          ['3,5', 60],
          [3.5, 60],
          ['3.6', 0],
          ['three', 0],
        ],
      },
      w: {
        weight: 1,
        answers: [
          [null, 0],
          [' SIGMA ', 60],
          ['sigma!', 0],
          ['', 0],
        ],
      },
    };
    for (let round = 0; round < 500; round += 1) {
      const response: Record<string, unknown> = {};
      let [earned, most] = [0, 0];
      for (const [id, { weight, answers }] of Object.entries(gaps)) {
        const [answer, share] = pick(answers);
        if (answer !== null || pick([true, false])) response[id] = answer;
        earned += weight * share;
        most += weight * 60;
      }
      const { share } = gradeResponse(definition, response, '1');
      expect([response, share.times(most).toDecimal(6)]).toEqual([response, String(earned)]);
    }
  });

  it.each<[unknown, string[]]>([
    [{}, []],
    [{ c: null, n: 'many', w: 'x'.repeat(2000) }, []],
    [{ c: 'range' }, ['response.c isOption']],
    [{ s: ['mean', 'mean'] }, ['response.s[1] unique']],
    [{ n: ['3.5'], w: 7 }, ['response.n isDecimal', 'response.w isString']],
    [{ other: 'x' }, ['response.other isPlace']],
    [JSON.parse('{"__proto__":"x"}'), ['response.__proto__ isPlace']],
    ['median', ['response isObject']],
    [['median'], ['response isObject']],
  ])('says of %j what is wrong', (response, expected) => expect(faultsOf(response)).toEqual(expected));

  it('keeps what is typed in a gap and cannot be read, says so of that gap, and counts the others', () => {
    const sent = { c: 'median', n: '1.2.3', w: 'sigma' };
    const { response, remarks, faults } = keptResponse(definition, sent, 'answers.q');
    expect({ response, faults }).toEqual({ response: sent, faults: [] });
    expect(remarks.map(({ code, message }) => [code, message.parameters?.['fault']])).toEqual([
      ['not_readable', expect.objectContaining({ parameters: { field: 'answers.q.n' } })],
    ]);
    expect(shareOf(sent)).toBe('0.3');
  });

  it('counts what cannot be read where the key of the gap accepts it', () => {
    const accepting = { ...number, acceptedTexts: ['three and a half'] };
    const { definition: whole } = readDefinition('cloze', { text: '[[n]]', gaps: [accepting] });
    const earned = (n: unknown): string => gradeResponse(whole!, { n }, '1').earned.toDecimal(2);
    expect(['Three and a half', 'three', '3.5', null].map(earned)).toEqual(['1', '0', '1', '0']);
  });

  it('puts a sign in the place of half a character in a gap, with a remark', () => {
    const { response, remarks } = keptResponse(definition, { w: 'sig\ud83dma' });
    expect(response).toEqual({ w: 'sig\ufffdma' });
    expect(remarks).toMatchObject([{ code: 'half_characters_replaced' }]);
  });

  it('calls two answers the same where each gap says the same', () => {
    expect(
      isSameResponse(definition, { n: '3.50', s: ['mean', 'mode'] }, { n: 3.5, s: ['mode', 'mean'] }),
    ).toBe(true);
    expect(isSameResponse(definition, { n: '3.5', c: null }, { n: '3.5' })).toBe(true);
    expect(isSameResponse(definition, { n: '3.5', c: 'mean' }, { n: '3.5' })).toBe(false);
  });

  it('shows of each gap what its own question would show', () => {
    expect(questionTypeOf(definition).viewOf(definition, null)).toEqual({
      type: 'cloze',
      text,
      gaps: [
        { id: 'c', type: 'single_choice', options },
        { id: 's', type: 'multiple_choice', options, scoring: 'partial' },
        { id: 'n', type: 'numeric' },
        { id: 'w', type: 'short_text', caseSensitive: false },
      ],
    });
  });

  it('shows the options of each gap in the order of the attempt', () => {
    const type = questionTypeOf(definition);
    const ids = type.itemsOf!(definition).map(({ id }) => id);
    const shown = type.viewOf(definition, ids.toReversed()) as { gaps: { options?: { id: string }[] }[] };
    expect(shown.gaps.map((gap) => gap.options?.map(({ id }) => id))).toEqual([
      ['mode', 'median', 'mean'],
      ['mode', 'median', 'mean'],
      undefined,
      undefined,
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['no gaps', { text, gaps: [] }, ['definition.gaps arraySize']],
    ['51 gaps', { text, gaps: Array.from({ length: 51 }, () => choice) }, ['definition.gaps arraySize']],
    ['a gap of no type', { text: '[[c]]', gaps: [{ id: 'c' }] }, ['definition.gaps[0].type isIn']],
    [
      'a gap that would hold gaps',
      { text: '[[c]]', gaps: [{ id: 'c', type: 'cloze', text: '[[d]]', gaps: [choice] }] },
      ['definition.gaps[0].type isIn'],
    ],
    [
      'a gap of a type that objects inherit',
      { text: '[[c]]', gaps: [{ id: 'c', type: 'constructor' }] },
      ['definition.gaps[0].type isIn'],
    ],
    [
      'a gap with a field of another type',
      { text: '[[n]]', gaps: [{ ...number, options }] },
      ['definition.gaps[0].options unknownField'],
    ],
    [
      'a gap that weighs nothing',
      { text: '[[n]]', gaps: [{ ...number, weight: '0' }] },
      ['definition.gaps[0].weight isDecimalText'],
    ],
    [
      'gaps with faults of their own',
      {
        text: '[[c]] [[n]]',
        gaps: [
          { ...choice, key: 'range' },
          { ...number, key: '0', tolerance: { type: 'geometric', value: '1' } },
        ],
      },
      ['definition.gaps[0].key isOption', 'definition.gaps[1].key isNotZero'],
    ],
    [
      'a gap that the text does not have, and one twice',
      { text: '[[c]] [[other]]', gaps: [choice, number, choice] },
      ['definition.gaps[1].id isInText', 'definition.gaps[2].id unique', 'definition.text isGap'],
    ],
    ['a gap that is no object', { text: '[[c]]', gaps: ['c'] }, ['definition.gaps[0] isObject']],
  ])('refuses %s', (_name, value, expected) => {
    const { faults } = readDefinition('cloze', value);
    expect(faults.map(({ field, rule }) => `${field} ${rule}`)).toEqual(expected);
  });
});

describe('the definition of a text whose gaps ask', () => {
  it('is kept as it was sent', () => {
    const sent: QuestionDefinition = {
      type: 'cloze',
      text,
      gaps: [choice, several, number, word] as never,
    };
    expect(definition).toEqual(sent);
  });
});
