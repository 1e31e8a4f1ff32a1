import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { mayTakePart } from '../../shared/auth/permissions';
import { Clock } from '../../shared/clock/clock';
import type { Place } from '../../shared/http/list-order';
import { type Page, toPage, withTotal } from '../../shared/http/pagination';
import { daysOnEarth } from '../../shared/time/days-on-earth';
import { Transactions } from '../../shared/database/transactions';
import { addDays, dayIn } from '../../shared/time/zoned-time';
import { AdmissionRepository } from './admission/admission.repository';
import { hasSeat } from './admission/admission-rules';
import { ApprovalNeededError, CourseFullError } from './admission/admission.errors';
import { Seats } from './admission/seats';
import { SelfEnrollment } from './admission/self-enrollment';
import { PersonNotFoundError } from './enrollments.errors';
import { PersonNamesRepository } from './person-names.repository';
import type { EnrollMyselfDto } from './dto/enrollment.dto';
import {
  type EnrollmentResponse,
  type MyEnrollmentResponse,
  toEnrollmentResponse,
  toMyEnrollmentResponse,
} from './dto/enrollment.response';
import type { MyEnrollmentsQuery } from './dto/enrollments.query';
import { EnrollmentStarts, type StartedEnrollment } from './enrollment-starts';
import { KeyEntry } from './keys/key-entry';
import { EnrollmentLists, OWN_ORDER } from './enrollment-lists.repository';

/** The caller's own enrollments. */
@Injectable()
export class MyEnrollmentsService {
  constructor(
    private readonly lists: EnrollmentLists,
    private readonly self: SelfEnrollment,
    private readonly people: PersonNamesRepository,
    private readonly starts: EnrollmentStarts,
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly keys: KeyEntry,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Their enrollments, latest begin first, without those as a learner of a draft, which they may not know of.
   *
   * The state depends on the day in each course's time zone, which the database does not know. It finds what may have the
   * state in any zone; the few that do not have it in the zone of their course are left out here.
   */
  async list(caller: Caller, query: MyEnrollmentsQuery): Promise<Page<MyEnrollmentResponse>> {
    if (!mayTakePart(caller.role)) return { data: [], page: { next: null, limit: query.limit } };
    return this.page(caller.userId, query);
  }

  /** As `list`, of anybody. Throws PersonNotFoundError. */
  async ofPerson(userId: string, query: MyEnrollmentsQuery): Promise<Page<MyEnrollmentResponse>> {
    const page = await this.page(userId, query);
    if (page.data.length === 0 && !(await this.people.isThere(userId))) throw new PersonNotFoundError();
    return page;
  }

  private async page(userId: string, query: MyEnrollmentsQuery): Promise<Page<MyEnrollmentResponse>> {
    const { state, ids, cursor, limit } = query;
    const after = OWN_ORDER.placeIn(cursor);
    const now = this.clock.now();
    const filter = { userId, state, ids, days: daysOnEarth(now) };
    const read = async (part: { after?: Place; limit: number }): Promise<MyEnrollmentResponse[]> =>
      (await this.lists.own(filter, part)).map((own) =>
        toMyEnrollmentResponse(own, dayIn(now, own.course.timeZone)),
      );
    const hasState = (own: MyEnrollmentResponse): boolean => state === undefined || own.state === state;
    const { data, page } = toPage(
      await read({ after, limit: limit + 1 }),
      limit,
      OWN_ORDER.keysOf,
      (own) => own,
    );
    return withTotal({ data: data.filter(hasState), page }, query, async (most) => {
      const all = await read({ limit: most });
      return all.filter(hasState).length;
    });
  }

  /**
   * Throws what SelfEnrollment.admit throws, ApprovalNeededError, CourseFullError, and what KeyEntry and EnrollmentStarts.start throw.
   *
   * @param network from which guesses of keys are counted
   */
  async enroll(
    caller: Caller,
    { courseId, key }: EnrollMyselfDto,
    network: string,
  ): Promise<EnrollmentResponse> {
    const { standing, settings } = await this.self.admit(caller, courseId);
    if (settings?.needsApproval) throw new ApprovalNeededError();
    const { userId } = caller;
    const keyId = await this.keys.recognize({ userId, courseId, key, network }, settings?.needsKey ?? false);
    if (keyId !== undefined) {
      const started = await this.transactions.run(() => this.enrollWithKey(keyId, courseId, userId));
      return toEnrollmentResponse(caller, started, standing, started.today);
    }
    const { today } = standing;
    const days = settings?.accessDays ?? null;
    const endDate = days === null ? null : addDays(today, days);
    const by = { source: 'self', userId } as const;
    const started = await this.starts.start(
      { userId },
      {
        ...{ courseId, role: 'learner', by, endDate },
      },
    );
    return toEnrollmentResponse(caller, started, standing, started.today);
  }

  private async enrollWithKey(keyId: string, courseId: string, userId: string): Promise<StartedEnrollment> {
    const settings = await this.admission.holdOrMake(courseId, this.clock.now());
    if (settings.needsApproval) throw new ApprovalNeededError();
    const { capacity, hasWaitlist } = settings;
    const key = await this.keys.hold(keyId, userId);
    if (capacity !== null && !hasSeat(await this.admission.seats(settings)))
      throw new CourseFullError(capacity, { hasWaitlist });
    const started = await this.seats.enroll(courseId, userId, settings, { source: 'self', userId });
    await this.keys.count(key, userId);
    await this.keys.enterGroup(key.key, userId, started.today);
    return started;
  }
}
