import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';

const options = [
  { id: 'a', text: 'One' },
  { id: 'b', text: 'Two' },
  { id: 'c', text: 'Three' },
];
const numeric = { key: '3.5', tolerance: { type: 'absolute', value: '0.1' } };

const viewOf = (definition: QuestionDefinition) => questionTypeOf(definition).viewOf(definition, null);

describe('what learners see of a definition', () => {
  it.each([
    [
      { type: 'single_choice', options, key: 'b' },
      { type: 'single_choice', options },
    ],
    [
      { type: 'multiple_choice', options, key: ['b'], scoring: 'partial' },
      { type: 'multiple_choice', options, scoring: 'partial' },
    ],
    [{ type: 'true_false', key: true }, { type: 'true_false' }],
    [{ type: 'numeric', ...numeric }, { type: 'numeric' }],
    [
      { type: 'short_text', accepted: ['Paris'], caseSensitive: false },
      { type: 'short_text', caseSensitive: false },
    ],
  ] as const)('hides the answer of %j from learners', (definition, presented) => {
    expect(viewOf(structuredClone(definition) as QuestionDefinition)).toEqual(presented);
  });

  it('hides from learners whatever else an option carries', () => {
    const told = options.map((option) => ({ ...option, correct: option.id === 'b' }));
    expect(viewOf({ type: 'single_choice', options: told, key: 'b' })).toEqual({
      type: 'single_choice',
      options,
    });
  });
});
