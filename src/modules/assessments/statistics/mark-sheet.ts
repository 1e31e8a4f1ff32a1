/** A mark is counted in ten-thousandths of a point, so that it is a whole number. */
export const UNITS_PER_POINT = 10_000;

/** What one question earned in one attempt, in units. */
export interface Mark {
  keyRevisionId: string;
  mark: number;
  /** What it was worth on the paper, where it was drawn; null: what its key says. */
  paperPoints: number | null;
}

/** The marks that one revision of a key gave. Both lists have the same order. In units. */
export interface RevisionMarks {
  marks: number[];
  /** What the whole attempt earned. */
  totals: number[];
  /** In how many attempts the question was drawn, and what it could earn in these. */
  drawn: number;
  drawnPoints: number;
}

/** A revision, as far as it tells what its marks belong to. */
export interface MarkedRevision {
  keyRevisionId: string;
  questionId: string;
  /** A decimal. */
  points: string;
  /** The question was taken out: it is worth nothing, drawn or not. */
  isTakenOut?: boolean;
}

/** The marks of a question in all attempts that asked it, in units. Both lists have the same order. */
export interface QuestionMarks<Revision extends MarkedRevision = MarkedRevision> {
  questionId: string;
  /** Whether others were asked other questions in its place. */
  isDrawn: boolean;
  marks: number[];
  /** What the whole attempt earned. */
  totals: number[];
  /** What could be earned, summed up. */
  most: number;
  revisions: { revision: Revision; marks: number[]; most: number }[];
}

/** The marks of attempts, question by question: what figures are computed from. In units. */
export interface MarkSheet<Revision extends MarkedRevision = MarkedRevision> {
  /** What each attempt earned. */
  totals: number[];
  /** What the attempts could have earned, summed up. */
  most: number;
  questions: QuestionMarks<Revision>[];
}

/** Takes the marks of attempts one by one, whatever their questions are. */
export class MarkTaker {
  readonly totals: number[] = [];
  private readonly byRevision = new Map<string, RevisionMarks>();

  /** Takes an attempt, which asks each question once. */
  take(attempt: readonly Mark[]): void {
    let total = 0;
    for (const { mark } of attempt) total += mark;
    this.totals.push(total);
    for (const { keyRevisionId, mark, paperPoints } of attempt) {
      const taken = this.marksOf(keyRevisionId);
      taken.marks.push(mark);
      taken.totals.push(total);
      if (paperPoints === null) continue;
      taken.drawn += 1;
      taken.drawnPoints += paperPoints;
    }
  }

  get keyRevisionIds(): string[] {
    return [...this.byRevision.keys()];
  }

  /** The marks by question. The revisions include all of `keyRevisionIds`. */
  sheet<Revision extends MarkedRevision>(revisions: readonly Revision[]): MarkSheet<Revision> {
    const questions = new Map<string, QuestionMarks<Revision>>();
    let most = 0;
    for (const revision of revisions) {
      const taken = this.byRevision.get(revision.keyRevisionId);
      if (!taken) continue;
      const own = revision.isTakenOut ? 0 : mostOf(taken, revision.points);
      most += own;
      const { questionId } = revision;
      const known = questions.get(questionId);
      const part = { revision, marks: taken.marks, most: own };
      questions.set(questionId, {
        questionId,
        isDrawn: taken.drawn > 0 || (known?.isDrawn ?? false),
        marks: known ? [...known.marks, ...taken.marks] : taken.marks,
        totals: known ? [...known.totals, ...taken.totals] : taken.totals,
        most: own + (known?.most ?? 0),
        revisions: [...(known?.revisions ?? []), part],
      });
    }
    return { totals: this.totals, most, questions: [...questions.values()] };
  }

  private marksOf(keyRevisionId: string): RevisionMarks {
    let marks = this.byRevision.get(keyRevisionId);
    if (!marks)
      this.byRevision.set(keyRevisionId, (marks = { marks: [], totals: [], drawn: 0, drawnPoints: 0 }));
    return marks;
  }
}

/** A decimal number of points in units. At most four decimals. */
export function unitsOf(points: string): number {
  return Math.round(Number(points) * UNITS_PER_POINT);
}

function mostOf({ marks, drawn, drawnPoints }: RevisionMarks, points: string): number {
  return drawnPoints + (marks.length - drawn) * unitsOf(points);
}
