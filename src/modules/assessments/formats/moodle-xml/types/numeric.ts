import { sentences } from '../../formats.sentences';
import { ANY, numberAnswers, numericOf } from '../../shared-answers';
import { answerLine, answersOf, child, isNumber, unitLines, unitsOf } from '../moodle-elements';
import { FORMAT, type MoodleReader, moodleType } from '../moodle-type';

const readNumbers: MoodleReader = (question, remarks) => {
  const answers = answersOf(question, remarks, true);
  const read =
    answers &&
    numberAnswers(answers, { remarks }, ({ number, line, text }) => {
      const element = answers[number - 1]?.element;
      const value = (element && child(element, 'tolerance')?.text.trim()) ?? '0';
      const wrong = isNumber(text) ? value : text;
      if (!isNumber(text) || !isNumber(value))
        return remarks.refuse(line, 'not_a_number', sentences.notANumber({ number: wrong.slice(0, 40) }), {
          ...{ column: `option ${number}`, value: text },
        });
      return { key: text, tolerance: { type: 'absolute', value } };
    });
  if (!read) return null;
  const { numbers, otherFeedback } = read;
  const numeric = numericOf(numbers, { remarks, line: question.line, otherFeedback });
  if (!numeric) return null;
  return { ...numeric, definition: { ...numeric.definition, ...unitsOf(question, remarks) } };
};

export const numeric = moodleType({
  type: 'numeric',
  readers: { numerical: readNumbers },
  write: (definition, losses) => {
    const { key, tolerance, alternatives = [], language, keyFeedback, otherFeedback } = definition;
    if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
    if (definition.acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
    const lines: string[] = [];
    for (const each of [{ key, tolerance, share: '1', feedback: keyFeedback }, ...alternatives]) {
      const value = losses.absoluteTolerance(each, FORMAT);
      if (value === null) return null;
      const more = `<tolerance>${value}</tolerance>`;
      lines.push(
        answerLine(losses.percentage(each.share), 'moodle_auto_format', each.key.trim(), {
          ...{ feedback: each.feedback, more },
        }),
      );
    }
    if (otherFeedback !== undefined)
      lines.push(answerLine('0', 'moodle_auto_format', ANY, { feedback: otherFeedback }));
    return { type: 'numerical', lines: [...lines, ...unitLines(definition, losses)] };
  },
});
