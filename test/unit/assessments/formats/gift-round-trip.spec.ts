import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { gift } from '../../../../src/modules/assessments/formats/gift/gift';
import { readGift } from '../../../../src/modules/assessments/formats/gift/gift-reader';
import { writeGift } from '../../../../src/modules/assessments/formats/gift/gift-writer';
import {
  ALL_QUESTION_TYPES,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';
import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import { asStored, comparable } from './comparable';
import { randomQuestion } from './random-questions';

const listed = (all: string[]): { id: string; text: string }[] =>
  all.map((each, index) => ({ id: String(index + 1), text: each }));

describe('questions written as GIFT and read again', () => {
  it('are the same, whatever signs are in them', () => {
    fc.assert(
      fc.property(
        fc.array(randomQuestion({ hasFeedback: true, hasTypedFeedback: true }, gift.cannotHold), {
          minLength: 1,
          maxLength: 5,
        }),
        (questions) => {
          const written = questions.map((question) => writeGift(question));
          expect(written.flatMap(({ remarks }) => remarks)).toEqual([]);
          const blocks = [...readGift(written.map((each) => each.text).join('\n'))].map(checkedBlock);
          expect(blocks.flatMap(({ remarks }) => remarks)).toEqual([]);
          expect(comparable(blocks.map((block) => asStored(block.question)))).toEqual(comparable(questions));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep all that GIFT has, or the remarks say what not, for an example of each type', () => {
    const told = ALL_QUESTION_TYPES.map(({ name, example }) => {
      const { prompt, points, feedback } = example;
      const whole = { type: name, ...example.definition } as QuestionDefinition;
      const { text: written, remarks } = writeGift({
        type: name,
        prompt,
        points,
        feedback,
        ...NO_GUIDANCE,
        tags: [],
        definition: whole,
      });
      return [
        name,
        written !== null,
        ...remarks.map(({ code }) => code).filter((code) => code !== 'points_not_carried'),
      ];
    });
    expect(told).toEqual(
      expect.arrayContaining([
        ['single_choice', true],
        ['multiple_choice', true],
        ['true_false', true],
        ['numeric', true],
        ['short_text', true],
        ['matching', true],
        ['ordering', true],
        ['cloze', false, 'type_not_carried'],
        ['calculated', false, 'type_not_carried'],
        ['gap_select', false, 'type_not_carried'],
      ]),
    );
  });

  it('lose what GIFT has no sign for, and say so', () => {
    const asked = { prompt: 'Two?', points: '2.5', feedback: null, tags: [], ...NO_GUIDANCE };
    const codes = (whole: QuestionDefinition): string[] =>
      writeGift({ ...asked, type: whole.type, definition: whole }).remarks.map(({ code }) => code);
    const both = listed(['a', 'b']);
    expect(
      codes({
        ...{
          type: 'short_text',
          accepted: ['Two'],
          caseSensitive: true,
          ignoreAccents: true,
          language: 'tr',
        },
      }),
    ).toEqual(['case_not_carried', 'folding_not_carried', 'language_not_carried', 'points_not_carried']);
    expect(
      codes({
        type: 'multiple_choice',
        options: both,
        key: ['1'],
        scoring: 'all_or_nothing',
        exclusive: '2',
      }),
    ).toEqual(['exclusive_not_carried', 'scoring_not_carried', 'points_not_carried']);
    expect(codes({ type: 'numeric', key: '200', tolerance: { type: 'relative', value: '0.01' } })).toEqual([
      'relative_as_absolute',
      'points_not_carried',
    ]);
    expect(codes({ type: 'numeric', key: '2', tolerance: { type: 'geometric', value: '1' } })).toEqual([
      'tolerance_not_carried',
      'points_not_carried',
    ]);
  });
});
