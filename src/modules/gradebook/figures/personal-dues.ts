import type { PersonalFacts } from '../../assessments';
import { countsFor } from '../../enrollments';
import { type CountedDue, countedDue, countedSpan, handedInAt } from '../line-items/counted-due';
import type { LineItemFacts } from '../line-items/line-item-facts';
import type { PersonalWork } from './personal-work';
import type { ScoreStatus } from '../results/result-value';

const NO_EXCEPTION = undefined;

/** When work is due for those learners of a course who have something beyond others. */
export class PersonalDues {
  /** What accommodations alone make of a due date: many learners have the same, and its days are slow to count. */
  private readonly known = new Map<string, CountedDue | null>();

  constructor(
    private readonly work: ReadonlyMap<string, PersonalWork>,
    /** IANA name, of the course. */
    private readonly timeZone: string,
    private readonly now: Date,
  ) {}

  has(userId: string): boolean {
    return this.work.has(userId);
  }

  /** @param result undefined for work that was not handed in */
  of(
    userId: string,
    lineItem: LineItemFacts,
    result: { scoreStatus: ScoreStatus; submittedAt: Date | null } | undefined,
  ): CountedDue | null {
    const own = this.work.get(userId);
    const exception = lineItem.activityId === null ? NO_EXCEPTION : own?.exceptions.get(lineItem.activityId);
    const facts: PersonalFacts = { accommodations: own?.accommodations ?? [], exception };
    const handedIn = handedInAt(result);
    const compute = (): CountedDue | null => countedDue(lineItem, this.timeZone, facts, handedIn, this.now);
    if (exception !== undefined) return compute();
    const { since, at } = countedSpan(handedIn, this.now);
    const days = facts.accommodations
      .filter((each) => countsFor(each, since, at))
      .map((each) => each.daysAdded);
    const key = `${lineItem.id} ${Math.max(0, ...days)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const due = compute();
    this.known.set(key, due);
    return due;
  }
}
