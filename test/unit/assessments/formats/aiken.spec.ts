import { readAiken } from '../../../../src/modules/assessments/formats/aiken/aiken-reader';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';

function read(text: string): unknown[] {
  return [...readAiken(text)].map((block) => {
    const { question, remarks } = checkedBlock(block);
    return question ?? remarks.map(({ line, code }) => `line ${line}, ${code}`).join('; ');
  });
}

const CAPITAL = 'Capital of *Italy*?\nA. Milan\nB) Rome\nANSWER: B\n';

describe('reading Aiken', () => {
  it('reads options with periods and brackets, and shows the text as it is', () => {
    expect(read(CAPITAL)).toEqual([
      {
        ...{ type: 'single_choice', prompt: 'Capital of \\*Italy\\*?', points: '1' },
        definition: {
          options: [
            { id: '1', text: 'Milan' },
            { id: '2', text: 'Rome' },
          ],
          key: '2',
        },
      },
    ]);
  });

  it.each([
    ['no ANSWER', 'Two?\nA. 2\nB. 3\n\n', 'line 1, answer_missing'],
    ['an ANSWER that is no option', 'Two?\nA. 2\nB. 3\nANSWER: C\n', 'line 4, answer_unknown'],
    ['an ANSWER with more than a letter', 'Two?\nA. 2\nB. 3\nANSWER: A, B\n', 'line 4, answer_unknown'],
    ['a letter twice', 'Two?\nA. 2\nA. 3\nANSWER: A\n', 'line 3, letter_twice'],
    ['one option', 'Two?\nA. 2\nANSWER: A\n', 'line 1, too_few_answers'],
    ['an ANSWER alone', 'ANSWER: A\n', 'line 1, answer_alone'],
    ['options of the same text', 'Two?\nA. 2\nB. 2\nANSWER: A\n', 'line 1, invalid_question'],
  ])('names %s, and reads the question behind it', (_, text, told) => {
    expect(read(`${text}${CAPITAL}`)).toEqual([told, expect.objectContaining({ type: 'single_choice' })]);
  });
});
