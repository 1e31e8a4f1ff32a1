import { readDecimal } from '../../../../shared/decimals/read-decimal';
import type { NewQuestion } from '../../questions/question-content';
import { categoryPath, folderPathOf, tagsOf } from '../filing';
import { sentences } from '../formats.sentences';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import { readElement, type XmlElement, XmlFault } from '../xml-tree';
import { child, children, markdownIn, tellOfFeedback, textIn } from './moodle-elements';
import { readerOf } from './moodle-types';
import { type XmlBlock, xmlBlocks } from './xml-blocks';

/** Without embedded files no question that may be stored is as long; with them it may be. */
const MOST_CHARACTERS = 5_000_000;
const MOST_PLACES = 4;
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
      const question = element && questionOf(element, remarks);
      yield { line: block.line, isQuestion: true, question, remarks: remarks.list };
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

function questionOf(element: XmlElement, remarks: Remarks): NewQuestion | null {
  const type = element.attributes['type'] ?? '';
  const reader = readerOf(type);
  if (!reader)
    return remarks.refuse(element.line, 'type_not_carried', sentences.typeNotCarried({ type }), {
      value: type,
    });
  const written = child(element, 'questiontext');
  const prompt = reader.readsPrompt ? textIn(written).trim() : markdownIn(written, remarks, 'prompt');
  tellOfTheRest(element, prompt, remarks);
  if (prompt === '') return remarks.refuse(element.line, 'prompt_missing', sentences.promptMissing());
  const answers = reader.read(element, remarks);
  if (!answers) return null;
  const feedback = markdownIn(child(element, 'generalfeedback'), remarks, 'feedback');
  const points = pointsOf(child(element, 'defaultgrade'), remarks);
  const labels = ['tags', 'coursetags'].flatMap((name) => child(element, name)?.children ?? []);
  const tags = tagsOf(
    labels.map((tag) => ({ value: textIn(tag).trim(), line: tag.line })),
    remarks,
  );
  return {
    ...{ prompt, ...answers, points },
    ...(feedback !== '' && { feedback }),
    ...(tags.length > 0 && { tags }),
  };
}

/** Names what questions here do not have. */
function tellOfTheRest(element: XmlElement, prompt: string, remarks: Remarks): void {
  const name = textIn(child(element, 'name')).trim();
  const nameLine = child(element, 'name')?.line ?? element.line;
  if (name !== '' && !prompt.startsWith(name))
    remarks.warn(nameLine, 'name_not_carried', sentences.nameNotCarried(), { column: 'name', value: name });
  const id = child(element, 'idnumber');
  if (id && id.text.trim() !== '')
    remarks.warn(id.line, 'id_not_carried', sentences.idNotCarried(), { value: id.text.trim() });
  for (const hint of children(element, 'hint'))
    remarks.warn(hint.line, 'hint_not_carried', sentences.hintNotCarried(), { value: textIn(hint).trim() });
  for (const column of ['correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'])
    tellOfFeedback(child(element, column), column, remarks);
  for (const file of filesIn(element))
    remarks.warn(file.line, 'file_not_carried', sentences.fileNotCarried(), {
      value: file.attributes['name'] ?? '',
    });
}

function filesIn(element: XmlElement): XmlElement[] {
  return element.children.flatMap((each) => (each.name === 'file' ? [each] : filesIn(each)));
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
