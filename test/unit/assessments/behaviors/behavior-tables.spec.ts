import type {
  Certainty,
  GivenAnswer,
  Standing,
} from '../../../../src/modules/assessments/behaviors/behavior';
import { certaintyShare } from '../../../../src/modules/assessments/behaviors/certainty';
import { BEHAVIORS } from '../../../../src/modules/assessments/behaviors/registry';
import { triedQuestion } from '../../../../src/modules/assessments/behaviors/tried-question';
import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { Rational } from '../../../../src/shared/decimals/rational';

/* The rules are those of Moodle's behaviors (question/behaviour/<name>/behaviour.php), where the names of cases say nothing else. */

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` }));
const CHOICE: QuestionDefinition = { type: 'single_choice', options, key: 'a', shares: { b: '1/2' } };
const NUMBER: QuestionDefinition = { type: 'numeric', key: '4', tolerance: { type: 'absolute', value: '0' } };
const MATCH: QuestionDefinition = {
  type: 'matching',
  stems: ['s', 't', 'u', 'v'].map((id) => ({ id, text: `Stem ${id}` })),
  choices: options,
  key: { s: 'a', t: 'b', u: 'c', v: 'd' },
};
const CLOZE: QuestionDefinition = {
  type: 'cloze',
  text: '[[g]] [[h]]',
  gaps: [
    { id: 'g', weight: '3', type: 'single_choice', options, key: 'a', shares: { b: '1/2' } },
    { id: 'h', type: 'numeric', key: '4', tolerance: { type: 'absolute', value: '0' } },
  ],
};

interface Played {
  checks?: unknown[];
  end?: unknown;
  certainty?: Certainty;
  isTimed?: boolean;
  hints?: number;
  penalty?: string;
}

const answer = (response: unknown, certainty: Certainty | null = null): GivenAnswer => ({
  response,
  certainty,
});

function play(name: string, definition: QuestionDefinition, played: Played): Standing {
  const { checks = [], certainty = null, isTimed = false, hints = 0, penalty = '1/3' } = played;
  const hint = { text: 'Look again.', clearWrong: false, showRightCount: false };
  const guidance = { ...NO_GUIDANCE, penalty, hints: Array.from({ length: hints }, () => hint) };
  const behavior = BEHAVIORS.find((one) => one.name === name);
  if (!behavior) throw new Error(`No behavior ${name}.`);
  return behavior.standingOf(triedQuestion(definition, guidance), {
    checks: checks.map((check) =>
      Array.isArray(check) ? answer(check[0], check[1] as Certainty) : answer(check),
    ),
    end: 'end' in played ? { ...answer(played.end, certainty), isTimed } : null,
  });
}

const shown = ({ state, share, results }: Standing): unknown[] => [
  state,
  share && [share.numerator, share.denominator].join('/'),
  results.join(' '),
];

describe('the marks of certainty, in thirds of the points', () => {
  it.each([
    ['1', 'low', '1/1'],
    ['1', 'medium', '2/1'],
    ['1', 'high', '3/1'],
    ['0', 'low', '0/1'],
    ['0', 'medium', '-2/1'],
    ['0', 'high', '-6/1'],
    // A part of what is right is multiplied, and is not wrong.
    ['0.5', 'high', '3/2'],
    ['0.25', 'medium', '1/2'],
  ] as const)('are for a share of %s and %s certainty %s', (raw, certainty, mark) => {
    const thirds = certaintyShare(Rational.of(raw), certainty).times(3);
    expect(`${thirds.numerator}/${thirds.denominator}`).toBe(mark);
  });

  it.each([0, 0.1, 0.3, 0.5, 0.66, 0.67, 0.7, 0.79, 0.81, 0.9, 1])(
    'pay best, with a chance of %d to be right, for the certainty that says so',
    (chance) => {
      const expected = (certainty: Certainty): number =>
        [Rational.ONE, Rational.ZERO]
          .map((raw) => certaintyShare(raw, certainty).times(3))
          .map(({ numerator, denominator }) => Number(numerator) / Number(denominator))
          .reduce((sum, mark, index) => sum + mark * (index === 0 ? chance : 1 - chance), 0);
      const best = (['low', 'medium', 'high'] as const).toSorted(
        (one, other) => expected(other) - expected(one),
      )[0];
      expect(best).toBe(chance < 2 / 3 ? 'low' : chance < 0.8 ? 'medium' : 'high');
    },
  );
});

describe.each<[string, QuestionDefinition, [string, Played, unknown[]][]]>([
  [
    'deferred',
    CHOICE,
    [
      ['judges nothing before the end', { checks: ['a'] }, ['unchecked', null, 'not_offered']],
      ['judges what is there at the end', { end: 'b' }, ['partly_right', '1/2', '']],
      ['calls an empty end not answered', { end: null }, ['not_answered', null, '']],
    ],
  ],
  [
    'deferred_certainty',
    CHOICE,
    [
      ['takes low where nothing is said', { end: 'a' }, ['right', '1/3', '']],
      [
        'earns all for a right answer of high certainty',
        { end: 'a', certainty: 'high' },
        ['right', '1/1', ''],
      ],
      ['takes twice the points for a wrong one', { end: 'c', certainty: 'high' }, ['wrong', '-2/1', '']],
      ['takes nothing without an answer', { end: null, certainty: 'high' }, ['not_answered', null, '']],
    ],
  ],
  [
    'immediate',
    CHOICE,
    [
      ['closes with the first check', { checks: ['b', 'a'] }, ['partly_right', '1/2', 'judged closed']],
      ['keeps the first check to the end', { checks: ['c'], end: 'a' }, ['wrong', '0/1', 'judged']],
      ['judges at the end what was not checked', { end: 'a' }, ['right', '1/1', '']],
      ['takes no try for nothing', { checks: [null] }, ['unchecked', null, 'incomplete']],
    ],
  ],
  [
    'immediate',
    NUMBER,
    [
      [
        'takes no try for what cannot be read',
        { checks: ['four', '4'] },
        ['right', '1/1', 'incomplete judged'],
      ],
    ],
  ],
  [
    'immediate_certainty',
    CHOICE,
    [
      ['needs a certainty for a check', { checks: ['a'] }, ['unchecked', null, 'without_certainty']],
      ['judges with one', { checks: [['c', 'medium']] }, ['wrong', '-2/3', 'judged']],
      ['takes low when the clock ends it', { end: 'a', isTimed: true }, ['right', '1/3', '']],
      ['does not take low for who hands in', { end: 'a' }, ['not_answered', null, '']],
      ['takes the certainty that was said by the end', { end: 'a', certainty: 'high' }, ['right', '1/1', '']],
    ],
  ],
  [
    'adaptive',
    CHOICE,
    [
      ['earns less with each try', { checks: ['c', 'a'] }, ['right', '2/3', 'judged judged']],
      ['closes when it is right', { checks: ['a', 'c'] }, ['right', '1/1', 'judged closed']],
      ['never falls', { checks: ['b', 'c'] }, ['try_again', '1/2', 'judged judged']],
      [
        'takes no try for the same again',
        { checks: ['c', 'c', 'a'] },
        ['right', '2/3', 'judged repeated judged'],
      ],
      [
        'takes no try for one of before',
        { checks: ['c', 'd', 'c', 'a'] },
        ['right', '1/3', 'judged judged repeated judged'],
      ],
      ['judges a last answer that was not checked', { checks: ['c'], end: 'a' }, ['right', '2/3', 'judged']],
      [
        'charges nothing at the end for one that was',
        { checks: ['b'], end: 'b' },
        ['partly_right', '1/2', 'judged'],
      ],
      [
        'is not below nothing',
        { checks: ['c', 'd', 'b'], penalty: '1' },
        ['try_again', '0/1', 'judged judged judged'],
      ],
      ['calls an empty end not answered', { end: null }, ['not_answered', null, '']],
      [
        'keeps what was earned at an empty end',
        { checks: ['b'], end: null },
        ['partly_right', '1/2', 'judged'],
      ],
    ],
  ],
  [
    'adaptive_no_penalty',
    CHOICE,
    [['costs nothing', { checks: ['c', 'd', 'a'] }, ['right', '1/1', 'judged judged judged']]],
  ],
  [
    'interactive',
    CHOICE,
    [
      ['has one try without hints', { checks: ['c', 'a'] }, ['wrong', '0/1', 'judged closed']],
      [
        'has one try more than hints',
        { checks: ['c', 'd', 'a'], hints: 2 },
        ['right', '1/3', 'judged judged judged'],
      ],
      ['closes when it is right', { checks: ['a', 'c'], hints: 2 }, ['right', '1/1', 'judged closed']],
      [
        'is not below nothing',
        { checks: ['c', 'd', 'b'], hints: 2, penalty: '1' },
        ['partly_right', '0/1', 'judged judged judged'],
      ],
      [
        'does not charge a next try at an end in the middle',
        { checks: ['b'], end: 'b', hints: 2 },
        ['partly_right', '1/2', 'judged'],
      ],
      [
        'charges another answer at the end as a try',
        { checks: ['c'], end: 'a', hints: 2 },
        ['right', '2/3', 'judged'],
      ],
      [
        'drops what comes when it is closed',
        { checks: ['c', 'd'], end: 'a', hints: 1 },
        ['wrong', '0/1', 'judged judged'],
      ],
      [
        'takes no try for the same again',
        { checks: ['c', 'c'], hints: 1 },
        ['try_again', '0/1', 'judged repeated'],
      ],
      ['takes no try for nothing', { checks: [null], hints: 1 }, ['unchecked', null, 'incomplete']],
    ],
  ],
  [
    'interactive',
    MATCH,
    [
      [
        'takes no try for a part of it',
        { checks: [{ s: 'a' }], hints: 1 },
        ['unchecked', null, 'incomplete'],
      ],
      [
        // s right from the first try, t from the second, u from the third, v never: (1 + 4/5 + 3/5 + 0) / 4.
        'counts back by part',
        {
          checks: [
            { s: 'a', t: 'a', u: 'a', v: 'a' },
            { s: 'a', t: 'b', u: 'b', v: 'b' },
            { s: 'a', t: 'b', u: 'c', v: 'c' },
          ],
          ...{ hints: 2, penalty: '0.2' },
        },
        ['partly_right', '3/5', 'judged judged judged'],
      ],
      [
        // Right, wrong, right: wrong last in the second try.
        'counts what was lost and found again from the last wrong try',
        {
          checks: [
            { s: 'a', t: 'c', u: 'c', v: 'd' },
            { s: 'b', t: 'b', u: 'c', v: 'd' },
            { s: 'a', t: 'b', u: 'c', v: 'd' },
          ],
          ...{ hints: 2, penalty: '0.2' },
        },
        ['right', '17/20', 'judged judged judged'],
      ],
    ],
  ],
  [
    'interactive',
    CLOZE,
    [
      [
        // g: half from the first try; h: right by a change in the second: (3 · 1/2 + 1 · (1 − 1/5)) / 4.
        'counts a gap from the try in which its answer changed last',
        {
          checks: [
            { g: 'b', h: '5' },
            { g: 'b', h: '4' },
          ],
          hints: 1,
          penalty: '0.2',
        },
        ['partly_right', '23/40', 'judged judged'],
      ],
      [
        'does not call the same number in another form a change',
        {
          checks: [
            { g: 'c', h: '4' },
            { g: 'a', h: '4.0' },
          ],
          hints: 1,
          penalty: '0.2',
        },
        ['right', '17/20', 'judged judged'],
      ],
    ],
  ],
])('%s', (name, definition, cases) => {
  it.each(cases)('%s', (_case, played, expected) => {
    expect(shown(play(name, definition, played))).toEqual(expected);
  });
});

describe('an interactive question', () => {
  it('shows as many hints as tries were not right, and how many tries are left', () => {
    expect(play('interactive', CHOICE, { hints: 2 })).toMatchObject({ triesLeft: 3, hintsShown: 0 });
    expect(play('interactive', CHOICE, { checks: ['c'], hints: 2 })).toMatchObject({
      triesLeft: 2,
      hintsShown: 1,
    });
    expect(play('interactive', CHOICE, { checks: ['a'], hints: 2 })).toMatchObject({
      triesLeft: 0,
      hintsShown: 0,
    });
  });
});
