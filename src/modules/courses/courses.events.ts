import type { ZoneChange } from '../../shared/time/zone-change';
import type { CompletionRule, EarlierCompletions } from './completion/completion-rule';
import type { ActivityType } from './content/activity-types/registry';
import type { MovedDates } from './zone-moves';

/** `createdBy` is null for a course that no person made, such as an imported one. */
export class CourseCreated {
  constructor(
    readonly courseId: string,
    readonly createdBy: string | null,
  ) {}
}

/** A draft that never had learners is about to be deleted with everything in it. Its rows still exist. */
export class CourseDeleted {
  constructor(readonly courseId: string) {}
}

/**
 * Courses are about to be archived. Published in the transaction that does it, before it locks them: who needs rows that come
 * before courses in the order of locks (decision 11) locks these now.
 */
export class CoursesArchiving {
  constructor(readonly courseIds: readonly string[]) {}
}

/** Courses are archived by the running transaction, which holds their rows: nobody can begin anything in them. */
export class CoursesArchived {
  constructor(readonly courseIds: readonly string[]) {}
}

export class ActivityCreated {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
    readonly type: ActivityType,
    readonly title: string,
    /** Learners do not see it until it is published: it is a draft in a course that they see. */
    readonly isHidden: boolean,
  ) {}
}

/**
 * A version of a course's content was published by the running transaction, which holds the course's row. `added` was not in
 * the version before, `withdrawn` no longer is in this one.
 */
export class ContentPublished {
  constructor(
    readonly courseId: string,
    readonly added: readonly { activityId: string; type: ActivityType; title: string }[],
    readonly withdrawn: readonly string[],
    /** Those that something else completes from now on. */
    readonly ruled: readonly RuledActivity[],
  ) {}
}

/** An activity that something else completes than before. */
export interface RuledActivity {
  activityId: string;
  /** Null: nobody completes it. */
  rule: CompletionRule | null;
  earlier: EarlierCompletions;
}

/**
 * An author gives an activity another completion rule, and does not say what becomes of those who have completed it. Published in
 * the transaction that changes the draft, so that a handler can refuse.
 */
export class CompletionRuleChanging {
  constructor(readonly activityId: string) {}
}

/** A learner has opened an activity. Published outside a transaction, whenever they do so. */
export class ActivityOpened {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
    readonly userId: string,
    /** The present day in the course's time zone. */
    readonly today: string,
  ) {}
}

/** What people see of the activity has another title: that of a draft, until it is published, as its authors see it. */
export class ActivityRenamed {
  constructor(
    readonly activityId: string,
    readonly title: string,
  ) {}
}

/**
 * An activity is about to be deleted; its row still exists. A handler whose module has learners' work on it prevents
 * this by throwing a ConflictError.
 */
export class ActivityDeleted {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
  ) {}
}

/**
 * A course gets another time zone. Who stores days or instants of its calendar moves them within the transaction, by the
 * rules of `shared/time/zone-change.ts`, and tells what has moved: the answer to the change lists it. The course's row is
 * locked and still has the old zone.
 */
export class CourseTimeZoneChanged {
  /** What consumers have told, in their order. */
  readonly moves: MovedDates[] = [];

  constructor(
    readonly courseId: string,
    readonly change: ZoneChange,
    readonly changedBy: string,
  ) {}

  tell(moves: MovedDates): void {
    this.moves.push(moves);
  }
}
