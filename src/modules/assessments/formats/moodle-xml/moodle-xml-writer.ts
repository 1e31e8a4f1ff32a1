import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import type { StoredQuestion, WrittenQuestion } from '../question-format';
import { textLine } from './moodle-elements';
import { FORMAT } from './moodle-type';
import { MOODLE_CANNOT_HOLD, moodleTypeOf } from './moodle-types';

/** Names are for lists of questions. */
const LONGEST_NAME = 80;

/** A question in Moodle's XML. Reading it gives the same question, but for what the remarks name. */
export function writeMoodleXml(question: StoredQuestion): WrittenQuestion {
  const { prompt, points, definition, feedback, tags } = question;
  const losses = new Losses();
  const type = moodleTypeOf(definition.type);
  const answers = type
    ? type.write(definition, losses, prompt)
    : losses.all(
        'type_not_carried',
        MOODLE_CANNOT_HOLD[definition.type] ??
          sentences.cannotHold({ format: FORMAT, type: definition.type }),
      );
  if (answers === null) return { text: null, remarks: losses.list };
  const lines = [
    `<name>${textLine(nameOf(prompt))}</name>`,
    `<questiontext format="markdown">${textLine(answers.questionText ?? prompt)}</questiontext>`,
    `<generalfeedback format="markdown">${textLine(feedback ?? '')}</generalfeedback>`,
    `<defaultgrade>${points}</defaultgrade>`,
    ...answers.lines,
    ...(tags.length > 0 ? [`<tags>${tags.map((tag) => `<tag>${textLine(tag)}</tag>`).join('')}</tags>`] : []),
  ];
  const body = lines.map((line) => `    ${line}\n`).join('');
  return { text: `  <question type="${answers.type}">\n${body}  </question>\n`, remarks: losses.list };
}

/** The beginning of the prompt: reading it finds that nothing else was meant. */
function nameOf(prompt: string): string {
  const [line = ''] = prompt.split(/[\r\n]/);
  return [...line].slice(0, LONGEST_NAME).join('').trim();
}
