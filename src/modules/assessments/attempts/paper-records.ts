import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { wholeDefinition } from '../question-types/definition-parts';
import type { QuestionDefinition } from '../question-types/registry';
import { KeyRevision } from '../questions/key-revision.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { AttemptQuestion } from './attempt-question.entity';

/**
 * Joins to each question `p` of a paper the version `v` that it asks, and a key revision `k`: the one that graded the answer, or
 * the newest while it is not graded. Without `q`, the rows that the build before writes could not be read: they name no version.
 */
export const ASKED_ON_PAPER = `STRAIGHT_JOIN questions q ON q.id = p.question_id
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
  .and(columnsOf(KeyRevision, 'k', ['points', 'feedbackHtml']))
  .and(DEFINITION);
export const QUESTION = VERSION.and(columnsOf(AttemptQuestion, 'p', ['optionOrder']));

/** A question as an attempt needs it. */
export interface AskedQuestion {
  id: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedbackHtml: string | null;
  /** The ids of its items in the order of the attempt; null where the quiz shuffles nothing. */
  optionOrder: string[] | null;
}

/** A question with the version of it that a paper asks. */
export type VersionedQuestion = AskedQuestion & { versionId: string };

export function toQuestion(
  row: RowOf<typeof VERSION> & { optionOrder?: string[] | null },
): VersionedQuestion {
  const { questionId, versionId, promptHtml, points, content, answerKey, feedbackHtml, optionOrder } = row;
  return {
    ...{ id: questionId, versionId, promptHtml, points: plainDecimal(points), feedbackHtml },
    ...{ definition: wholeDefinition(content, answerKey), optionOrder: optionOrder ?? null },
  };
}
