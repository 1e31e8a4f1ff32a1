import type { Caller } from '../bench/world';
import type { Client } from './client';
import type { Finding, StoredAttempt } from './comparison';
import type { ChaosQuiz, School } from './school';

interface Grades {
  lineItems: { activityId: string | null; score: string | null }[];
}

interface Progress {
  completed: number;
  activities: { activityId: string; completedAt: string | null }[];
}

interface GradebookPage {
  data: { userId: string; results: Record<string, { score: string | null } | undefined> }[];
  page: { next: string | null };
}

/** What follows from a learner's attempts, computed from their answers alone. */
interface Figures {
  /** Points of the best submitted attempt; undefined without one. */
  best: number | undefined;
  isComplete: boolean;
}

const GRADEBOOK_PAGE = 100;

/** What everybody is shown about a quiz, compared with what follows from the answers in the store. */
export class ShownFigures {
  private readonly figures: Map<string, Figures>;

  constructor(
    private readonly world: School,
    private readonly quiz: ChaosQuiz,
    stored: readonly StoredAttempt[],
    grade: (questionId: string, response: unknown) => number,
  ) {
    const byLearner = Map.groupBy(stored, ({ userId }) => userId);
    this.figures = new Map(
      [...byLearner].map(([userId, attempts]) => [userId, this.computed(attempts, grade)]),
    );
  }

  /** Their own grades and progress. */
  async ofLearner(learner: Caller, client: Client): Promise<Finding[]> {
    const { courseId } = this.world;
    const quizId = this.quiz.id;
    const { best, isComplete } = this.of(learner.id);
    const read = (path: string): Promise<unknown> =>
      client.perform('read', { method: 'GET', path: `/v1/courses/${courseId}${path}`, token: learner.token });
    const { lineItems } = (await read('/grades/me')) as Grades;
    const { completed, activities } = (await read('/progress/me')) as Progress;
    const score = lineItems.find(({ activityId }) => activityId === quizId)?.score;
    const shown = activities.find(({ activityId }) => activityId === quizId)?.completedAt ?? null;
    const counted = activities.filter(({ completedAt }) => completedAt !== null).length;
    return [
      ...different(`the grade of learner ${learner.id}`, numberOf(score), best),
      ...different(`the completion of learner ${learner.id}`, shown !== null, isComplete),
      ...different(`the progress of learner ${learner.id}`, completed, counted),
    ];
  }

  /** The whole gradebook, as its staff reads it. */
  async ofGradebook(client: Client): Promise<Finding[]> {
    const { courseId, staff } = this.world;
    const findings: Finding[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path = `/v1/courses/${courseId}/gradebook?limit=${GRADEBOOK_PAGE}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const body = await client.perform('read', { method: 'GET', path, token: staff[0]!.token });
      const { data, page } = body as GradebookPage;
      for (const { userId, results } of data) {
        const shown = numberOf(results[this.quiz.lineItemId]?.score);
        findings.push(...different(`learner ${userId} in the gradebook`, shown, this.of(userId).best));
      }
      cursor = page.next;
    }
    return findings;
  }

  private of(userId: string): Figures {
    return this.figures.get(userId) ?? { best: undefined, isComplete: false };
  }

  private computed(
    attempts: readonly StoredAttempt[],
    grade: (questionId: string, response: unknown) => number,
  ): Figures {
    const scores = attempts
      .filter(({ isSubmitted }) => isSubmitted)
      .map(({ answers }) => [...answers].reduce((sum, [id, response]) => sum + grade(id, response), 0));
    const best = scores.length === 0 ? undefined : Math.max(...scores);
    return { best, isComplete: best !== undefined && best >= this.quiz.passMark };
  }
}

function numberOf(decimal: string | null | undefined): number | undefined {
  return decimal === null || decimal === undefined ? undefined : Number(decimal);
}

function different(of: string, shown: unknown, right: unknown): Finding[] {
  return shown === right
    ? []
    : [{ kind: 'wrong', what: `${of}: ${String(shown)} in place of ${String(right)}` }];
}
