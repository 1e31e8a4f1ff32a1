import { Rational } from '../../../../shared/decimals/rational';
import { UNSCORED_TYPES } from '../../question-types/registry';
import { withAddresses, withIds } from '../embedded/embedded-files';
import { filesNamed, NO_FILES, type WrittenFiles } from '../embedded/written-file';
import { exactCopyOf, saysAll } from '../exact-copy';
import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import type { StoredQuestion, WrittenAlong, WrittenQuestion } from '../question-format';
import { beginningOf } from '../titles';
import { attribute, writtenMarkdown } from './qti-content';
import { feedbackLines } from './qti-feedback';
import { addressWhileWritten, namedAsPacked, withPackedAddresses } from './qti-files';
import { COPY, DIGEST, nativeDigest, readQtiElement } from './qti-item';
import { readQtiItem } from './qti-reader';
import { FORMAT, type QtiParts } from './qti-type';
import { qtiTypeOf } from './qti-types';

const NAMESPACE = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
/** What other programs show of a question that QTI has no way for: its text, which asks nothing. */
const ONLY_TEXT: QtiParts = { declarations: [], body: '', rules: [] };

/**
 * A question as an assessment item of QTI 3. Reading it gives the same question: what QTI has no way for stands beside it as an exact
 * copy, and is told of.
 */
export function writeQtiItem(
  question: StoredQuestion,
  { identifier = 'question', files = NO_FILES }: WrittenAlong = {},
): WrittenQuestion {
  const losses = new Losses();
  losses.missingFiles(filesNamed(question), files);
  const item = new WrittenItem(question, { identifier, files, losses });
  const native = item.xml();
  const hasCopy = !isReadBack(native, question, files);
  if (!hasCopy) return { text: native, remarks: losses.list, hasCopy };
  const json = exactCopyOf(question, namedAsPacked(files));
  const digest = nativeDigest(readQtiElement(native));
  const text = item.xml(` ${COPY}="${attribute(json)}" ${DIGEST}="${digest}"`);
  return { text, remarks: losses.list, hasCopy };
}

/** Whether what QTI has of the question is all of it. */
function isReadBack(xml: string, question: StoredQuestion, files: WrittenFiles): boolean {
  const [block] = readQtiItem(xml);
  if (!block?.question) return false;
  const ids = new Map([...namedAsPacked(files).values()].map(({ fileId }) => [fileId, fileId]));
  const own = (block.files ?? []).map(({ placeholder, content }): [string, string] => {
    const fileId = 'path' in content ? (content.path.split('/').at(-2) ?? '') : '';
    return [placeholder, ids.get(fileId) ?? ''];
  });
  return saysAll(withIds(block.question, new Map(own)), question);
}

class WrittenItem {
  private readonly parts: QtiParts;
  private readonly lines: ReturnType<typeof feedbackLines>;
  private readonly question: StoredQuestion;

  constructor(
    question: StoredQuestion,
    private readonly along: Required<WrittenAlong> & { losses: Losses },
  ) {
    const { files, losses } = along;
    this.question = withAddresses(question, (fileId) => addressWhileWritten(fileId, files));
    const { type } = question.definition;
    const described = qtiTypeOf(type);
    const points = Rational.of(question.points);
    this.parts =
      (described
        ? described.write(this.question.definition, points, losses, {
            files,
            prompt: this.question.prompt,
          })
        : losses.all('type_not_carried', sentences.cannotHold({ format: FORMAT, type }))) ?? ONLY_TEXT;
    this.lines = feedbackLines(this.question, { saidTo: this.parts.saidTo ?? [], points, losses });
  }

  /** @param more attributes of the prompt */
  xml(more = ''): string {
    const { prompt, points, definition } = this.question;
    const { declarations, body, rules, promptXml, isMarkedByHand = false, templates = [] } = this.parts;
    const isUnscored = UNSCORED_TYPES.includes(definition.type);
    const outcome = (name: string, value: string, attributes = ''): string =>
      `<qti-outcome-declaration identifier="${name}" cardinality="single" base-type="float"${attributes}><qti-default-value><qti-value>${value}</qti-value></qti-default-value></qti-outcome-declaration>`;
    const byHand = isMarkedByHand ? ' external-scored="human"' : '';
    const processing = [...rules, ...this.lines.rules].join('');
    const lines = [
      ...declarations,
      ...(isUnscored ? [] : [outcome('SCORE', '0', ` normal-maximum="${points}"${byHand}`)]),
      outcome('MAXSCORE', points),
      ...this.lines.declarations,
      ...templates,
      `<qti-item-body>${promptXml?.(more) ?? writtenMarkdown(prompt, 'prompt', more)}${body}</qti-item-body>`,
      ...(processing === '' ? [] : [`<qti-response-processing>${processing}</qti-response-processing>`]),
      ...this.lines.feedback,
    ];
    const title = attribute(beginningOf(prompt.replaceAll('https://embedded.invalid/', '/v1/files/')));
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="${NAMESPACE}" identifier="${this.along.identifier}" title="${title}" adaptive="false" time-dependent="false">\n`;
    return withPackedAddresses(
      `${head}${lines.map((line) => `  ${line}\n`).join('')}</qti-assessment-item>\n`,
    );
  }
}
