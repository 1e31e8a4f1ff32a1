import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange } from '../../../shared/http/empty-change';
import type { ExpectedVersion } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { notBefore } from '../../../shared/time/not-before';
import {
  AccommodatedCourseError,
  PersonNotFoundError,
  AccommodationNotFoundError,
  TooManyAccommodationsError,
} from '../enrollments.errors';
import { PersonNamesRepository } from '../person-names.repository';
import { AccommodationChanged } from '../enrollments.events';
import {
  type AccommodationFields,
  changedFields,
  endedAt,
  judgedChange,
  MOST_OF_A_PERSON,
  refuseEmptyPeriod,
} from './accommodation-fields';
import {
  type AccommodationRecord,
  AccommodationsRepository,
  LATEST_CHANGE_FIRST,
  NEWEST_FIRST,
} from './accommodations.repository';
import { LabelsAccommodationError } from './labels/label-accommodations.errors';
import { NO_NEEDS } from './needs';
import type { UpdateAccommodationDto } from './dto/accommodation.dto';
import {
  type AccommodationChangeResponse,
  type AccommodationResponse,
  toAccommodationChangeResponse,
  toAccommodationResponse,
} from './dto/accommodation.response';

/** What an approver says of a new one. What is left out is not needed. */
export type NewAccommodation = Partial<AccommodationFields> & { reason: string; courseId?: string | null };

/** Accommodations as approvers see and change them. The routes ask for the permission. */
@Injectable()
export class AccommodationsService {
  constructor(
    private readonly accommodations: AccommodationsRepository,
    private readonly people: PersonNamesRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Throws PersonNotFoundError, AccommodatedCourseError, TooManyAccommodationsError, AccommodationPeriodError. */
  async create(
    caller: Pick<Caller, 'userId'>,
    userId: string,
    dto: NewAccommodation,
  ): Promise<AccommodationResponse> {
    const { courseId = null, ...given } = dto;
    const now = this.clock.now();
    const standard = { ...NO_NEEDS, reason: given.reason, validFrom: now, validUntil: null };
    const fields = changedFields(standard, given);
    refuseEmptyPeriod(fields);
    const about = { id: newId(), userId, courseId, approvedBy: caller.userId, labelAccommodationId: null };
    const created = { ...fields, ...about, version: 1, createdAt: now, updatedAt: now };
    return this.transactions.run(async () => {
      if (!(await this.accommodations.holdPerson(userId))) throw new PersonNotFoundError();
      if (courseId !== null && !(await this.accommodations.holdCourse(courseId)))
        throw new AccommodatedCourseError();
      const most = MOST_OF_A_PERSON;
      if ((await this.accommodations.countOf(userId, most)) >= most)
        throw new TooManyAccommodationsError(most);
      await this.accommodations.insert(created);
      const by = { userId: caller.userId, at: now };
      await this.accommodations.addChange(created.id, 'created', { before: null, after: fields }, by);
      await this.events.publish(new AccommodationChanged([userId], courseId, caller.userId));
      return toAccommodationResponse(created);
    });
  }

  /** Throws PersonNotFoundError. */
  async list(userId: string, query: CursorQuery): Promise<Page<AccommodationResponse>> {
    const { cursor, limit } = query;
    const rows = await this.accommodations.ofPerson(userId, limit, NEWEST_FIRST.placeIn(cursor));
    if (rows.length === 0 && !(await this.people.isThere(userId))) throw new PersonNotFoundError();
    const page = toPage(rows, limit, NEWEST_FIRST.keysOf, toAccommodationResponse);
    return withTotal(page, query, (most) => this.accommodations.countOfPerson(userId, most));
  }

  async read(id: string): Promise<AccommodationResponse> {
    return toAccommodationResponse(found(await this.accommodations.find(id)));
  }

  /** Throws AccommodationNotFoundError, LabelsAccommodationError, StaleVersionError, AccommodationPeriodError. */
  async change(
    caller: Caller,
    id: string,
    changes: UpdateAccommodationDto,
    version: ExpectedVersion,
  ): Promise<AccommodationResponse> {
    return this.apply(caller, id, 'changed', version, (before) =>
      isEmptyChange(changes) ? undefined : changedFields(before, changes),
    );
  }

  /** From now on it is not in force; one that has ended stays as it is. One that lies ahead never comes into force. */
  async end(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    await this.apply(caller, id, 'ended', version, (before) => endedAt(before, this.clock.now()));
  }

  async history(id: string, query: CursorQuery): Promise<Page<AccommodationChangeResponse>> {
    found(await this.accommodations.find(id));
    const { cursor, limit } = query;
    const rows = await this.accommodations.history(id, limit, LATEST_CHANGE_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, LATEST_CHANGE_FIRST.keysOf, toAccommodationChangeResponse);
    return withTotal(page, query, (most) => this.accommodations.countHistory(id, most));
  }

  private async apply(
    caller: Caller,
    id: string,
    kind: 'changed' | 'ended',
    version: ExpectedVersion,
    changed: (before: AccommodationFields) => AccommodationFields | undefined,
  ): Promise<AccommodationResponse> {
    return this.transactions.run(async () => {
      const stored = found(await this.accommodations.lock(id));
      const { labelAccommodationId } = stored;
      if (labelAccommodationId !== null) throw new LabelsAccommodationError(labelAccommodationId);
      const change = judgedChange(stored, version, kind, changed);
      if (!change) return toAccommodationResponse(stored);
      const now = this.clock.now();
      await this.accommodations.update(id, change.after, now);
      await this.accommodations.addChange(id, kind, change, { userId: caller.userId, at: now });
      await this.events.publish(new AccommodationChanged([stored.userId], stored.courseId, caller.userId));
      const updatedAt = notBefore(now, stored.updatedAt);
      return toAccommodationResponse({ ...stored, ...change.after, version: stored.version + 1, updatedAt });
    });
  }
}

function found(accommodation: AccommodationRecord | undefined): AccommodationRecord {
  if (!accommodation) throw new AccommodationNotFoundError();
  return accommodation;
}
