import { OptionAnswers } from '../../../../src/modules/assessments/statistics/options/option-counts';
import { optionProblems } from '../../../../src/modules/assessments/statistics/options/option-problems';
import { groupBounds, groupOf } from '../../../../src/modules/assessments/statistics/options/score-groups';
import { lowerPercentageOf } from '../../../../src/modules/assessments/statistics/place/own-place';
import { scoreBins } from '../../../../src/modules/assessments/statistics/charts/statistics-charts';
import { directCounts, directGroups } from '../../../support/direct-groups';
import { seededRandom } from '../../seeded-random';

const CHOICE = {
  type: 'single_choice' as const,
  options: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` })),
  key: 'a',
};

describe('the groups of a distractor table', () => {
  it('are the best and the last 27 %, with whoever ties with a member, as counted one by one', () => {
    const { below } = seededRandom(27);
    for (let round = 0; round < 400; round += 1) {
      const totals = Array.from({ length: below(40) }, () => below(1 + below(12)));
      const bounds = groupBounds(totals);
      expect(totals.map((total) => groupOf(total, bounds))).toEqual(directGroups(totals));
    }
  });

  it('are empty where they must be, and not because many tie', () => {
    const groups = (totals: number[]): string[] => totals.map((total) => groupOf(total, groupBounds(totals)));
    expect(groups([])).toEqual([]);
    expect(groups([5])).toEqual(['upper']);
    expect(groups([5, 7])).toEqual(['lower', 'upper']);
    expect(groups([5, 5, 5, 5, 5])).toEqual(['upper', 'upper', 'upper', 'upper', 'upper']);
    expect(groups([1, 2, 3, 4])).toEqual(['lower', 'middle', 'middle', 'upper']);
    expect(groups([1, 1, 1, 2])).toEqual(['lower', 'lower', 'lower', 'upper']);
  });
});

describe('a distractor table', () => {
  it('counts of 500 attempts who chose what, in all and in the groups, as a direct computation does', () => {
    const { below } = seededRandom(500);
    const answers = Array.from({ length: 500 }, () => {
      const pick = ['a', 'b', 'c', 'd', undefined][below(5)];
      return { total: below(30), chosen: pick === undefined ? [] : [pick] };
    });
    const table = new OptionAnswers();
    for (const { total, chosen } of answers)
      table.add({
        versionId: 'v',
        rest: total,
        response: chosen[0] === undefined ? null : JSON.stringify(chosen[0]),
      });
    const { asked, places } = table.of('v', CHOICE, table.bounds());
    expect(asked.all).toBe(500);
    expect(places).toHaveLength(1);
    for (const { option, all, upper, lower } of places[0]!.options)
      expect({ all, upper, lower }).toEqual(directCounts(answers, option.id));
    const blank = answers.map((answer) => ({ ...answer, chosen: answer.chosen.length === 0 ? ['-'] : [] }));
    expect(places[0]!.blank).toEqual(directCounts(blank, '-'));
  });

  it('takes what cannot be read as nothing that was chosen, and tells versions apart', () => {
    const table = new OptionAnswers();
    table.add({ versionId: 'v', rest: 1, response: '"a"' });
    table.add({ versionId: 'v', rest: 2, response: '"an option that is not there"' });
    table.add({ versionId: 'w', rest: 3, response: '"b"' });
    const { asked, places } = table.of('v', CHOICE, table.bounds());
    expect(asked.all).toBe(2);
    expect(places[0]!.options.map(({ all }) => all)).toEqual([1, 0, 0, 0]);
    expect(places[0]!.blank.all).toBe(1);
  });

  it.each([
    ['a wrong option that the best choose', false, [9, 4, 1], ['chosen_by_the_best']],
    ['a right option that the best avoid', true, [9, 1, 4], ['right_but_avoided']],
    ['a wrong option that nobody chooses', false, [0, 0, 0], ['hardly_chosen']],
    ['a wrong option that the last choose', false, [9, 1, 4], []],
    ['a right option that the best choose', true, [9, 4, 1], []],
    ['a right option that nobody chooses', true, [0, 0, 0], []],
    ['an option of a survey', null, [0, 0, 0], []],
  ])('names %s', (_what, isRight, [all, upper, lower], rules) => {
    const counts = { option: { id: 'a', text: 'A', isRight }, all: all!, upper: upper!, lower: lower! };
    const problems = optionProblems(counts, { all: 20, upper: 5, lower: 5 });
    expect(problems.map(({ rule }) => rule)).toEqual(rules);
    // Too few attempts say nothing.
    expect(optionProblems(counts, { all: 9, upper: 5, lower: 5 })).toEqual([]);
  });
});

describe('a place among learners', () => {
  it.each([
    [{ learners: 9, lower: 3 }, null],
    [{ learners: 10, lower: null }, null],
    [{ learners: 10, lower: 0 }, 0],
    [{ learners: 10, lower: 9 }, 90],
    [{ learners: 3000, lower: 2099 }, 60],
  ])('is, of %j, %p', (ranked, expected) => {
    expect(lowerPercentageOf(ranked)).toBe(expected);
  });
});

describe('the bins of scores', () => {
  it('hold everybody, below nothing and above all too', () => {
    expect(scoreBins([0, 0.0999, 0.1, 0.95, 1, 1.2, -0.5])).toEqual([3, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
  });
});
