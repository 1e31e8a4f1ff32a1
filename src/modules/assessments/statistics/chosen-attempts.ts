import { COUNTS } from '../attempts/attempt-records';
import type { AttemptChoice } from './attempt-choice';

/** Submitted attempts `t` of the quiz that have all their marks. */
const GRADED = `t.activity_id = ? AND ${COUNTS} AND t.submitted_at IS NOT NULL AND t.score IS NOT NULL`;

/** In which order a learner's attempts are looked at; the first one counts. Undefined where all do. */
const FIRST_OF: Record<AttemptChoice, string | undefined> = {
  best: 't.score / NULLIF(t.max_score, 0) DESC, t.number',
  first: 't.number',
  latest: 't.number DESC',
  all: undefined,
};

/** Selects the `id` of the graded attempts at a quiz that statistics are about. Its one value is the id of the quiz. */
export function chosenAttempts(choice: AttemptChoice): string {
  const order = FIRST_OF[choice];
  if (order === undefined) return `SELECT t.id FROM attempts t WHERE ${GRADED}`;
  return `SELECT r.id FROM (
      SELECT t.id, ROW_NUMBER() OVER (PARTITION BY t.user_id ORDER BY ${order}) AS place FROM attempts t WHERE ${GRADED}
    ) r WHERE r.place = 1`;
}
