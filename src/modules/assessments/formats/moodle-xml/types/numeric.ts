import { sentences } from '../../formats.sentences';
import { type NumericAnswer, numericOf } from '../../shared-answers';
import { answerLine, answersOf, child, isNumber, unitLines, unitsOf } from '../moodle-elements';
import { FORMAT, type MoodleReader, moodleType } from '../moodle-type';

const readNumbers: MoodleReader = (question, remarks) => {
  const answers = answersOf(question, remarks, true);
  if (!answers) return null;
  const read: NumericAnswer[] = [];
  for (const { number, line, text, share, element } of answers) {
    const told = { column: `option ${number}`, value: text };
    const tolerance = child(element, 'tolerance')?.text.trim() ?? '';
    const value = tolerance === '' ? '0' : tolerance;
    if (text === '*' || share === '0' || share.startsWith('-')) {
      const message = text === '*' ? sentences.anyNumber() : sentences.wrongNotCarried();
      remarks.warn(line, 'answer_not_carried', message, told);
    } else if (!isNumber(text) || !isNumber(value)) {
      const wrong = isNumber(text) ? value : text;
      return remarks.refuse(line, 'not_a_number', sentences.notANumber({ number: wrong.slice(0, 40) }), told);
    } else read.push({ key: text, tolerance: { type: 'absolute', value }, share });
  }
  const numeric = numericOf(read, { remarks, line: question.line });
  if (!numeric) return null;
  return { ...numeric, definition: { ...numeric.definition, ...unitsOf(question, remarks) } };
};

export const numeric = moodleType({
  type: 'numeric',
  readers: { numerical: readNumbers },
  write: (definition, losses) => {
    const { key, tolerance, alternatives = [], language } = definition;
    if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
    const lines: string[] = [];
    for (const each of [{ key, tolerance, share: '1' }, ...alternatives]) {
      const value = losses.absoluteTolerance(each, FORMAT);
      if (value === null) return null;
      const inside = `<tolerance>${value}</tolerance>`;
      lines.push(answerLine(losses.percentage(each.share), 'moodle_auto_format', each.key.trim(), inside));
    }
    return { type: 'numerical', lines: [...lines, ...unitLines(definition, losses)] };
  },
});
