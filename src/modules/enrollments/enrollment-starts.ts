import { Injectable } from '@nestjs/common';
import { mayTakePart } from '../../shared/auth/permissions';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { dayIn } from '../../shared/time/zoned-time';
import { CourseNotFoundError, type CourseRole, hasEnded, mayInstruct } from '../courses';
import { CourseFullError } from './admission/admission.errors';
import { AdmissionRepository, type SettingsRecord } from './admission/admission.repository';
import { hasSeat } from './admission/admission-rules';
import { type Candidate, CandidatesRepository, type Grounds, type Who } from './candidates.repository';
import {
  AccountSuspendedError,
  AlreadyEnrolledError,
  EnrollmentDatesError,
  GuardianAccountError,
  InstructorAccountNeededError,
  NoSuchPersonError,
  ReachOfRoleError,
} from './enrollments.errors';
import { AccommodatedArrivals } from './accommodated-arrivals';
import { EarlierEnrollmentsRepository } from './earlier-enrollments.repository';
import type { EnrollmentRecord, RosterRecord } from './enrollment-records';
import { EnrollmentsRepository } from './enrollments.repository';
import { LearnerDays } from './learner-days';
import { PersonNamesRepository, type SortName } from './person-names.repository';
import { FULL_REACH, type Reach, reachAfter, type ReachWish } from './reach/reach';
import type { Origin } from './states/enrollment-sources';

/** A requested enrollment. */
export interface EnrollmentTerms {
  courseId: string;
  role: CourseRole;
  beginDate?: string;
  endDate?: string | null;
  by: Origin;
  /** Also where no seat is free. */
  exceedsCapacity?: boolean;
  /** To which groups an assistant is limited, and whether the course belongs to its instructor. */
  reach?: ReachWish;
}

/** Terms of somebody for whom there is a seat. `endOf` gives the first day without access for the day on which they come. */
export type HeldTerms = Omit<EnrollmentTerms, 'endDate' | 'exceedsCapacity'> & {
  endOf: (today: string) => string | null;
};

/** An enrollment that has been started, and the present day in the course's time zone. */
export interface StartedEnrollment extends RosterRecord {
  today: string;
}

/** Starts enrollments, whether staff enroll a person, people enroll themselves, or a course gets its creator as instructor. */
@Injectable()
export class EnrollmentStarts {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly candidates: CandidatesRepository,
    private readonly admission: AdmissionRepository,
    private readonly earlier: EarlierEnrollmentsRepository,
    private readonly names: PersonNamesRepository,
    private readonly arrivals: AccommodatedArrivals,
    private readonly days: LearnerDays,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Enrolls a person in a role, anew or again. Enrolling again begins a new spell of the enrollment in that role; the former
   * one is kept. Unless a `beginDate` is given, its first day stays, so that earlier work still counts as done while enrolled.
   *
   * Throws CourseNotFoundError, NoSuchPersonError, AccountSuspendedError, GuardianAccountError,
   * InstructorAccountNeededError, AlreadyEnrolledError (in any role, now or from a day to come), EnrollmentDatesError.
   *
   * @param known as they were read with the caller
   */
  async start(who: Who, terms: EnrollmentTerms, known?: Candidate): Promise<StartedEnrollment> {
    // Hardly ever do two requests enroll the same person at once. So the decision is made without locks, and the
    // statement that writes it makes sure that it still holds.
    const seen = this.decide(who, terms, known ?? (await this.candidates.find(terms.courseId, who)));
    const isWritten = seen.earlier
      ? await this.transactions.run(() => this.reopenWhile(seen, terms.by))
      : await this.enrollments.insertWhile(seen.grounds, seen.enrollment, terms.by, seen.now);
    return isWritten ? seen : this.transactions.run(() => this.startSeated(who, terms));
  }

  /** The person whom `start` would enroll, seats aside; nothing is written or locked. Throws what `start` throws but CourseFullError. */
  async candidate(who: Who, terms: EnrollmentTerms): Promise<string> {
    return this.decide(who, terms, await this.candidates.find(terms.courseId, who)).person.id;
  }

  /** As `start`, and holds the seats of a course that limits them. Throws CourseFullError. */
  private async startSeated(who: Who, terms: EnrollmentTerms): Promise<StartedEnrollment> {
    const { courseId, role, exceedsCapacity = false } = terms;
    if (role !== 'learner' || exceedsCapacity) return this.startLocked(who, terms);
    const settings = await this.admission.hold(courseId);
    if (settings) await this.refuseFull(settings, terms, 0);
    const started = await this.startLocked(who, terms);
    // Its seats may have been limited before the course was shared, and not be held: nobody can limit them now.
    const since = settings ?? (await this.admission.find(courseId));
    if (!settings && since) await this.refuseFull(since, terms, 1);
    return started;
  }

  /** @param own how many of the seats that are taken are this person's */
  private async refuseFull(settings: SettingsRecord, { by }: EnrollmentTerms, own: number): Promise<void> {
    const { capacity, hasWaitlist } = settings;
    if (capacity === null) return;
    const { taken, waiting } = await this.admission.seats(settings);
    if (!hasSeat({ capacity, taken: taken - own, waiting }))
      throw new CourseFullError(capacity, { hasWaitlist, byStaff: by.source !== 'self' });
  }

  /** As `start`, of somebody for whom a seat was found by whoever holds the seats of the course. Call it in their transaction. */
  async startHeld(who: Who, { endOf, ...terms }: HeldTerms): Promise<StartedEnrollment> {
    return this.startLocked(who, { ...terms, exceedsCapacity: true }, endOf);
  }

  /** As `start`, after somebody else was faster, or of somebody with accommodations: with locks, under which nothing changes. */
  private async startLocked(
    who: Who,
    terms: EnrollmentTerms,
    endOf?: HeldTerms['endOf'],
  ): Promise<StartedEnrollment> {
    const decision = this.decide(who, terms, await this.candidates.lock(terms.courseId, who), endOf);
    const { person, earlier, enrollment, now } = decision;
    if (earlier) {
      await this.earlier.keep([earlier], now);
      await this.reopen(enrollment, terms.by, now);
      return decision;
    }
    await this.insert(enrollment, person, terms.by, now);
    await this.arrivals.tell([enrollment]);
    return decision;
  }

  /**
   * Whether somebody can be enrolled, and how. Throws what `start` throws. It asks of no seat.
   *
   * @param candidate as read or locked; undefined where there is no such account
   */
  decide(
    who: Who,
    asked: EnrollmentTerms,
    candidate: Candidate | undefined,
    endOf?: HeldTerms['endOf'],
  ): Decision {
    if (!candidate) throw new NoSuchPersonError('userId' in who ? 'userId' : 'username');
    const { person, platformRole, enrollments, timeZone, accountVersion } = candidate;
    const { courseId, role, exceedsCapacity = false } = asked;
    // Deleted after the permission check.
    if (timeZone === null) throw new CourseNotFoundError();
    const now = this.clock.now();
    const today = dayIn(now, timeZone);
    const terms = endOf ? { ...asked, endDate: endOf(today) } : asked;
    if (person.isSuspended) throw new AccountSuspendedError();
    const standing = enrollments.find((own) => !hasEnded(own, today));
    if (standing) throw new AlreadyEnrolledError(standing.role);
    if (!mayTakePart(platformRole)) throw new GuardianAccountError();
    if (role === 'instructor' && !mayInstruct(platformRole)) throw new InstructorAccountNeededError();
    const reach = reachAfter(role, FULL_REACH, asked.reach ?? {});
    if ('refused' in reach) throw new ReachOfRoleError(reach.refused);
    const earlier = enrollments.find((own) => own.role === role);
    return {
      ...{ person, today, now, earlier },
      enrollment: {
        ...(earlier ? reopened(earlier, terms, today) : added(person.id, terms, today, now)),
        ...stored(reach),
      },
      grounds: {
        ...{ courseId, userId: person.id, accountVersion, timeZone, today },
        takesSeat: role === 'learner' && !exceedsCapacity,
      },
    };
  }

  /**
   * Begins the enrollments of different people, who are locked, with a few statements for all. Nobody asks for seats here.
   * Call it in the transaction that has decided.
   */
  async startAll(decisions: readonly Decision[], by: Origin): Promise<void> {
    const [first] = decisions;
    if (!first) return;
    const { now } = first;
    const again = decisions.flatMap(({ earlier }) => earlier ?? []);
    const reopened = decisions.filter(({ earlier }) => earlier).map(({ enrollment }) => enrollment);
    const anew = decisions.filter(({ earlier }) => !earlier);
    await this.reopenAll(again, reopened, by, now);
    await this.enrollments.insert(
      anew.map(({ enrollment, person: { familyName, givenName } }) => {
        const { id, courseId, userId, role, beginDate, endDate } = enrollment;
        const what = { id, courseId, userId, role, beginDate, endDate, sourcedId: null };
        return { ...what, familyName, givenName, origin: by };
      }),
      now,
    );
    await this.arrivals.tell(anew.map(({ enrollment }) => enrollment));
  }

  /**
   * Begins new spells of enrollments that are locked and have ended, and keeps the former ones.
   *
   * @param enrollments as they become
   */
  async reopenAll(
    ended: readonly EnrollmentRecord[],
    enrollments: readonly EnrollmentRecord[],
    by: Origin,
    now: Date,
  ): Promise<void> {
    if (enrollments.length === 0) return;
    await this.earlier.keep(ended, now);
    await this.enrollments.reopenAll(enrollments, by, now);
    await this.days.returned(...enrollments);
  }

  private async reopenWhile({ earlier, enrollment, grounds, now }: Decision, by: Origin): Promise<boolean> {
    if (!earlier || !(await this.earlier.keepWhile(grounds, earlier, now))) return false;
    await this.reopen(enrollment, by, now);
    return true;
  }

  private async reopen(enrollment: EnrollmentRecord, by: Origin, now: Date): Promise<void> {
    await this.enrollments.reopen(enrollment, by, now);
    await this.days.returned(enrollment);
  }

  /**
   * Enrolls the first person of a course that the running transaction has made. Nobody can have enrolled anybody in it
   * yet, so the account's lock is shared. The course's row, which points at the account, holds it so already: two that
   * then asked for it alone would wait for each other (decision 11).
   */
  async startFirst(userId: string, terms: EnrollmentTerms, today: string): Promise<void> {
    const nameOf = await this.names.hold([userId]);
    const now = this.clock.now();
    const enrollment = { ...added(userId, terms, today, now), ...stored({ ...FULL_REACH, ...terms.reach }) };
    await this.insert(enrollment, nameOf(userId), terms.by, now);
  }

  private async insert(
    { id, courseId, userId, role, beginDate, endDate, isOwner, groupIds }: EnrollmentRecord,
    { familyName, givenName }: SortName,
    origin: Origin,
    now: Date,
  ): Promise<void> {
    const what = { id, courseId, userId, role, beginDate, endDate, isOwner, groupIds, sourcedId: null };
    await this.enrollments.insert([{ ...what, familyName, givenName, origin }], now);
  }
}

/** That somebody is to be enrolled: the enrollment to add, or to give new days, where there is an earlier one. */
export interface Decision extends StartedEnrollment {
  earlier: EnrollmentRecord | undefined;
  grounds: Grounds;
  now: Date;
}

function stored({ isOwner, groupIds }: Reach): Pick<EnrollmentRecord, 'isOwner' | 'groupIds'> {
  return { isOwner, groupIds: groupIds && [...groupIds] };
}

function reopened(earlier: EnrollmentRecord, terms: EnrollmentTerms, today: string): EnrollmentRecord {
  // An enrollment that ended before it began has no first day to keep.
  const firstDay = earlier.beginDate <= today ? earlier.beginDate : today;
  const { spell, version } = earlier;
  const next = { state: 'active' as const, spell: spell + 1, version: version + 1, source: terms.by.source };
  return { ...earlier, ...next, ...daysOf(terms, firstDay) };
}

function added(
  userId: string,
  terms: EnrollmentTerms,
  today: string,
  now: Date,
): Omit<EnrollmentRecord, keyof Reach> {
  const { courseId, role } = terms;
  return {
    ...{ id: newId(), courseId, userId, role, state: 'active', ...daysOf(terms, today) },
    ...{ spell: 1, version: 1, source: terms.by.source, createdAt: now },
  };
}

function daysOf(
  { beginDate, endDate = null }: EnrollmentTerms,
  firstDay: string,
): Pick<EnrollmentRecord, 'beginDate' | 'endDate'> {
  const days = { beginDate: beginDate ?? firstDay, endDate };
  if (endDate !== null && endDate <= days.beginDate) throw new EnrollmentDatesError();
  return days;
}
