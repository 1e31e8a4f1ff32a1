import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './formats.sentences';
import type { Remark } from './question-format';
import type { ConvertedText } from './html-text';

/** Enough to find it again in the file. */
const MOST_QUOTED = 200;

interface Told {
  /** The field or option concerned. */
  column?: string;
  value?: string;
}

/** Collects what is to be said of one block. */
export class Remarks {
  readonly list: Remark[] = [];

  warn(line: number | null, code: string, message: Sentence, told: Told = {}): void {
    this.list.push(remark('warning', line, code, message, told));
  }

  /** What of a text could not be kept. */
  tellOfLosses({ lost, lostPictures }: ConvertedText, line: number, column: string): void {
    if (lost.length > 0)
      this.warn(line, 'formatting_lost', sentences.formattingLost({ tags: lost.join(', ') }), { column });
    for (const value of lostPictures)
      this.warn(line, 'picture_not_carried', sentences.pictureLost(), { column, value });
  }

  /** The question is not taken. Returns null, in place of the question. */
  refuse(line: number | null, code: string, message: Sentence, told: Told = {}): null {
    this.list.push(remark('error', line, code, message, told));
    return null;
  }
}

export function remark(
  severity: Remark['severity'],
  line: number | null,
  code: string,
  message: Sentence,
  { column, value }: Told = {},
): Remark {
  return {
    severity,
    line,
    column: column ?? null,
    code,
    message,
    value: value === undefined ? null : quoted(value),
  };
}

function quoted(value: string): string {
  return value.length <= MOST_QUOTED ? value : `${value.slice(0, MOST_QUOTED - 1).toWellFormed()}…`;
}
