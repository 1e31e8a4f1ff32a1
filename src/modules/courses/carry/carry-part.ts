import type { Sentence } from '../../../shared/sentences/sentence';
import type { DateMoves } from './dates/date-moves';

/** What is copied: a whole course, or one activity of it. */
export interface CarryScope {
  courseId: string;
  /** Null for the whole course. */
  activityId: string | null;
}

/** Something that a document makes, by the id that it has in it. */
export interface MadeThing {
  /** Such as `section`, `activity:quiz` or `question`. */
  what: string;
  id: string;
}

/** A place of a document that names something which must be made with it. */
export interface NamedThing extends MadeThing {
  /** Where it stands in the document. */
  field: string;
}

/** How many things of one kind a document has. */
export interface ThingCount {
  /** As the summary of an operation calls them, such as `quizzes`. */
  part: string;
  count: number;
}

/** Something that is there, but not as it was: for people who look through the copy. */
export interface CarryWarning {
  /** Stable, for programs. */
  code: string;
  message: Sentence;
  /** The title of what it is about. */
  value: string | null;
}

/** A place of an outline. */
export interface CarryPlace {
  sectionId: string;
  /** From 1. */
  position: number;
}

/** Into what a document is restored. */
export interface CarryTarget {
  courseId: string;
  /** Where one activity is copied within its course: where it comes to. Null for a course that is made. */
  place: CarryPlace | null;
  /** Who has it made: the first instructor of a new course. */
  by: string;
  now: Date;
  /** The ids that there are in the course by the documents, after they got new ones. */
  made: ReadonlySet<string>;
  /** Files that may be held. What names others shows nothing. */
  files: ReadonlySet<string>;
  warn: (warning: CarryWarning) => void;
}

/**
 * A part of what a course consists of: it collects that as a plain document, in which things are named by their ids, and makes it anew of
 * such a document. Nothing in it is about single learners. Each module describes its own and registers them with `CarryParts`.
 */
export interface CarryPart<Document extends object> {
  /** In a package, and the name of its file there. */
  readonly name: string;

  /** Parts are restored from the lowest to the highest: each may count on those before it. */
  readonly order: number;

  /** Whether single activities have something in it. The other parts are not asked for them. */
  readonly ofActivities: boolean;

  /** Of a course in a snapshot, so that all parts are of the same instant. A constant number of statements. */
  collect: (scope: CarryScope) => Promise<Document>;

  /** The ids that a restored document gets anew. Left out if there are none. */
  makes?: (document: Document) => MadeThing[];

  /** What it names of other parts, or of itself, and cannot do without. Left out if that is nothing. */
  names?: (document: Document) => NamedThing[];

  /** The files that it names. Those of texts, and `needed` ones, without which it cannot be restored. Left out if it names none. */
  files?: (document: Document) => { named: string[]; needed: NamedFile[] };

  /** What an operation counts. */
  counts: (document: Document) => ThingCount[];

  /** The document with other dates, which `moves` is told. Left out if it has none. */
  moved?: (document: Document, moves: DateMoves) => Document;

  /** The document as a file has it, in the words of requests. */
  write: (document: Document) => object;

  /**
   * Reads what a file has, as strictly as a request.
   *
   * @param field where it stands, for faults
   * @throws InvalidError, which names field and rule
   */
  read: (sent: object, field: string) => Document;

  /** Looks at the files of a document more closely, before the transaction that restores it. Left out if there is nothing to see. */
  inspect?: (document: Document) => Promise<void>;

  /** Makes all of it. Called in a transaction, with ids that are new and files that are there. */
  restore: (document: Document, target: CarryTarget) => Promise<void>;
}

/** A field that must name a file of the package. */
export interface NamedFile {
  field: string;
  fileId: string;
}

/** A part whose document is known only when the program runs. */
export type AnyCarryPart = CarryPart<object>;
