import type { NewQuestion } from '../../questions/question-content';
import { choicesOf } from '../choices';
import { sentences } from '../formats.sentences';
import { type NumberedLine, numberedLines } from '../gift/gift-blocks';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import { toMarkdown } from '../texts';

const OPTION = /^([A-Za-z])[.)]\s+(.*)$/;
const ANSWER = /^ANSWER\s*:\s*(.*)$/i;
/** No question that may be stored is as long. */
const MOST_CHARACTERS = 250_000;

/** The lines of one question, as far as they have come. */
class Block {
  readonly prompt: NumberedLine[] = [];
  readonly options: { letter: string; line: number; text: string }[] = [];
  /** An empty line has come since the first option. */
  hasEnded = false;
  size = 0;

  get isEmpty(): boolean {
    return this.prompt.length === 0 && this.options.length === 0;
  }

  get line(): number {
    return this.prompt[0]?.number ?? this.options[0]?.line ?? 1;
  }
}

/**
 * Questions in the format Aiken: a text, options of a letter each, and the line `ANSWER:` with the letter of the right one. A question
 * whose answer is missing ends where the next one begins.
 */
export function* readAiken(text: string): Generator<ReadBlock> {
  let block = new Block();
  for (const { number, text: written } of numberedLines(text)) {
    const line = written.trim();
    block.size += line.length;
    const answer = ANSWER.exec(line);
    const [, letter = '', option = ''] = OPTION.exec(line) ?? [];
    if (answer) {
      yield finished(block, { number, text: answer[1] ?? '' });
      block = new Block();
    } else if (line === '') {
      block.hasEnded = block.options.length > 0;
    } else if (letter !== '' && block.prompt.length > 0 && !block.hasEnded) {
      block.options.push({ letter: letter.toUpperCase(), line: number, text: option.trim() });
    } else {
      if (block.options.length > 0) {
        yield finished(block, null);
        block = new Block();
      }
      block.prompt.push({ number, text: line });
    }
  }
  if (!block.isEmpty) yield finished(block, null);
}

function finished(block: Block, answer: NumberedLine | null): ReadBlock {
  const remarks = new Remarks();
  const question = questionOf(block, answer, remarks);
  const line = block.isEmpty ? (answer?.number ?? 1) : block.line;
  return { line, isQuestion: true, question, remarks: remarks.list };
}

function questionOf(
  { prompt, options, line, size, isEmpty }: Block,
  answer: NumberedLine | null,
  remarks: Remarks,
): NewQuestion | null {
  if (isEmpty) return remarks.refuse(answer?.number ?? line, 'answer_alone', sentences.answerAlone());
  if (size > MOST_CHARACTERS)
    return remarks.refuse(line, 'block_too_large', sentences.blockTooLarge({ most: MOST_CHARACTERS }));
  if (!answer) return remarks.refuse(line, 'answer_missing', sentences.answerMissing());
  const twice = options.find(
    ({ letter }, index) => options.findIndex((other) => other.letter === letter) < index,
  );
  if (twice)
    return remarks.refuse(twice.line, 'letter_twice', sentences.letterTwice({ letter: twice.letter }), {
      column: `option ${twice.letter}`,
    });
  const right = answer.text.trim().toUpperCase();
  if (!options.some(({ letter }) => letter === right))
    return remarks.refuse(
      answer.number,
      'answer_unknown',
      sentences.answerUnknown({ letter: right.slice(0, 20) }),
      {
        ...{ column: 'ANSWER', value: answer.text.trim() },
      },
    );
  const marked = options.map(({ letter, line: at, text }, index) => ({
    ...{ number: index + 1, line: at, text, share: letter === right ? '1' : '0' },
  }));
  const read = choicesOf(marked, { isSingle: true, remarks, line });
  const { text } = toMarkdown(prompt.map((each) => each.text).join('\n'), 'plain');
  return read && { ...read, prompt: text, points: '1' };
}
