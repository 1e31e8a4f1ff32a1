import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { ALL_QUESTION_TYPES } from '../../../../src/modules/assessments/question-types/registry';
import { summaryOf } from '../../../../src/modules/assessments/question-types/responses';
import { inEnglish } from '../../../../src/shared/sentences/say';

/** What the example of each type is summed up as. */
const SAID: Record<string, string> = {
  single_choice: 'The median',
  multiple_choice: 'The interquartile range; The standard deviation',
  true_false: 'False',
  numeric: '2.14',
  short_text: 'interquartile range',
  matching:
    'The mean → Their sum, divided by how many there are; The median → The middle one, when they are sorted; The mode → The one that is there most often',
  ordering: 'Ask a question → Collect data → Draw a conclusion → Summarize the data',
  gap_select: 'middle → median; spread → interquartile range',
  cloze: 'middle: median; value: 4; frequent: mode',
  calculated: '9.96',
  hotspot: '455 / 66',
  markers: 'The median → 120 / 40; The mean → 156 / 40',
  file: '1 file',
  survey: 'With others',
};

describe('the summary of a response', () => {
  it.each(ALL_QUESTION_TYPES.map((type) => [type.name, type] as const))(
    'says what was answered to a question of type %s, in one line',
    (name, { example }) => {
      const { definition } = readDefinition(name, example.definition);
      const said = summaryOf(definition!, example.response);
      const line = typeof said === 'string' ? said : inEnglish(said!);
      expect(line).not.toMatch(/[\r\n]/);
      expect({ [name]: line }).toEqual({ [name]: SAID[name] ?? line });
    },
  );

  it('repeats what was typed and cannot be read', () => {
    const tolerance = { type: 'absolute', value: '0' } as const;
    expect(summaryOf({ type: 'numeric', key: '1', tolerance }, 'one')).toBe('one');
  });

  it('shows what does not fit the question any more as it was sent', () => {
    expect(summaryOf({ type: 'true_false', key: true }, ['yes'])).toBe('["yes"]');
  });
});
