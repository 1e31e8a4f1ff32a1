import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CourseAction, mayFor } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import type { FieldError } from '../../../shared/errors/domain-error';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { invalidRequest } from '../../../shared/http/validation';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess, type CourseStanding } from '../../courses';
import { LearnerLabelsChanged } from '../groups/groups.events';
import { MembershipsRepository } from '../groups/memberships.repository';
import type {
  ChangeLearnerTagDto,
  LearnerTagsQuery,
  NewLearnerTagDto,
  TagLearnersDto,
} from './dto/learner-tag.dto';
import {
  type LearnerTagResponse,
  type TaggedLearnerResponse,
  type TaggedLearnersResponse,
  toLearnerTagResponse,
  toTaggedLearnerResponse,
} from './dto/learner-tag.response';
import { LearnerTagNotFoundError } from './tags.errors';
import { HOLDER_ORDER, TAG_ORDER, type TagRecord, TagsRepository } from './tags.repository';
import { sentences } from './tags.sentences';

/** What the staff of a course mark learners with. */
@Injectable()
export class TagsService {
  constructor(
    private readonly tags: TagsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string, query: LearnerTagsQuery): Promise<Page<LearnerTagResponse>> {
    const standing = await this.access.course(caller, courseId, 'tags.read');
    const { cursor, limit, userId } = query;
    const found = await this.tags.page(standing, userId, { after: TAG_ORDER.placeIn(cursor), limit });
    const page = toPage(found, limit, TAG_ORDER.keysOf, toLearnerTagResponse);
    return withTotal(page, query, (most) => this.tags.count(courseId, userId, most));
  }

  /** Throws LearnerTagTitleTakenError. */
  async create(caller: Caller, courseId: string, { title }: NewLearnerTagDto): Promise<LearnerTagResponse> {
    await this.access.course(caller, courseId, 'tags.change');
    const now = this.clock.now();
    const tag = { id: newId(), courseId, title, version: 1, createdAt: now, updatedAt: now };
    await this.tags.insert(tag);
    return toLearnerTagResponse({ ...tag, learnerCount: 0 });
  }

  async read(caller: Caller, id: string): Promise<LearnerTagResponse> {
    return this.response(id, await this.find(caller, id, 'tags.read'));
  }

  /** Throws StaleVersionError, LearnerTagTitleTakenError. */
  async change(
    caller: Caller,
    id: string,
    dto: ChangeLearnerTagDto,
    version: ExpectedVersion,
  ): Promise<LearnerTagResponse> {
    const standing = await this.find(caller, id, 'tags.change');
    const wanted = withoutMissing(dto);
    return this.transactions.run(async () => {
      const stored = await this.lock(id, version);
      if (!isEmptyChange(wanted)) {
        const updatedAt = notBefore(this.clock.now(), stored.updatedAt);
        await this.tags.update(id, { ...wanted, version: stored.version + 1, updatedAt });
      }
      return this.response(id, standing);
    });
  }

  /** Whoever has it has it no more. Throws StaleVersionError. */
  async delete(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    const { courseId } = await this.find(caller, id, 'tags.change');
    await this.transactions.run(async () => {
      await this.lock(id, version);
      const holders = [...(await this.tags.holderIds(id))];
      await this.tags.delete(id);
      if (holders.length > 0)
        await this.events.publish(new LearnerLabelsChanged(courseId, holders, caller.userId));
    });
  }

  async learners(caller: Caller, id: string, query: CursorQuery): Promise<Page<TaggedLearnerResponse>> {
    const standing = await this.find(caller, id, 'tags.read');
    const roster = mayFor('roster.read', standing);
    const of = { ...standing, scope: roster.granted ? roster.scope : { groupIds: [] } };
    const { cursor, limit } = query;
    const found = await this.tags.holders(id, of, { after: HOLDER_ORDER.placeIn(cursor), limit });
    const page = toPage(found, limit, HOLDER_ORDER.keysOf, toTaggedLearnerResponse);
    return withTotal(page, query, (most) => this.tags.countHolders(id, of, most));
  }

  /** All or nothing. Saying the same again changes nothing. */
  async tag(
    caller: Caller,
    id: string,
    { add = [], remove = [] }: TagLearnersDto,
  ): Promise<TaggedLearnersResponse> {
    const { courseId, today } = await this.find(caller, id, 'tags.change');
    return this.transactions.run(async () => {
      const held = await this.memberships.holdLearners(courseId, today, [...add, ...remove], caller.userId);
      if (!(await this.tags.lock(id))) throw new LearnerTagNotFoundError();
      refuseUnknown(add, remove, held);
      const holders = await this.tags.holderIds(id);
      const added = add.filter((userId) => !holders.has(userId));
      const removed = remove.filter((userId) => holders.has(userId));
      await this.tags.remove(id, removed);
      await this.tags.add(id, added, caller.userId, this.clock.now());
      const changed = [...added, ...removed];
      if (changed.length > 0)
        await this.events.publish(new LearnerLabelsChanged(courseId, changed, caller.userId));
      return { added: added.length, removed: removed.length };
    });
  }

  /** How the caller stands to the tag's course. Throws LearnerTagNotFoundError also where they may not know of it. */
  private async find(caller: Caller, id: string, action: CourseAction): Promise<CourseStanding> {
    const tag = await this.tags.find(id);
    const notFound = (): Error => new LearnerTagNotFoundError();
    if (!tag) throw notFound();
    return this.access.course(caller, tag.courseId, action, notFound);
  }

  private async lock(id: string, version: ExpectedVersion): Promise<TagRecord> {
    const stored = await this.tags.lock(id);
    if (!stored) throw new LearnerTagNotFoundError();
    if (isStale(version, stored.version)) throw new StaleVersionError('tag');
    return stored;
  }

  private async response(id: string, standing: CourseStanding): Promise<LearnerTagResponse> {
    const tag = await this.tags.read(id, standing);
    if (!tag) throw new LearnerTagNotFoundError();
    return toLearnerTagResponse(tag);
  }
}

/** Only active learners get a tag; it can be taken from anybody. */
function refuseUnknown(
  add: readonly string[],
  remove: readonly string[],
  learners: ReadonlySet<string>,
): void {
  const faults = add.flatMap((userId, index): FieldError[] => {
    const field = `add[${index}]`;
    if (remove.includes(userId))
      return [{ field, rule: 'inOneList', message: sentences.addedAndRemoved({ field }) }];
    if (learners.has(userId)) return [];
    return [{ field, rule: 'isActiveLearner', message: sentences.noActiveLearner({ field }) }];
  });
  if (faults.length > 0) throw invalidRequest(faults);
}
