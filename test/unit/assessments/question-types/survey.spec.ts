import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  isSameResponse,
  responseFaultsOf,
  summaryOf,
} from '../../../../src/modules/assessments/question-types/responses';

const options = [
  { id: 'yes', text: 'Yes' },
  { id: 'no', text: 'No' },
];
const scale = { min: 1, max: 5 };
const rating: QuestionDefinition = { type: 'survey', form: 'rating', scale };
const one: QuestionDefinition = { type: 'survey', form: 'one_option', options };
const several: QuestionDefinition = { type: 'survey', form: 'several_options', options };
const text: QuestionDefinition = { type: 'survey', form: 'free_text' };

describe('a survey', () => {
  it.each([
    [rating, 5],
    [one, 'yes'],
    [several, ['no', 'yes']],
    [text, 'What I think\u0000'],
  ])('takes what its form asks for, and neither rewards nor refuses it: %j', (definition, response) => {
    expect(responseFaultsOf(definition, response)).toEqual([]);
    const { earned, correct } = gradeResponse(definition, response, '0');
    expect({ isNothing: earned.isZero(), correct }).toEqual({ isNothing: true, correct: null });
  });

  it.each([
    [rating, 6],
    [rating, 1.5],
    [rating, '3'],
    [one, 'perhaps'],
    [one, ['yes']],
    [several, ['yes', 'yes']],
    [several, 'yes'],
    [text, 3],
  ])('refuses what does not fit its form: %j', (definition, response) => {
    expect(responseFaultsOf(definition, response)).not.toEqual([]);
  });

  it.each([
    [{ form: 'rating' }, 'definition.scale', 'required'],
    [{ form: 'rating', scale, options }, 'definition.options', 'notNeeded'],
    [{ form: 'rating', scale: { min: 5, max: 5 } }, 'definition.scale.max', 'isAbove'],
    [{ form: 'rating', scale: { min: -100, max: 100 } }, 'definition.scale.max', 'isAbove'],
    [{ form: 'one_option' }, 'definition.options', 'required'],
    [{ form: 'free_text', scale }, 'definition.scale', 'notNeeded'],
    [{ form: 'one_option', options: [options[0], options[0]] }, 'definition.options[1].id', 'unique'],
    [{ form: 'essay' }, 'definition.form', 'isIn'],
  ])('is refused as %j', (definition, field, rule) => {
    const { faults } = readDefinition('survey', definition);
    expect(faults.map((fault) => ({ field: fault.field, rule: fault.rule }))).toContainEqual({ field, rule });
  });

  it('tells the same answer in another order or with other blanks from another one', () => {
    expect(isSameResponse(several, ['yes', 'no'], ['no', 'yes'])).toBe(true);
    expect(isSameResponse(text, ' So  so', 'So so ')).toBe(true);
    expect(isSameResponse(rating, 1, 2)).toBe(false);
  });

  it('is summed up in one short line', () => {
    expect(summaryOf(rating, 4)).toBe('4');
    expect(summaryOf(several, ['no', 'yes'])).toBe('Yes; No');
    expect(summaryOf(text, 'Line one\nline two')).toBe('Line one line two');
    expect(summaryOf(text, '🙂'.repeat(300))).toBe(`${'🙂'.repeat(199)}…`);
    expect(summaryOf(one, null)).toBeNull();
  });
});
