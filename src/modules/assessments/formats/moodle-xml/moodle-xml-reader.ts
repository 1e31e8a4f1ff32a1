import { readDecimal } from '../../../../shared/decimals/read-decimal';
import type { NewQuestion } from '../../questions/question-content';
import { choicesOf } from '../choices';
import { sentences } from '../formats.sentences';
import { shareOfPercentage } from '../percentages';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import {
  type Answers,
  type NumericAnswer,
  numericOf,
  PairList,
  shortTextOf,
  type TypedAnswer,
} from '../shared-answers';
import { type TextFormat, toMarkdown, toPlainText } from '../texts';
import { type XmlBlock, xmlBlocks } from './xml-blocks';
import { readElement, type XmlElement, XmlFault } from './xml-tree';

/** Without embedded files no question that may be stored is as long; with them it may be. */
const MOST_CHARACTERS = 5_000_000;
const MOST_PLACES = 4;
const FORMATS: Readonly<Record<string, TextFormat>> = {
  html: 'html',
  markdown: 'markdown',
  plain_text: 'plain',
  moodle_auto_format: 'moodle',
};

type AnswersReader = (question: XmlElement, remarks: Remarks) => Answers | null;

const READERS: Readonly<Record<string, AnswersReader>> = {
  multichoice: readChoices,
  truefalse: readTruth,
  shortanswer: readShortTexts,
  numerical: readNumbers,
  matching: readPairs,
};

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
    const isQuestion = element?.attributes['type'] !== 'category';
    const question = element && (isQuestion ? questionOf(element, remarks) : category(element, remarks));
    yield { line: block.line, isQuestion, question, remarks: remarks.list };
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

function category(element: XmlElement, remarks: Remarks): null {
  const value = textIn(child(element, 'category')).trim();
  remarks.warn(element.line, 'category_not_carried', sentences.categoryNotCarried({ category: value }), {
    value,
  });
  return null;
}

function questionOf(element: XmlElement, remarks: Remarks): NewQuestion | null {
  const type = element.attributes['type'] ?? '';
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!read)
    return remarks.refuse(element.line, 'type_not_carried', sentences.typeNotCarried({ type }), {
      value: type,
    });
  const prompt = markdownIn(child(element, 'questiontext'), remarks, 'prompt');
  tellOfTheRest(element, prompt, remarks);
  if (prompt === '') return remarks.refuse(element.line, 'prompt_missing', sentences.promptMissing());
  const answers = read(element, remarks);
  if (!answers) return null;
  const feedback = markdownIn(child(element, 'generalfeedback'), remarks, 'feedback');
  const points = pointsOf(child(element, 'defaultgrade'), remarks);
  return { ...answers, prompt, points, ...(feedback !== '' && { feedback }) };
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
  for (const tag of child(element, 'tags')?.children ?? [])
    remarks.warn(tag.line, 'tag_not_carried', sentences.tagNotCarried(), { value: textIn(tag).trim() });
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

interface ReadAnswer extends TypedAnswer {
  element: XmlElement;
}

/** The answers of a question with what they earn. Null if that is wrong. */
function answersOf(question: XmlElement, remarks: Remarks, isPlain: boolean): ReadAnswer[] | null {
  const answers: ReadAnswer[] = [];
  for (const [index, element] of children(question, 'answer').entries()) {
    const number = index + 1;
    const column = `option ${number}`;
    const weight = element.attributes['fraction'] ?? '0';
    const share = shareOfPercentage(weight);
    if (share === undefined)
      return remarks.refuse(element.line, 'weight_not_readable', sentences.weightNotReadable({ weight }), {
        ...{ column, value: weight },
      });
    const text = isPlain ? textIn(element).trim() : plainIn(element, remarks, column);
    tellOfFeedback(child(element, 'feedback'), column, remarks);
    answers.push({ number, line: element.line, text, share, element });
  }
  return answers;
}

function readChoices(question: XmlElement, remarks: Remarks): Answers | null {
  const answers = answersOf(question, remarks, false);
  if (!answers) return null;
  const options = answers.filter(({ text, line, number }) => {
    if (text === '')
      remarks.warn(line, 'answer_not_carried', sentences.answerEmpty(), { column: `option ${number}` });
    return text !== '';
  });
  const isSingle = !/^(?:false|0)$/.test(child(question, 'single')?.text.trim() ?? 'true');
  return choicesOf(options, { isSingle, remarks, line: question.line });
}

function readTruth(question: XmlElement, remarks: Remarks): Answers | null {
  const answers = answersOf(question, remarks, true);
  if (!answers) return null;
  const right = answers.find(({ share }) => share === '1');
  const key = right?.text.toLowerCase();
  if (key !== 'true' && key !== 'false')
    return remarks.refuse(question.line, 'no_right_answer', sentences.noRightAnswer());
  return { type: 'true_false', definition: { key: key === 'true' } };
}

function readShortTexts(question: XmlElement, remarks: Remarks): Answers | null {
  const answers = answersOf(question, remarks, true);
  const caseSensitive = child(question, 'usecase')?.text.trim() === '1';
  return answers && shortTextOf(answers, { caseSensitive, remarks, line: question.line });
}

function readNumbers(question: XmlElement, remarks: Remarks): Answers | null {
  const answers = answersOf(question, remarks, true);
  if (!answers) return null;
  const read: NumericAnswer[] = [];
  for (const { number, line, text, share, element } of answers) {
    const told = { column: `option ${number}`, value: text };
    const tolerance = child(element, 'tolerance')?.text.trim() ?? '';
    const value = tolerance === '' ? '0' : tolerance;
    if (text === '*' || share === '0' || share.startsWith('-'))
      remarks.warn(
        line,
        'answer_not_carried',
        text === '*' ? sentences.anyNumber() : sentences.wrongNotCarried(),
        told,
      );
    else if (!readDecimal(text) || !readDecimal(value)) {
      const wrong = readDecimal(text) ? value : text;
      return remarks.refuse(line, 'not_a_number', sentences.notANumber({ number: wrong.slice(0, 40) }), told);
    } else read.push({ key: text, tolerance: { type: 'absolute', value }, share });
  }
  const numeric = numericOf(read, { remarks, line: question.line });
  if (!numeric) return null;
  return { ...numeric, definition: { ...numeric.definition, ...unitsOf(question, remarks) } };
}

/** What stands for the units of a number; nothing where there are none. */
function unitsOf(question: XmlElement, remarks: Remarks): object {
  const units = (child(question, 'units')?.children ?? []).map((unit) => ({
    unit: child(unit, 'unit_name')?.text.trim() ?? '',
    factor: child(unit, 'multiplier')?.text.trim() ?? '1',
  }));
  if (units.length === 0) return {};
  const grading = child(question, 'unitgradingtype')?.text.trim() ?? '0';
  const penalty = child(question, 'unitpenalty');
  if (grading === '2')
    remarks.warn(penalty?.line ?? question.line, 'penalty_changed', sentences.penaltyOfMark(), {
      column: 'unitpenalty',
    });
  return { units, unitPenalty: grading === '0' ? '0' : (penalty?.text.trim() ?? '1') };
}

function readPairs(question: XmlElement, remarks: Remarks): Answers | null {
  const pairs = new PairList();
  for (const [index, element] of children(question, 'subquestion').entries()) {
    const column = `pair ${index + 1}`;
    const choice = textIn(child(element, 'answer')).trim();
    const stem = plainIn(element, remarks, column);
    if (choice === '' && stem === '') continue;
    if (choice === '')
      return remarks.refuse(element.line, 'choice_missing', sentences.sideMissing(), { column });
    pairs.add(stem, choice);
  }
  return pairs.finished(remarks, question.line);
}

function tellOfFeedback(feedback: XmlElement | undefined, column: string, remarks: Remarks): void {
  const value = textIn(feedback).trim();
  if (feedback && value !== '')
    remarks.warn(feedback.line, 'feedback_not_carried', sentences.feedbackNotCarried(), { column, value });
}

function markdownIn(element: XmlElement | undefined, remarks: Remarks, column: string): string {
  if (!element) return '';
  const said = toMarkdown(textIn(element).trim(), formatOf(element));
  remarks.tellOfLosses(said, element.line, column);
  return said.text.trim();
}

function plainIn(element: XmlElement, remarks: Remarks, column: string): string {
  const said = toPlainText(textIn(element), formatOf(element));
  remarks.tellOfLosses(said, element.line, column);
  return said.text.trim();
}

function formatOf({ attributes }: XmlElement): TextFormat {
  return FORMATS[attributes['format'] ?? ''] ?? 'moodle';
}

function textIn(element: XmlElement | undefined): string {
  return (element && child(element, 'text')?.text) ?? '';
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((each) => each.name === name);
}
