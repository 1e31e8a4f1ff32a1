import type { IssueSeverity } from '../../../shared/operations/operation';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { PackageReader } from './packages/package-reader';
import type { Guidance } from '../questions/guidance';
import type { Filing, NewQuestion, QuestionContent } from '../questions/question-content';
import type { EmbeddedFile } from './embedded/embedded-files';
import type { WrittenFiles } from './embedded/written-file';

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
  /** The titles of folders from the top down, in which this question and those behind it are. Left out where it says nothing of that. */
  folder?: readonly string[];
  /** Those that the question names by their placeholders, which are still to be looked at. */
  files?: readonly EmbeddedFile[];
  remarks: Remark[];
}

/** A question as a file has it. */
export interface WrittenQuestion {
  /** Null where the format cannot hold the question. */
  text: string | null;
  /** What the text does not say of the question; with `hasCopy`, what only an exact copy in it says, which other programs do not read. */
  remarks: Pick<Remark, 'code' | 'message'>[];
  hasCopy?: boolean;
}

/** What is written with a question. */
export interface WrittenAlong {
  /** For formats whose questions have names of their own in a file. */
  identifier?: string;
  /** The files that it names. */
  files?: WrittenFiles;
}

/** A question of a bank that is to be written. */
export type StoredQuestion = Pick<QuestionContent, 'type' | 'prompt' | 'points' | 'definition' | 'feedback'> &
  Guidance &
  Pick<Filing, 'tags'>;

/** A file of a package, which is read by itself. */
export interface PackedText {
  /** Its path in the package, or that of the file that names it. */
  name: string;
  /** Null where the remarks say why it cannot be read, or that it is not. */
  text: string | null;
  /** False for what is no question at all, such as a test. */
  isQuestion?: boolean;
  remarks: Remark[];
  folder?: readonly string[];
  tags?: readonly string[];
}

/** How the questions of a format stand in a zip archive, each in a file of its own. */
export interface QuestionPacking {
  readonly unpack: (reader: PackageReader) => AsyncIterable<PackedText>;
  readonly itemPath: (identifier: string) => string;
  /** Of a file that items name. */
  readonly filePath: (fileId: string, name: string) => string;
  readonly manifest: {
    path: string;
    write(
      items: readonly {
        identifier: string;
        href: string;
        tags: readonly string[];
        folder: readonly string[];
        /** Paths of the files that it names. */
        files: readonly string[];
      }[],
    ): string;
  };
  /** Of the file that says what is not in the package. */
  readonly notesPath: string;
}

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
  /** Says that the questions behind it are in a folder: its titles from the top down, none for the top. */
  readonly folder?: (path: readonly string[]) => string;
  /** Why it has no way for questions of a type, by the names of types. */
  readonly cannotHold?: Readonly<Record<string, Sentence>>;
  /** One question; files are written question by question. */
  readonly write?: (question: StoredQuestion, along?: WrittenAlong) => WrittenQuestion;
  /** Of a format whose questions are written into a zip archive, and read from one as well as from a file of one question. */
  readonly packing?: QuestionPacking;
}
