import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { isWithin } from '../../../../src/modules/assessments/question-types/numeric/tolerances';
import { questionTypeOf } from '../../../../src/modules/assessments/question-types/registry';
import { Rational } from '../../../../src/shared/decimals/rational';
import { seededRandom } from '../../seeded-random';

const hiddenIn = (type: string, sent: object): string[] | undefined => {
  const { definition, faults } = readDefinition(type, sent);
  expect(faults).toEqual([]);
  return questionTypeOf(definition!).hiddenAnswers?.(definition as QuestionDefinition);
};
const absolute = (key: string, value: string) => ({ key, tolerance: { type: 'absolute', value } });
const text = (accepted: string[], alternatives: string[], more: object = {}) => ({
  ...{ accepted, caseSensitive: false },
  alternatives: alternatives.map((each) => ({ text: each, share: '0.5' })),
  ...more,
});

describe('answers that one before them hides', () => {
  it.each([
    ['one that says the same', text(['Paris'], ['paris ', 'Lyon']), ['alternatives[0]']],
    ['letter case that matters', text(['Paris'], ['paris'], { caseSensitive: true }), []],
    ['a second alternative', text(['Paris'], ['Lyon', 'LYON']), ['alternatives[1]']],
    ['an asterisk without wildcards', text(['P*'], ['Paris']), []],
    ['a pattern that takes it', text(['P*'], ['Paris', 'Lyon'], { wildcards: true }), ['alternatives[0]']],
    ['a pattern behind it', text(['Paris'], ['P*'], { wildcards: true }), []],
    ['the same pattern', text(['P*s'], ['p*S'], { wildcards: true }), ['alternatives[0]']],
    ['a written asterisk', text(['2\\*3'], ['2\\*3', '2*3'], { wildcards: true }), ['alternatives[0]']],
  ])('are found among texts: %s', (_, sent, expected) => {
    expect(hiddenIn('short_text', sent)).toEqual(expected);
  });

  it.each([
    ['within the tolerance of the key', absolute('10', '1'), absolute('10.5', '0.5'), true],
    ['beyond it', absolute('10', '1'), absolute('10.5', '0.6'), false],
    ['the key alone', absolute('0.5', '0'), absolute('0.50', '0'), true],
    [
      'a relative one',
      { key: '-10', tolerance: { type: 'relative', value: '0.1' } },
      absolute('-9', '0'),
      true,
    ],
    [
      'a geometric one',
      { key: '8', tolerance: { type: 'geometric', value: '1' } },
      absolute('10', '6'),
      true,
    ],
    [
      'a geometric one too small',
      { key: '8', tolerance: { type: 'geometric', value: '0.9' } },
      absolute('10', '6'),
      false,
    ],
    [
      'figures',
      { key: '1.00', tolerance: { type: 'significant_figures', value: '2' } },
      absolute('1.02', '0.01'),
      true,
    ],
    [
      'figures inside',
      absolute('1', '0.1'),
      { key: '1', tolerance: { type: 'significant_figures', value: '2' } },
      true,
    ],
  ])('are found among numbers: %s', (_, key, alternative, expected) => {
    const hidden = hiddenIn('numeric', { ...key, alternatives: [{ ...alternative, share: '0.5' }] });
    expect(hidden).toEqual(expected ? ['alternatives[0]'] : []);
  });

  it('are found in the gaps of a text', () => {
    const gap = {
      id: 'n',
      type: 'numeric',
      ...absolute('2', '1'),
      alternatives: [{ ...absolute('2.5', '0'), share: '0.5' }],
    };
    expect(hiddenIn('cloze', { text: '[[n]]', gaps: [gap] })).toEqual(['gaps[0].alternatives[0]']);
  });

  it('are hidden for every number that anybody could send', () => {
    const { below, pick } = seededRandom(12);
    const some = () => ({
      key: String(1 + below(40)),
      tolerance: pick([
        { type: 'absolute', value: String(below(20) / 4) },
        { type: 'relative', value: String(below(8) / 16) },
        { type: 'geometric', value: String(below(4) / 2) },
        { type: 'significant_figures', value: String(1 + below(3)) },
      ] as const),
    });
    let hidden = 0;
    for (let round = 0; round < 3000; round += 1) {
      const [key, alternative] = [some(), some()];
      const isHidden =
        hiddenIn('numeric', { ...key, alternatives: [{ ...alternative, share: '0.5' }] })!.length > 0;
      const sent = Array.from({ length: 60 }, () => Rational.of(below(2400)).over(32));
      const taken = sent.filter((number) => isWithin(number, alternative));
      const isTakenBefore = taken.every((number) => isWithin(number, key));
      if (isHidden) expect([key, alternative, isTakenBefore]).toEqual([key, alternative, true]);
      hidden += Number(isHidden);
    }
    expect(hidden).toBeGreaterThan(200);
  });
});
