import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { wholeDefinition } from '../question-types/definition-parts';
import type { QuestionDefinition } from '../question-types/registry';
import type { Guidance } from '../questions/guidance';
import { KeyRevision, type Voided } from '../questions/key-revision.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { type Drawn, withDrawn } from './drawn';
import { AttemptQuestion } from './attempt-question.entity';

/**
 * Joins to each question `p` of a paper the version `v` that it asks, and a key revision `k`: the one that graded the answer, or
 * the newest while it is not graded. Rows that the build before writes name no version: for them alone `q` is read.
 */
export const ASKED_ON_PAPER = `LEFT JOIN questions q ON q.id = IF(p.version_id IS NULL, p.question_id, NULL)
  STRAIGHT_JOIN question_versions v ON v.id = COALESCE(p.version_id, q.latest_version_id)
  STRAIGHT_JOIN key_revisions k ON k.id = COALESCE(p.key_revision_id, v.key_revision_id)`;

/** As `ASKED_ON_PAPER`, where there may be no `p`. */
export const MAYBE_ASKED_ON_PAPER = ASKED_ON_PAPER.replaceAll('STRAIGHT_JOIN', 'LEFT JOIN');

/** Both parts of a definition: see `wholeDefinition`. */
export const DEFINITION = columnsOf(QuestionVersion, 'v', ['content']).and(
  columnsOf(KeyRevision, 'k', ['answerKey']),
);

/** A version of a question with a revision of its key, of `v` and `k`. */
export const VERSION = columnsOf(QuestionVersion, 'v', {
  questionId: 'questionId',
  versionId: 'id',
  promptHtml: 'promptHtml',
})
  .and(
    columnsOf(KeyRevision, 'k', {
      keyRevisionId: 'id',
      points: 'points',
      feedbackHtml: 'feedbackHtml',
      guidance: 'guidance',
      voided: 'voided',
    }),
  )
  .and(DEFINITION);
export const QUESTION = VERSION.and(
  columnsOf(AttemptQuestion, 'p', { optionOrder: 'optionOrder', drawn: 'drawn', paperPoints: 'points' }),
);

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

/** Without `optionOrder` and `drawn`: as no paper asks it yet. */
export function toQuestion(
  row: RowOf<typeof VERSION> & {
    optionOrder?: string[] | null;
    drawn?: Drawn | null;
    paperPoints?: string | null;
  },
): VersionedQuestion {
  const { questionId: id, versionId, keyRevisionId, promptHtml, points, feedbackHtml } = row;
  const { content, answerKey, paperPoints } = row;
  const question = {
    ...{
      id,
      versionId,
      keyRevisionId,
      promptHtml,
      points: row.voided === 'taken_out' ? '0' : plainDecimal(paperPoints ?? points),
      feedbackHtml,
      ...{ guidance: row.guidance, voided: row.voided },
    },
    ...{ definition: wholeDefinition(content, answerKey), optionOrder: row.optionOrder ?? null, drawn: null },
  };
  return row.drawn ? withDrawn(question, row.drawn) : question;
}
