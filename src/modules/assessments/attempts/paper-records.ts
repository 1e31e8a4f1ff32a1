import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { QuestionDefinition } from '../question-types/registry';
import type { Guidance } from '../questions/guidance';
import type { Voided } from '../questions/key-revision.entity';
import { CONTENT, contentOf, type ContentOf, type QuestionContent } from '../questions/question-contents';
import { QuestionVersion } from '../questions/question-version.entity';
import { type Drawn, withDrawn } from './drawn';
import { AttemptQuestion } from './attempt-question.entity';

/**
 * Joins to each question `p` of a paper the version `v` that it asks. Rows that the build before writes name no version: for them
 * alone `q` is read.
 */
export const VERSION_ON_PAPER = `LEFT JOIN questions q ON q.id = IF(p.version_id IS NULL, p.question_id, NULL)
  STRAIGHT_JOIN question_versions v ON v.id = COALESCE(p.version_id, q.latest_version_id)`;

/** As `VERSION_ON_PAPER`, where there may be no `p`. */
export const MAYBE_VERSION_ON_PAPER = VERSION_ON_PAPER.replaceAll('STRAIGHT_JOIN', 'LEFT JOIN');

/** The same with a key revision `k`: the one that graded the answer, or the newest while it is not graded. */
export const ASKED_ON_PAPER = `${VERSION_ON_PAPER}
  STRAIGHT_JOIN key_revisions k ON k.id = COALESCE(p.key_revision_id, v.key_revision_id)`;

/** Which revision that is, of `p` and `v`. */
export const REVISION = columnsOf(AttemptQuestion, 'p', { gradedBy: 'keyRevisionId' }).and(
  columnsOf(QuestionVersion, 'v', { newestRevisionId: 'keyRevisionId' }),
);

const ON_ITS_PAPER = columnsOf(AttemptQuestion, 'p', {
  optionOrder: 'optionOrder',
  drawn: 'drawn',
  paperPoints: 'points',
});
/** What a paper says of a question, of `p` and `v`. `toAsked` makes a question of it. */
export const PLACE = REVISION.and(ON_ITS_PAPER).and(columnsOf(AttemptQuestion, 'p', ['questionId']));
/** The same with the question itself, of `p`, `v` and `k`, for statistics and single questions. */
export const QUESTION = CONTENT.and(ON_ITS_PAPER);

/** A question as an attempt needs it. */
export interface AskedQuestion {
  id: string;
  versionId: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedbackHtml: string | null;
  /** Null for none: `NO_GUIDANCE`. */
  guidance: Guidance | null;
  /** How it counts though it should not have been asked; null: as it is. One that was taken out is worth nothing. */
  voided: Voided | null;
  /** The ids of its items in the order of the attempt; null where the quiz shuffles nothing. */
  optionOrder: string[] | null;
  /** What was drawn for the attempt, which stands in definition, prompt and feedback then; null where nothing is drawn. */
  drawn: Drawn | null;
}

/** A question with the revision of the key of the version that a paper asks. */
export type VersionedQuestion = AskedQuestion & {
  keyRevisionId: string;
  /** What a draw makes it worth; undefined for what its key says. */
  paperPoints?: string;
};

interface PlaceOnPaper {
  optionOrder: string[] | null;
  drawn: Drawn | null;
  paperPoints: string | null;
}

const NO_PAPER: PlaceOnPaper = { optionOrder: null, drawn: null, paperPoints: null };

/** What is asked, as a paper asks it, or as no paper does yet. */
export function asked(content: QuestionContent, place: PlaceOnPaper = NO_PAPER): VersionedQuestion {
  const { optionOrder, drawn, paperPoints } = place;
  const worth = paperPoints === null ? content.points : plainDecimal(paperPoints);
  const points = content.voided === 'taken_out' ? '0' : worth;
  const question = { ...content, points, optionOrder, drawn: null };
  return drawn ? withDrawn(question, drawn) : question;
}

/** The questions of rows of `PLACE`. */
export function toAsked(row: RowOf<typeof PLACE>, of: ContentOf): VersionedQuestion {
  return asked(of(revisionOf(row)), row);
}

export function revisionOf({ gradedBy, newestRevisionId }: RowOf<typeof REVISION>): string {
  return gradedBy ?? newestRevisionId;
}

export function toQuestion(row: RowOf<typeof CONTENT> & Partial<PlaceOnPaper>): VersionedQuestion {
  return asked(contentOf(row), { ...NO_PAPER, ...row });
}
