import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import { seededRandom } from '../../seeded-random';

/*
 * The table is that of Moodle's question types (question/type/<name>/questiontype.php, get_random_guess_score). The properties take
 * the mean over every answer there is, with grading written out here by hand.
 */

const { below, pick, shuffled } = { ...seededRandom(20261129), shuffled: permutations };
const options = (...ids: string[]) => ids.map((id) => ({ id, text: `Text of ${id}` }));

function guess(definition: QuestionDefinition): number | null {
  const share = questionTypeOf(definition).guessShare(definition);
  return share === null ? null : Number(share.numerator) / Number(share.denominator);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what guessing earns', () => {
  const tolerance = { type: 'absolute', value: '0' } as const;
  const cases: [string, QuestionDefinition, number | null][] = [
    ['half of a true or false', { type: 'true_false', key: true }, 0.5],
    [
      'the mean of what the options of a single choice earn',
      { type: 'single_choice', options: options('a', 'b', 'c', 'd'), key: 'a', shares: { b: '1/2' } },
      0.375,
    ],
    [
      'nobody knows what in a multiple choice',
      { type: 'multiple_choice', options: options('a', 'b'), key: ['a'], scoring: 'partial' },
      null,
    ],
    ['nothing in a short text', { type: 'short_text', accepted: ['a*'], caseSensitive: false }, 0],
    ['nothing in a number', { type: 'numeric', key: '1', tolerance }, 0],
    [
      'a cloze by the weights of its gaps',
      {
        type: 'cloze',
        text: '[[g]] [[h]]',
        gaps: [
          { id: 'g', weight: '3', type: 'single_choice', options: options('a', 'b'), key: 'a' },
          { id: 'h', type: 'numeric', key: '1', tolerance },
        ],
      },
      0.375,
    ],
    ['nobody knows what in a survey', { type: 'survey', form: 'free_text' }, null],
    [
      'one of the texts that a matching can be told apart by',
      {
        type: 'matching',
        stems: options('s'),
        choices: [
          { id: 'a', text: 'x' },
          { id: 'b', text: 'x' },
          { id: 'c', text: 'y' },
        ],
        key: { s: 'a' },
      },
      0.5,
    ],
  ];
  it.each(cases)('is %s', (_name, definition, expected) => expect(guess(definition)).toBe(expected));

  it('is the mean over all ways to fill the gaps of a text', () => {
    for (let round = 0; round < 50; round += 1) {
      const groups = [1, 2, 3].map((group) => ({ group, ids: ids(`c${group}`, 1 + below(4)) }));
      const gaps = ids('g', 1 + below(3)).map((id) => ({ id, of: pick(groups) }));
      const key = Object.fromEntries(gaps.map(({ id, of }) => [id, pick(of.ids)]));
      let [sum, count] = [0, 0];
      const fill = (at: number, right: number): void => {
        const gap = gaps[at];
        if (!gap) [sum, count] = [sum + right / gaps.length, count + 1];
        else for (const id of gap.of.ids) fill(at + 1, right + (id === key[gap.id] ? 1 : 0));
      };
      fill(0, 0);
      const definition = {
        type: 'gap_select' as const,
        text: '',
        gaps: gaps.map(({ id, of: { group } }) => ({ id, group })),
        choices: groups.flatMap(({ group, ids: all }) => all.map((id) => ({ id, text: id, group }))),
        key,
      };
      expect(guess(definition)).toBeCloseTo(sum / count, 10);
    }
  });

  it.each([2, 3, 4, 5, 6])('is the mean over all orders of %i items', (count) => {
    const orders = shuffled([...Array(count).keys()]);
    const key = [...Array(count).keys()].map((place) => `i${place}`);
    const share = (scoring: string, order: number[]): number => {
      switch (scoring) {
        case 'all_or_nothing':
          return order.every((item, at) => item === at) ? 1 : 0;
        case 'absolute_position':
          return mean(order.map((item, at) => (item === at ? 1 : 0)));
        case 'next_excluding_last':
          return mean(order.slice(0, -1).map((item, at) => (order[at + 1] === item + 1 ? 1 : 0)));
        case 'next_including_last':
          return mean(order.map((item, at) => ([...order, count][at + 1] === item + 1 ? 1 : 0)));
        case 'neighbors': {
          const between = [-1, ...order, count];
          return mean(
            order.flatMap((item, at) => [
              between[at] === item - 1 ? 1 : 0,
              between[at + 2] === item + 1 ? 1 : 0,
            ]),
          );
        }
        case 'all_before_and_after': {
          const pairs = order.flatMap((item, at) =>
            order.slice(at + 1).map((later) => (later > item ? 1 : 0)),
          );
          return mean(pairs);
        }
        default:
          return mean(order.map((item, at) => (count - 1 - Math.abs(item - at)) / (count - 1)));
      }
    };
    for (const scoring of [
      ...(['all_or_nothing', 'absolute_position', 'next_excluding_last', 'next_including_last'] as const),
      ...(['neighbors', 'all_before_and_after', 'distance'] as const),
    ]) {
      const definition = { type: 'ordering' as const, items: options(...key), key, scoring };
      expect(guess(definition)).toBeCloseTo(mean(orders.map((order) => share(scoring, order))), 10);
    }
  });
});

function ids(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${start}${index}`);
}
