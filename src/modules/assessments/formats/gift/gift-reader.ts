import type { NewQuestion } from '../../questions/question-content';
import { categoryPath, folderPathOf, tagsOf } from '../filing';
import { sentences } from '../formats.sentences';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import type { ConvertedText } from '../html-text';
import { type TextFormat, toMarkdown } from '../texts';
import type { Answers } from '../shared-answers';
import { readAnswers } from './gift-answers';
import { type GiftBlock, giftBlocks, textOfBlock } from './gift-blocks';
import { formatOf, GiftText } from './gift-text';

/** No question that may be stored is as long. */
const MOST_CHARACTERS = 250_000;
/** Stands for the answers in the middle of a sentence. */
const GAP = '_____';

/** What a block consists of. */
interface Parts {
  name: GiftText | null;
  format: TextFormat;
  before: GiftText;
  /** Null in a text that asks nothing. */
  answers: GiftText | null;
  after: GiftText;
}

/**
 * Questions in the format GIFT, as Moodle reads it (`question/format/gift/format.php`), but block by block: what is wrong in one
 * concerns no other.
 */
export function* readGift(text: string): Generator<ReadBlock> {
  for (const block of giftBlocks(text)) {
    const remarks = new Remarks();
    if ('category' in block) {
      const { number: line, text: category } = block.category;
      const folder = folderPathOf(categoryPath(category), line, remarks);
      yield { line, isQuestion: false, question: null, folder, remarks: remarks.list };
    } else {
      const question = readBlock(block, remarks);
      yield { line: block.lines[0]?.number ?? 1, isQuestion: true, question, remarks: remarks.list };
    }
  }
}

function readBlock(block: GiftBlock, remarks: Remarks): NewQuestion | null {
  for (const { line, kind, value } of block.notes)
    if (kind === 'id') remarks.warn(line, 'id_not_carried', sentences.idNotCarried(), { value });
  const tags = tagsOf(
    block.notes.filter(({ kind }) => kind === 'tag'),
    remarks,
  );
  const { raw, lineAt } = textOfBlock(block);
  if (raw.length > MOST_CHARACTERS)
    return remarks.refuse(lineAt(0), 'block_too_large', sentences.blockTooLarge({ most: MOST_CHARACTERS }));
  const parts = partsOf(GiftText.of(raw), remarks, lineAt);
  if (!parts) return null;
  const { name, answers, format } = parts;
  const prompt = promptOf(parts, remarks, lineAt);
  if (name && !name.isEmpty && !prompt.startsWith(name.toString().trim()))
    remarks.warn(lineAt(name.start), 'name_not_carried', sentences.nameNotCarried(), {
      ...{ column: 'name', value: name.toString().trim() },
    });
  if (!answers)
    return remarks.refuse(lineAt(0), 'type_not_carried', sentences.descriptionNotCarried(), {
      value: prompt,
    });
  if (prompt === '') return remarks.refuse(lineAt(0), 'prompt_missing', sentences.promptMissing());
  const [choices, general] = answers.cut('####');
  const read: Answers | null = readAnswers(choices.trimmed(), { format, remarks, lineAt });
  if (!read) return null;
  const feedback = general && feedbackOf(general, format, remarks, lineAt);
  return {
    ...{ ...read, prompt, points: '1' },
    ...(feedback ? { feedback } : {}),
    ...(tags.length > 0 && { tags }),
  };
}

function partsOf(block: GiftText, remarks: Remarks, lineAt: (position: number) => number): Parts | null {
  let rest = block.trimmed();
  let name: GiftText | null = null;
  if (rest.startsWith('::')) {
    const end = rest.indexOf('::', rest.start + 2);
    if (end < 0) return remarks.refuse(lineAt(rest.start), 'name_not_closed', sentences.nameNotClosed());
    name = rest.slice(rest.start + 2, end);
    rest = rest.slice(end + 2).trimmed();
  }
  const [format, body] = formatOf(rest, 'moodle');
  const [open, close] = [body.indexOf('{'), body.indexOf('}')];
  if (open < 0 && close < 0)
    return { name, format, before: body, answers: null, after: body.slice(body.end) };
  if (open < 0 || (close >= 0 && close < open))
    return remarks.refuse(lineAt(close), 'broken_braces', sentences.braceNotOpened());
  if (close < 0) return remarks.refuse(lineAt(open), 'broken_braces', sentences.braceNotClosed());
  const others = [body.indexOf('{', open + 1), body.indexOf('}', close + 1)].filter((at) => at >= 0);
  if (others.length > 0)
    return remarks.refuse(lineAt(Math.min(...others)), 'broken_braces', sentences.bracesTwice());
  const after = body.slice(close + 1).trimmed();
  return { name, format, before: body.slice(body.start, open), answers: body.slice(open + 1, close), after };
}

function promptOf(
  { before, after, format }: Parts,
  remarks: Remarks,
  lineAt: (position: number) => number,
): string {
  const said = converted(before.toString().trim(), format);
  remarks.tellOfLosses(said, lineAt(before.start), 'prompt');
  if (after.isEmpty) return said.text;
  const rest = converted(after.toString().trim(), format);
  remarks.tellOfLosses(rest, lineAt(after.start), 'prompt');
  return `${said.text} ${GAP} ${rest.text}`.trim();
}

function feedbackOf(
  text: GiftText,
  questionFormat: TextFormat,
  remarks: Remarks,
  lineAt: (position: number) => number,
): string {
  const [format, body] = formatOf(text, questionFormat);
  const said = converted(body.toString(), format);
  remarks.tellOfLosses(said, lineAt(text.start), 'feedback');
  return said.text;
}

function converted(text: string, format: TextFormat): ConvertedText {
  const said = toMarkdown(text, format);
  return { ...said, text: said.text.trim() };
}
