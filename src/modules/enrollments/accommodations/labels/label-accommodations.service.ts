import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { isEmptyChange } from '../../../../shared/http/empty-change';
import type { ExpectedVersion } from '../../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../../shared/http/pagination';
import { CourseNotFoundError } from '../../../courses';
import { AccommodationNotFoundError } from '../../enrollments.errors';
import {
  type AccommodationFields,
  changedFields,
  endedAt,
  judgedChange,
  refuseEmptyPeriod,
} from '../accommodation-fields';
import { AccommodationsRepository, LATEST_CHANGE_FIRST } from '../accommodations.repository';
import {
  type AccommodationChangeResponse,
  toAccommodationChangeResponse,
} from '../dto/accommodation.response';
import { NO_NEEDS } from '../needs';
import type { CreateLabelAccommodationDto, UpdateLabelAccommodationDto } from './dto/label-accommodation.dto';
import {
  type LabelAccommodationResponse,
  toLabelAccommodationResponse,
} from './dto/label-accommodation.response';
import type { LabelKind } from './label-accommodation.entity';
import {
  JoinedByThemselvesError,
  NoSuchLabelError,
  OneLabelError,
  TooManyLabelAccommodationsError,
} from './label-accommodations.errors';
import { LabelAccommodationsRepository } from './label-accommodations.repository';
import { LabelledLearners } from './labelled-learners';

/** All of a course are listed at once, and looked at whenever its groups and tags change. */
export const MOST_OF_A_COURSE = 50;

/** Accommodations of groups and tags, as approvers see and change them. The routes ask for the permission. */
@Injectable()
export class LabelAccommodationsService {
  constructor(
    private readonly rules: LabelAccommodationsRepository,
    private readonly histories: AccommodationsRepository,
    private readonly learners: LabelledLearners,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws CourseNotFoundError, OneLabelError, NoSuchLabelError, JoinedByThemselvesError, TooManyLabelAccommodationsError,
   * AccommodationPeriodError.
   */
  async create(
    caller: Pick<Caller, 'userId'>,
    courseId: string,
    dto: CreateLabelAccommodationDto,
  ): Promise<LabelAccommodationResponse> {
    const { groupId, tagId, ...given } = dto;
    const label = labelOf(groupId, tagId);
    const now = this.clock.now();
    const fields = changedFields(
      { ...NO_NEEDS, reason: given.reason, validFrom: now, validUntil: null },
      given,
    );
    refuseEmptyPeriod(fields);
    const id = newId();
    await this.transactions.run(async () => {
      if (!(await this.histories.holdCourse(courseId))) throw new CourseNotFoundError();
      const held = await this.rules.hold(label.labelKind, label.labelId);
      if (held?.courseId !== courseId) throw new NoSuchLabelError(label.labelKind);
      if (held.byThemselves) throw new JoinedByThemselvesError();
      if ((await this.rules.countOf(courseId)) >= MOST_OF_A_COURSE)
        throw new TooManyLabelAccommodationsError(MOST_OF_A_COURSE);
      const about = { id, courseId, ...label, approvedBy: caller.userId };
      await this.rules.insert({ ...fields, ...about, version: 1, createdAt: now, updatedAt: now });
      const by = { userId: caller.userId, at: now };
      await this.histories.addChange(id, 'created', { before: null, after: fields }, by);
      await this.learners.follow({ courseId }, caller.userId);
    });
    return this.read(id);
  }

  /** Of a course, the newest first; those that have ended are kept. Throws CourseNotFoundError. */
  async list(courseId: string): Promise<LabelAccommodationResponse[]> {
    const rules = await this.rules.of(courseId);
    if (rules.length === 0 && !(await this.histories.hasCourse(courseId))) throw new CourseNotFoundError();
    return rules.map(toLabelAccommodationResponse);
  }

  /** Throws AccommodationNotFoundError. */
  async read(id: string): Promise<LabelAccommodationResponse> {
    const rule = await this.rules.find(id);
    if (!rule) throw new AccommodationNotFoundError();
    return toLabelAccommodationResponse(rule);
  }

  /** Throws AccommodationNotFoundError, StaleVersionError, AccommodationPeriodError. */
  async change(
    caller: Caller,
    id: string,
    changes: UpdateLabelAccommodationDto,
    version: ExpectedVersion,
  ): Promise<LabelAccommodationResponse> {
    await this.apply(caller, id, 'changed', version, (before) =>
      isEmptyChange(changes) ? undefined : changedFields(before, changes),
    );
    return this.read(id);
  }

  /** From now on it is not in force; one that has ended stays as it is. Throws AccommodationNotFoundError, StaleVersionError. */
  async end(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    await this.apply(caller, id, 'ended', version, (before) => endedAt(before, this.clock.now()));
  }

  /** Throws AccommodationNotFoundError. */
  async history(id: string, query: CursorQuery): Promise<Page<AccommodationChangeResponse>> {
    await this.read(id);
    const { cursor, limit } = query;
    const rows = await this.histories.history(id, limit, LATEST_CHANGE_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, LATEST_CHANGE_FIRST.keysOf, toAccommodationChangeResponse);
    return withTotal(page, query, (most) => this.histories.countHistory(id, most));
  }

  private async apply(
    caller: Caller,
    id: string,
    kind: 'changed' | 'ended',
    version: ExpectedVersion,
    changed: (before: AccommodationFields) => AccommodationFields | undefined,
  ): Promise<void> {
    await this.transactions.run(async () => {
      const found = await this.rules.find(id);
      if (!found) throw new AccommodationNotFoundError();
      // The group or tag first, as whoever puts learners into it does.
      await this.rules.hold(found.labelKind, found.labelId);
      const stored = await this.rules.lock(id);
      if (!stored) throw new AccommodationNotFoundError();
      const change = judgedChange(stored, version, kind, changed);
      if (!change) return;
      const now = this.clock.now();
      await this.rules.update(id, change.after, now);
      await this.histories.addChange(id, kind, change, { userId: caller.userId, at: now });
      await this.learners.renew(stored, caller.userId);
      // One that had ended may be in force again: whoever came meanwhile has none of it.
      await this.learners.follow({ courseId: stored.courseId }, caller.userId);
    });
  }
}

function labelOf(
  groupId: string | null | undefined,
  tagId: string | null | undefined,
): { labelKind: LabelKind; labelId: string } {
  const [group, tag] = [groupId ?? undefined, tagId ?? undefined];
  if (group !== undefined && tag === undefined) return { labelKind: 'group', labelId: group };
  if (tag !== undefined && group === undefined) return { labelKind: 'tag', labelId: tag };
  throw new OneLabelError();
}
