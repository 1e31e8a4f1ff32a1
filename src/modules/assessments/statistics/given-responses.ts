import { unitsOf } from './mark-sheet';

/** One row a learner's answer: which attempt gave it, by what it was graded, and what it says as a hash. */
export interface AnswerRow {
  attemptId: string;
  versionId: string | null;
  keyRevisionId: string | null;
  pointsAwarded: string | null;
  /** Null for no answer. */
  hash: string | null;
  /** Of what was drawn for the attempt: the same response says something else to other numbers. */
  drawnHash: string | null;
}

/** A response that attempts gave to one version of a question, graded by one revision of its key. */
export interface GivenResponse {
  /** One of those that gave it. */
  attemptId: string;
  keyRevisionId: string | null;
  isBlank: boolean;
  count: number;
  /** What it earned in all of them, in units. */
  earned: number;
}

/** Takes answers one by one, and counts those that say the same. */
export class GivenResponses {
  count = 0;
  private readonly byText = new Map<string, GivenResponse>();

  add({ attemptId, versionId, keyRevisionId, pointsAwarded, hash, drawnHash }: AnswerRow): void {
    this.count += 1;
    const key = [versionId, keyRevisionId, hash, hash === null ? null : drawnHash].join(' ');
    let given = this.byText.get(key);
    if (!given)
      this.byText.set(
        key,
        (given = { attemptId, keyRevisionId, isBlank: hash === null, count: 0, earned: 0 }),
      );
    given.count += 1;
    given.earned += unitsOf(pointsAwarded ?? '0');
  }

  /** The most frequent ones; of those that are equally frequent, the one that earned more comes first. */
  mostFrequent(limit: number): GivenResponse[] {
    return [...this.byText.values()]
      .sort(
        (one, other) =>
          other.count - one.count ||
          other.earned / other.count - one.earned / one.count ||
          (one.attemptId < other.attemptId ? -1 : 1),
      )
      .slice(0, limit);
  }
}
