import { paperOf } from '../../../src/modules/assessments/attempts/paper';
import type { VersionedQuestion } from '../../../src/modules/assessments/attempts/paper-records';
import type { ChoiceOption } from '../../../src/modules/assessments/question-types/parts/choice-option.dto';
import { questionTypeOf } from '../../../src/modules/assessments/question-types/registry';

const ORDERS_OF_THREE = 6;
const SEEDS = 6000;

const choice = (id: string, options: string[]): VersionedQuestion => ({
  ...{
    id,
    versionId: `version of ${id}`,
    keyRevisionId: `key of ${id}`,
    promptHtml: '',
    points: '1',
    feedbackHtml: null,
    ...{ guidance: null, voided: null },
  },
  optionOrder: null,
  drawn: null,
  definition: {
    type: 'single_choice',
    options: options.map((option) => ({ id: option, text: option })),
    key: options[0]!,
  },
});
const yesNo: VersionedQuestion = {
  ...choice('yes-no', ['a']),
  definition: { type: 'true_false', key: true },
};
const QUESTIONS = [choice('one', ['a', 'b', 'c']), choice('two', ['a', 'b', 'c']), yesNo];
const BOTH = { shuffleQuestions: true, shuffleOptions: true };
const NEITHER = { shuffleQuestions: false, shuffleOptions: false };

const shownIds = ({ definition, optionOrder }: VersionedQuestion): string[] => {
  const view = questionTypeOf(definition).viewOf(definition, optionOrder) as { options?: ChoiceOption[] };
  return view.options?.map(({ id }) => id) ?? [];
};

describe('the paper of an attempt', () => {
  it('is the same for the same seed, whatever it is drawn for', () => {
    expect(paperOf(QUESTIONS, 7, BOTH)).toEqual(paperOf(QUESTIONS, 7, BOTH));
  });

  it('asks each question once with all of its options, and counts the places from 1, for any seed', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const paper = paperOf(QUESTIONS, seed, BOTH);
      expect(paper.map(({ position }) => position)).toEqual([1, 2, 3]);
      expect(paper.map(({ id }) => id).toSorted()).toEqual(['one', 'two', 'yes-no']);
      for (const question of paper) {
        const { optionOrder, id } = question;
        expect(optionOrder?.toSorted() ?? null).toEqual(id === 'yes-no' ? null : ['a', 'b', 'c']);
        expect(shownIds(question)).toEqual(optionOrder ?? []);
      }
    }
  });

  it('leaves all in the order of the quiz and of the versions where the quiz does not shuffle', () => {
    const paper = paperOf(QUESTIONS, 7, NEITHER);
    expect(paper.map(({ id, optionOrder }) => [id, optionOrder])).toEqual([
      ['one', null],
      ['two', null],
      ['yes-no', null],
    ]);
    expect(paper.map(({ definition }) => definition)).toEqual(QUESTIONS.map(({ definition }) => definition));
  });

  it('has each order of options equally often, for each question by itself', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const [one, two] = paperOf(QUESTIONS, seed, { ...NEITHER, shuffleOptions: true });
      const pair = `${shownIds(one!).join('')} ${shownIds(two!).join('')}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    const pairs = ORDERS_OF_THREE ** 2;
    expect(counts.size).toBe(pairs);
    // The seeds are the same at every run. With 35 degrees of freedom, chance exceeds 66.6 once in a thousand runs.
    const expected = SEEDS / pairs;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(chiSquare).toBeLessThan(66.6);
  });

  it('shows options that a stored order does not name after those that it names', () => {
    expect(shownIds({ ...QUESTIONS[0]!, optionOrder: ['c', 'a'] })).toEqual(['c', 'a', 'b']);
    expect(shownIds({ ...yesNo, optionOrder: ['c'] })).toEqual([]);
  });
});
