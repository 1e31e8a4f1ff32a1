import type { Sentence } from '../../../shared/sentences/sentence';

/** What is wrong with a line of a sheet, or what is to be said of it. */
export interface SheetRemark {
  severity: 'error' | 'warning';
  line: number;
  /** As the file names it; null: the line as a whole. */
  column: string | null;
  code: string;
  message: Sentence;
  value: string | null;
}

/** A file of which no line can be read. */
export class SheetFault {
  constructor(
    readonly code: 'gradebook.sheet_unreadable' | 'gradebook.sheet_of_other_course',
    readonly why: Sentence,
  ) {}
}

/** How much of a cell a remark repeats. */
const MOST_CHARACTERS = 60;

export function fault(
  { line, column }: Pick<SheetRemark, 'line' | 'column'>,
  code: string,
  message: Sentence,
  value: string | null,
): SheetRemark {
  const told = value === null ? null : value.slice(0, MOST_CHARACTERS);
  return { severity: 'error', line, column, code, message, value: told };
}
