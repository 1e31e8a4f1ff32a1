import { readDecimal } from '../../../../shared/decimals/read-decimal';
import type { NewQuestion } from '../../questions/question-content';
import { UNSCORED_TYPES } from '../../question-types/registry';
import {
  type EmbeddedFile,
  type EmbeddedFiles,
  withIds,
  withStoredAddresses,
} from '../embedded/embedded-files';
import { digestOf, readExactCopy } from '../exact-copy';
import { categoryPath, folderPathOf, tagsOf } from '../filing';
import { sentences } from '../formats.sentences';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import { readElement, type XmlElement, XmlFault } from '../xml-tree';
import { child, markdownIn, textIn } from './moodle-elements';
import { takeFiles } from './moodle-files';
import { guidanceFrom } from './moodle-guidance';
import { readerOf } from './moodle-types';
import { type XmlBlock, xmlBlocks } from './xml-blocks';

/** Without embedded files no question that may be stored is as long; with them it may be. */
const MOST_CHARACTERS = 12_000_000;
const MOST_PLACES = 4;
/** Stands in a question beside what Moodle has for it. */
export const COPY = 'stoaquestion';
const ASIDE = new Set([COPY, 'name', 'tags', 'coursetags', 'idnumber']);

/**
 * Questions in Moodle's XML (`question/format/xml/format.php`). Each is read by itself, from its own tags: what is no XML in one
 * concerns no other. A DOCTYPE ends the reading.
 */
export function* readMoodleXml(text: string): Generator<ReadBlock> {
  for (const block of xmlBlocks(text)) {
    const remarks = new Remarks();
    if ('forbiddenAt' in block) {
      const line = block.forbiddenAt;
      remarks.refuse(line, 'doctype_refused', sentences.doctypeRefused());
      yield { line, isQuestion: true, question: null, remarks: remarks.list };
      return;
    }
    const element = elementOf(block, remarks);
    if (element?.attributes['type'] === 'category') {
      const path = categoryPath(textIn(child(element, 'category')));
      const folder = folderPathOf(path, element.line, remarks);
      yield { line: block.line, isQuestion: false, question: null, folder, remarks: remarks.list };
    } else {
      const { question, files } = element ? questionOf(element, remarks) : { question: null, files: [] };
      yield { line: block.line, isQuestion: true, question, files, remarks: remarks.list };
    }
  }
}

function elementOf({ text, line }: XmlBlock, remarks: Remarks): XmlElement | null {
  if (text.length > MOST_CHARACTERS)
    return remarks.refuse(line, 'block_too_large', sentences.blockTooLarge({ most: MOST_CHARACTERS }));
  try {
    return readElement(text, line);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return remarks.refuse(error.line, 'xml_malformed', sentences.xmlMalformed());
  }
}

/** A question, and the files that it names. */
interface Found {
  question: NewQuestion | null;
  files: readonly EmbeddedFile[];
}

function questionOf(element: XmlElement, remarks: Remarks): Found {
  const id = child(element, 'idnumber');
  if (id && id.text.trim() !== '')
    remarks.warn(id.line, 'id_not_carried', sentences.idNotCarried(), { value: id.text.trim() });
  const labels = ['tags', 'coursetags'].flatMap((name) => child(element, name)?.children ?? []);
  const written = labels.map((tag) => ({ value: textIn(tag).trim(), line: tag.line }));
  const digest = nativeDigest(element);
  const files = takeFiles(element);
  const copied = copyIn(element, digest, files, remarks);
  const native = copied ? null : nativeQuestion(element, remarks);
  const question = copied ?? (native && withStoredAddresses(native));
  const tags = tagsOf(written, remarks);
  const { named, others } = files.namedIn(question);
  if (!copied)
    for (const { line, name } of others)
      remarks.warn(line, 'file_not_carried', sentences.fileNotCarried(), { value: name });
  return { question: question && { ...question, ...(tags.length > 0 && { tags }) }, files: named };
}

/** Null where there is no copy that counts. */
function copyIn(
  element: XmlElement,
  digest: string,
  files: EmbeddedFiles,
  remarks: Remarks,
): NewQuestion | null {
  const copy = child(element, COPY);
  if (!copy) return null;
  const read = copy.attributes['digest'] === digest ? readExactCopy(copy.text) : null;
  if (!read) {
    remarks.warn(copy.line, 'copy_not_used', sentences.copyNotUsed());
    return null;
  }
  const ids = [...read.files].flatMap(([id, name]): [string, string][] => {
    const file = files.named(name);
    return file ? [[id, file.placeholder]] : [];
  });
  return withIds(read.question, new Map(ids));
}

/** Of all that makes the question, which its name, tags and the copy are no part of. */
export function nativeDigest(element: XmlElement): string {
  const nodes = element.nodes.filter((node) => typeof node === 'string' || !ASIDE.has(node.name));
  return digestOf([{ ...element, nodes }]);
}

function nativeQuestion(element: XmlElement, remarks: Remarks): NewQuestion | null {
  const type = element.attributes['type'] ?? '';
  const reader = readerOf(type);
  if (!reader)
    return remarks.refuse(element.line, 'type_not_carried', sentences.typeNotCarried({ type }), {
      value: type,
    });
  const written = child(element, 'questiontext');
  const prompt = reader.readsPrompt ? textIn(written).trim() : markdownIn(written, remarks, 'prompt');
  tellOfName(element, prompt, remarks);
  if (prompt === '') return remarks.refuse(element.line, 'prompt_missing', sentences.promptMissing());
  const answers = reader.read(element, remarks);
  if (!answers) return null;
  const feedback = markdownIn(child(element, 'generalfeedback'), remarks, 'feedback');
  const points = UNSCORED_TYPES.includes(answers.type)
    ? '0'
    : pointsOf(child(element, 'defaultgrade'), remarks);
  return {
    ...{ prompt, ...answers, points },
    ...(feedback !== '' && { feedback }),
    ...guidanceFrom(element, remarks),
  };
}

function tellOfName(element: XmlElement, prompt: string, remarks: Remarks): void {
  const name = textIn(child(element, 'name')).trim();
  const line = child(element, 'name')?.line ?? element.line;
  if (name !== '' && !prompt.startsWith(name))
    remarks.warn(line, 'name_not_carried', sentences.nameNotCarried(), { column: 'name', value: name });
}

function pointsOf(grade: XmlElement | undefined, remarks: Remarks): string {
  const written = grade?.text.trim() ?? '1';
  const points = readDecimal(written);
  const rounded = points?.toDecimal(MOST_PLACES) ?? '1';
  if (points?.equals(rounded) && points.gt(0)) return rounded;
  const taken = points?.gt(0) && rounded !== '0' ? rounded : '1';
  remarks.warn(grade?.line ?? null, 'points_changed', sentences.pointsChanged({ points: taken }), {
    ...{ column: 'points', value: written },
  });
  return taken;
}
