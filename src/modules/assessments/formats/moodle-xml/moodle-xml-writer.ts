import { type EmbeddedFile, withIds } from '../embedded/embedded-files';
import { filesNamed, NO_FILES, type WrittenFile, type WrittenFiles } from '../embedded/written-file';
import { exactCopyOf, saysAll } from '../exact-copy';
import { sentences } from '../formats.sentences';
import { Losses } from '../losses';
import type { StoredQuestion, WrittenAlong, WrittenQuestion } from '../question-format';
import { beginningOf } from '../titles';
import { escapeXml, readElement } from '../xml-tree';
import { markdownLine, textLine } from './moodle-elements';
import { fileToken, withFiles } from './moodle-files';
import { guidanceLines } from './moodle-guidance';
import { FORMAT, type MoodleLines } from './moodle-type';
import { moodleTypeOf } from './moodle-types';
import { COPY, nativeDigest, readMoodleXml } from './moodle-xml-reader';

/** What Moodle shows of a question that it has no way for: its text, which asks nothing. */
const ONLY_TEXT: MoodleLines = { type: 'description', lines: [] };

/**
 * A question in Moodle's XML. Reading it gives the same question: what Moodle has no way for stands beside it as an exact copy, and is
 * told of.
 */
export function writeMoodleXml(
  question: StoredQuestion,
  { files = NO_FILES }: WrittenAlong = {},
): WrittenQuestion {
  const losses = new Losses();
  losses.missingFiles(filesNamed(question), files);
  const native = nativeXml(question, losses);
  const draft = withFiles(native, files, () => '');
  const hasCopy = !isReadBack(draft.xml, question, files);
  const beside = hasCopy ? copyXml(question, files, draft) : '';
  const { prompt, tags } = question;
  const name = `    <name>${textLine(beginningOf(prompt))}</name>\n`;
  const all = tags.map((tag) => `<tag>${textLine(tag)}</tag>`).join('');
  const last = `${beside}${tags.length === 0 ? '' : `    <tags>${all}</tags>\n`}`;
  const { xml } = withFiles(
    native.replace('</question>', () => `${last}  </question>`),
    files,
    contentOf,
  );
  const text = xml.replace(/\n/, (lineEnd) => `${lineEnd}${name}`);
  return { text: `  ${text}\n`, remarks: losses.list, hasCopy };
}

function nativeXml(question: StoredQuestion, losses: Losses): string {
  const { prompt, points, definition, feedback } = question;
  const type = moodleTypeOf(definition.type);
  const answers =
    (type
      ? type.write(definition, losses, prompt)
      : losses.all('type_not_carried', sentences.cannotHold({ format: FORMAT, type: definition.type }))) ??
    ONLY_TEXT;
  const lines = [
    markdownLine('questiontext', answers.questionText ?? prompt),
    markdownLine('generalfeedback', feedback ?? ''),
    `<defaultgrade>${points}</defaultgrade>`,
    ...guidanceLines(question, answers.type, losses),
    ...answers.lines,
  ];
  return `<question type="${answers.type}">\n${lines.map((line) => `    ${line}\n`).join('')}</question>`;
}

/** Whether what Moodle has of the question is all of it. */
function isReadBack(xml: string, question: StoredQuestion, files: WrittenFiles): boolean {
  const [block] = readMoodleXml(xml);
  if (!block?.question) return false;
  const ids = new Map([...files.values()].map(({ fileId, name }) => [name, fileId]));
  const own = (block.files ?? []).map(({ placeholder, name }: EmbeddedFile): [string, string] => [
    placeholder,
    ids.get(name) ?? '',
  ]);
  return saysAll(withIds(block.question, new Map(own)), question);
}

/** With the files that Moodle has no place for. */
function copyXml(
  question: StoredQuestion,
  files: WrittenFiles,
  { xml, embedded }: ReturnType<typeof withFiles>,
): string {
  const others = [...files.keys()].filter((fileId) => !embedded.has(fileId));
  const json = escapeXml(exactCopyOf(question, files));
  const digest = nativeDigest(readElement(xml, 1));
  return `    <${COPY} digest="${digest}">${json}${others.map(fileToken).join('')}</${COPY}>\n`;
}

function contentOf({ content }: WrittenFile): string {
  return content?.toString('base64') ?? '';
}
