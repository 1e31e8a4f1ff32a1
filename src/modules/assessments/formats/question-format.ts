import type { IssueSeverity } from '../../../shared/operations/operation';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { NewQuestion, QuestionContent } from '../questions/question-content';

/** Something in a file that became no part of a question, or became another one than was written. */
export interface Remark {
  /** `error`: the question is not taken. `warning`: it is, but for this. */
  severity: IssueSeverity;
  /** From 1; null where no line has it. */
  line: number | null;
  /** The field or option concerned, such as `option 2`; null for the whole question. */
  column: string | null;
  /** Stable, for programs. */
  code: string;
  message: Sentence;
  /** What was written. */
  value: string | null;
}

/** What one block of a file is. */
export interface ReadBlock {
  /** Its first line, from 1. */
  line: number;
  /** False for what is no question at all, such as a category. */
  isQuestion: boolean;
  /** Null where the remarks say why there is none. Not yet checked against the rules of its type. */
  question: NewQuestion | null;
  remarks: Remark[];
}

/** A question as a file has it. */
export interface WrittenQuestion {
  /** Null where the format cannot hold the question. */
  text: string | null;
  /** What the text does not say of the question. */
  remarks: Pick<Remark, 'code' | 'message'>[];
}

/** A question of a bank that is to be written. */
export type StoredQuestion = Pick<QuestionContent, 'type' | 'prompt' | 'points' | 'definition' | 'feedback'>;

/** A way to write questions into files. Each is described in a folder of its own and listed once, in `registry.ts`. */
export interface QuestionFormat {
  /** As the API names it. */
  readonly name: string;
  /** Of a file. */
  readonly mediaType: string;
  readonly extension: string;
  /**
   * The blocks of a file one after another, each judged by itself: what is wrong in one does not concern another. Line breaks
   * are `\n`. Reads as it is asked, so that whoever reads can pause.
   */
  readonly read?: (text: string) => Iterable<ReadBlock>;
  /** What a file begins and ends with; nothing if left out. */
  readonly head?: string;
  readonly foot?: string;
  /** A note for people, on a line of its own. */
  readonly comment: (text: string) => string;
  /** One question; files are written question by question. */
  readonly write?: (question: StoredQuestion) => WrittenQuestion;
}
