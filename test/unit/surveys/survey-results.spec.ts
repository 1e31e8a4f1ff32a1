import fc from 'fast-check';
import type { SurveyQuestion } from '../../../src/modules/courses';
import { readAnswers } from '../../../src/modules/surveys/given-answers';
import { batchesTold, batchOf, TOGETHER } from '../../../src/modules/surveys/results-told';
import { resultsOf } from '../../../src/modules/surveys/survey-results';

const OPTIONS = ['a', 'b', 'c'].map((id) => ({ id, text: id.toUpperCase() }));
const ASKED: SurveyQuestion[] = [
  { id: 'one', kind: 'single_choice', prompt: 'One?', options: OPTIONS },
  { id: 'some', kind: 'multiple_choice', prompt: 'Some?', options: OPTIONS },
  { id: 'scale', kind: 'scale', prompt: 'How?', labels: ['1', '2', '3', '4', '5'] },
  { id: 'number', kind: 'number', prompt: 'How many?' },
  { id: 'text', kind: 'text', prompt: 'What?' },
];
const EARLIER = ASKED.map((question) => ({ ...question, prompt: `${question.prompt} Then` }));

const given = fc.record(
  {
    one: fc.constantFrom('a', 'b', 'c'),
    some: fc.subarray(['a', 'b', 'c']),
    scale: fc.integer({ min: 1, max: 5 }),
    number: fc.integer({ min: -500, max: 500 }).map((hundredths) => (hundredths / 100).toFixed(2)),
    text: fc.string({ minLength: 1, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== ''),
  },
  { requiredKeys: [] },
);

describe('the results of a survey', () => {
  it('are those that somebody counts by hand, of each wording by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), given), { maxLength: 20 }), (people) => {
        const asked = people.map(([isEarlier, sent]) => {
          const questions = isEarlier ? EARLIER : ASKED;
          const { answers, faults } = readAnswers(questions, sent);
          expect(faults).toEqual([]);
          return { questions, answers };
        });
        for (const { question, isAsked, answers, figures } of resultsOf(ASKED, asked)) {
          const own = people.flatMap(([isEarlier, sent]) => {
            const value = (sent as Record<string, unknown>)[question.id];
            return isEarlier !== isAsked && value !== undefined ? [value] : [];
          });
          expect(answers).toBe(own.length);
          if (question.kind === 'single_choice' || question.kind === 'multiple_choice')
            expect(figures.choices).toEqual(
              OPTIONS.map((option) => ({
                ...option,
                point: null,
                count: own.filter((value) => [value].flat().includes(option.id)).length,
              })),
            );
          if (question.kind === 'scale' || question.kind === 'number') {
            const hundredths = own.map((value) => Math.round(Number(value) * 100));
            const sum = hundredths.reduce((one, other) => one + other, 0);
            expect(figures.mean === null).toBe(own.length === 0);
            if (own.length > 0) {
              expect(Math.abs(Number(figures.mean) * 100 - sum / own.length)).toBeLessThanOrEqual(0.5 + 1e-9);
              expect(Number(figures.least)).toBe(Math.min(...hundredths) / 100);
              expect(Number(figures.greatest)).toBe(Math.max(...hundredths) / 100);
            }
          }
          if (question.kind === 'text')
            expect(figures.texts).toEqual((own as string[]).map((value) => value.trim()).toSorted());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is told of an anonymous survey', () => {
  it('never grows by fewer than five answers', () => {
    let told = 0;
    for (let answers = 0; answers <= 60; answers += 1) {
      const batches = batchesTold(answers, true);
      const now = Array.from({ length: answers }, (_, index) => batchOf(index)).filter(
        (batch) => batch < batches,
      ).length;
      expect(now === told || now >= told + TOGETHER).toBe(true);
      expect(answers - now).toBeLessThan(TOGETHER);
      told = now;
    }
  });

  it('is all of one with names', () => {
    for (let answers = 0; answers <= 20; answers += 1)
      expect(
        Array.from({ length: answers }, (_, index) => batchOf(index)).every(
          (batch) => batch < batchesTold(answers, false),
        ),
      ).toBe(true);
  });
});
