import { Injectable } from '@nestjs/common';
import { type CourseWindow, reaches } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { BoundedMap } from '../../../shared/collections/bounded-map';
import { ActivityClosedError, ActivityNotFoundError } from '../courses.errors';
import { ruledCourse } from '../content/versions/compiled-outline';
import { PublishedOutlines } from '../content/versions/published-outlines';
import { ConditionKinds } from './kinds/registry';
import { type FactName, type LearnerFacts, noFacts } from './learner-facts';
import { LearnerFactSources } from './learner-fact-sources';
import { PreparedCourse, type Verdict, type Verdicts } from './prepared-course';
import { type ReleaseReason, withoutHidden } from './reasons';

/** A course in the version that learners see. */
export interface GuardedCourse {
  courseId: string;
  publishedVersion: number | null;
  /** IANA name. */
  timeZone: string;
  /** How far its learners get into it today; left out where that does not matter. */
  window?: CourseWindow;
}

/** No user has this id. */
const NOBODY = '';
/** Rules of so many conditions are kept ready. */
const MOST_KEPT = 20_000;

/** Keeps activities closed that their rules do not open to a learner. */
@Injectable()
export class ReleaseGate {
  /** Versions never change; a course that gets another time zone has other instants. */
  private readonly kept = new BoundedMap<PreparedCourse>(MOST_KEPT, ({ size }) => size);

  constructor(
    private readonly outlines: PublishedOutlines,
    private readonly sources: LearnerFactSources,
    private readonly kinds: ConditionKinds,
    private readonly clock: Clock,
  ) {}

  /** The verdicts on all activities of the course, now or at another instant; null where nothing in it is ever closed. */
  async verdicts(course: GuardedCourse, userId: string, at = this.clock.now()): Promise<Verdicts | null> {
    const prepared = await this.prepared(course);
    if (prepared.isOpen) return null;
    const facts = await this.sources.factsOf(prepared.asks, { ...course, userId });
    return prepared.verdicts(facts, at);
  }

  /** As `verdicts`, with what is known of the learner: what the rules ask for, and what `asks` names. */
  async standing(
    course: GuardedCourse,
    userId: string,
    asks: readonly FactName[],
    at = this.clock.now(),
  ): Promise<{ verdicts: Verdicts | null; facts: LearnerFacts }> {
    const prepared = await this.prepared(course);
    const facts = await this.sources.factsOf(new Set([...prepared.asks, ...asks]), { ...course, userId });
    return { verdicts: prepared.isOpen ? null : prepared.verdicts(facts, at), facts };
  }

  /** As `verdicts`, for somebody of whom nothing is known. */
  async verdictsForVisitors(course: GuardedCourse): Promise<Verdicts | null> {
    const prepared = await this.prepared(course);
    return prepared.isOpen ? null : prepared.verdicts(noFacts(NOBODY), this.clock.now());
  }

  /**
   * Which activities are hidden from a learner now. Asks nobody where no rule of the course hides anything. All are in a course that has not
   * begun, and of which not even titles are told before.
   */
  async hiddenFrom(course: GuardedCourse, userId: string): Promise<(activityId: string) => boolean> {
    if (course.window?.is === 'not_begun' && !reaches(course.window, 'titles')) return () => true;
    const prepared = await this.prepared(course);
    const verdicts = prepared.canHide ? await this.verdicts(course, userId) : null;
    return (activityId) => verdicts?.get(activityId)?.isHidden === true;
  }

  /**
   * Lets a learner in to an activity that is guarded.
   *
   * @throws ActivityClosedError, or `notFound` where the activity is hidden from them
   */
  async require(
    course: GuardedCourse,
    activityId: string,
    userId: string,
    notFound: () => Error = () => new ActivityNotFoundError(),
  ): Promise<void> {
    const verdicts = await this.verdicts(course, userId);
    const verdict = verdicts?.get(activityId);
    if (!verdicts || !verdict || verdict.isOpen) return;
    if (verdict.isHidden) throw notFound();
    throw new ActivityClosedError(toldReasons(verdict, verdicts), verdict.nextChangeAt);
  }

  private async prepared({ courseId, publishedVersion, timeZone }: GuardedCourse): Promise<PreparedCourse> {
    const key = `${courseId}/${publishedVersion}/${timeZone}`;
    const known = this.kept.get(key);
    if (known) return known;
    const outline = await this.outlines.of(courseId, publishedVersion);
    const prepared = new PreparedCourse(ruledCourse(outline, timeZone), this.kinds);
    this.kept.set(key, prepared);
    return prepared;
  }
}

/** The reasons as the learner may read them, who knows nothing of what is hidden from them. */
export function toldReasons({ reasons }: Verdict, verdicts: Verdicts): ReleaseReason[] {
  return reasons.map((reason) => withoutHidden(reason, (id) => verdicts.get(id)?.isHidden === true));
}
