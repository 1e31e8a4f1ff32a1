import type { Day } from '../../../shared/time/zoned-time';
import type { PersonalFacts } from '../../assessments';
import { type CountedDue, countedDue, handedInOn } from '../line-items/counted-due';
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
    result: { scoreStatus: ScoreStatus; scoreDate: Day } | undefined,
  ): CountedDue | null {
    const own = this.work.get(userId);
    const exception = lineItem.activityId === null ? NO_EXCEPTION : own?.exceptions.get(lineItem.activityId);
    const facts: PersonalFacts = { accommodations: own?.accommodations ?? [], exception };
    const day = handedInOn(result);
    const compute = (): CountedDue | null => countedDue(lineItem, this.timeZone, facts, day, this.now);
    if (exception !== undefined) return compute();
    const spans = facts.accommodations.map(
      ({ daysAdded, validFrom, validUntil }) =>
        `${daysAdded} ${validFrom.getTime()} ${validUntil?.getTime() ?? ''}`,
    );
    const key = [lineItem.id, day ?? '', ...spans.sort()].join('|');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const due = compute();
    this.known.set(key, due);
    return due;
  }
}
