import { Rational } from '../../../../shared/decimals/rational';
import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import type { StoredQuestion, WrittenQuestion } from '../question-format';
import { attribute, writtenMarkdown } from './qti-content';
import { FORMAT } from './qti-type';
import { QTI_CANNOT_HOLD, qtiTypeOf } from './qti-types';

const NAMESPACE = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
const LONGEST_TITLE = 80;
/** The feedback that is shown whatever the answer was. */
export const FEEDBACK = 'FEEDBACK';
const GENERAL = 'GENERAL';

/** A question as an assessment item of QTI 3. Reading it gives the same question, but for what the remarks name. */
export function writeQtiItem(question: StoredQuestion, identifier = 'question'): WrittenQuestion {
  const { prompt, points, definition, feedback } = question;
  const losses = new Losses();
  const { type } = definition;
  const parts = qtiTypeOf(type)
    ? qtiTypeOf(type)?.write(definition, Rational.of(points), losses)
    : losses.all('type_not_carried', QTI_CANNOT_HOLD[type] ?? sentences.cannotHold({ format: FORMAT, type }));
  if (!parts) return { text: null, remarks: losses.list };
  const outcome = (name: string, value: string, more = ''): string =>
    `<qti-outcome-declaration identifier="${name}" cardinality="single" base-type="float"${more}><qti-default-value><qti-value>${value}</qti-value></qti-default-value></qti-outcome-declaration>`;
  const lines = [
    ...parts.declarations,
    outcome('SCORE', '0', ` normal-maximum="${points}"`),
    outcome('MAXSCORE', points),
    ...(feedback === null
      ? []
      : [
          `<qti-outcome-declaration identifier="${FEEDBACK}" cardinality="single" base-type="identifier"><qti-default-value><qti-value>${GENERAL}</qti-value></qti-default-value></qti-outcome-declaration>`,
        ]),
    `<qti-item-body>${writtenMarkdown(prompt, 'prompt')}${parts.body}</qti-item-body>`,
    `<qti-response-processing>${parts.rules.join('')}</qti-response-processing>`,
    ...(feedback === null
      ? []
      : [
          `<qti-modal-feedback outcome-identifier="${FEEDBACK}" identifier="${GENERAL}" show-hide="show"><qti-content-body>${writtenMarkdown(feedback, 'feedback')}</qti-content-body></qti-modal-feedback>`,
        ]),
  ];
  const title = attribute(titleOf(prompt));
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="${NAMESPACE}" identifier="${identifier}" title="${title}" adaptive="false" time-dependent="false">\n`;
  return {
    text: `${head}${lines.map((line) => `  ${line}\n`).join('')}</qti-assessment-item>\n`,
    remarks: losses.list,
  };
}

/** The beginning of the prompt: reading it finds that nothing else was meant. */
function titleOf(prompt: string): string {
  const [line = ''] = prompt.split(/[\r\n]/);
  return [...line].slice(0, LONGEST_TITLE).join('').trim();
}
