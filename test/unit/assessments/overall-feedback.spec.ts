import { bandFaults, overallFeedbackTo } from '../../../src/modules/assessments/quizzes/overall-feedback';
import { seededRandom } from '../seeded-random';

const BANDS = [
  { from: '80', text: 'well' },
  { from: '0', text: 'some' },
  { from: '50.5', text: 'half' },
];

describe('what a quiz says to a score', () => {
  it.each([
    ['0', '10', 'some'],
    ['5.0499', '10', 'some'],
    ['5.05', '10', 'half'],
    ['7.9999', '10', 'half'],
    ['8', '10', 'well'],
    ['0', '0', 'well'],
  ])('to %s of %s is the text of the highest band that it reaches', (score, maxScore, text) => {
    expect(overallFeedbackTo(BANDS, score, maxScore)).toBe(text);
  });

  it('is nothing below the lowest band', () => {
    expect(overallFeedbackTo([{ from: '50', text: 'half' }], '4', '10')).toBeNull();
    expect(overallFeedbackTo([], '4', '10')).toBeNull();
  });

  it('does not depend on the order of the bands', () => {
    const { below } = seededRandom(20261130);
    for (let round = 0; round < 200; round += 1) {
      const starts = new Set(Array.from({ length: 1 + below(6) }, () => below(101)));
      const score = below(101);
      // The last one that is reached, going upwards one percent at a time.
      let expected: string | null = null;
      for (let percent = 0; percent <= score; percent += 1)
        if (starts.has(percent)) expected = `from ${percent}`;
      const bands = [...starts].map((from) => ({ from: String(from), text: `from ${from}` }));
      expect(overallFeedbackTo(bands, String(score), '100')).toBe(expected);
      expect(overallFeedbackTo(bands.toReversed(), String(score), '100')).toBe(expected);
    }
  });

  it('is refused where two bands begin at the same percentage', () => {
    const faults = bandFaults([...BANDS, { from: '80.00', text: 'again' }]);
    expect(faults).toMatchObject([{ field: 'overallFeedback[3].from', rule: 'unique' }]);
    expect(bandFaults(BANDS)).toEqual([]);
  });
});
