import { choicesOf, ownOf } from '../../choices';
import { sentences } from '../../formats.sentences';
import { answerLine, answersOf, child, isWorthNothing } from '../moodle-elements';
import { type MoodleReader, moodleType } from '../moodle-type';

/** Whether one or several can be chosen stands in the question. */
const readChoices: MoodleReader = (question, remarks) => {
  const answers = answersOf(question, remarks, false);
  if (!answers) return null;
  const options = answers.filter(({ text, line, number }) => {
    if (text === '')
      remarks.warn(line, 'answer_not_carried', sentences.answerEmpty(), { column: `option ${number}` });
    return text !== '';
  });
  const isSingle = !/^(?:false|0)$/.test(child(question, 'single')?.text.trim() ?? 'true');
  if (
    isWorthNothing(question) &&
    options.length > 1 &&
    options.every(({ share }) => share === options[0]?.share && share !== '0')
  )
    return {
      type: 'survey',
      definition: {
        form: isSingle ? 'one_option' : 'several_options',
        options: options.map(({ text }, index) => ({ id: String(index + 1), text })),
      },
    };
  return choicesOf(options, { isSingle, remarks, line: question.line });
};

export const singleChoice = moodleType({
  type: 'single_choice',
  readers: { multichoice: readChoices },
  write: ({ options, key, shares = {}, optionFeedback }, losses) => ({
    type: 'multichoice',
    lines: [
      '<single>true</single>',
      ...options.map(({ id, text }) => {
        const share = id === key ? '1' : Object.hasOwn(shares, id) ? (shares[id] ?? '0') : '0';
        return answerLine(losses.percentage(share), 'plain_text', losses.trimmed(text), {
          feedback: ownOf(optionFeedback, id),
        });
      }),
    ],
  }),
});

export const multipleChoice = moodleType({
  type: 'multiple_choice',
  readers: {},
  write: (definition, losses) => {
    const shares = losses.sharesOf(definition);
    return {
      type: 'multichoice',
      lines: [
        '<single>false</single>',
        ...definition.options.map(({ id, text }, index) =>
          answerLine(losses.percentage(shares[index] ?? '0'), 'plain_text', losses.trimmed(text), {
            feedback: ownOf(definition.optionFeedback, id),
          }),
        ),
      ],
    };
  },
});
