import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CourseAction, may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess, type CourseStanding } from '../../courses';
import { AnnouncementMails } from './announcement-mails';
import { announcementState, awaitsMails } from './announcement-rules';
import type { Announcement } from './announcement.entity';
import { AnnouncementNotFoundError } from './announcements.errors';
import {
  ANNOUNCEMENT_ORDER,
  type AnnouncementRecord,
  AnnouncementsRepository,
  type ReadAnnouncement,
} from './announcements.repository';
import type { AnnouncementsQuery, ChangeAnnouncementDto, NewAnnouncementDto } from './dto/announcement.dto';
import { type AnnouncementResponse, toAnnouncementResponse } from './dto/announcement.response';

/** What the staff of a course tell its learners. */
@Injectable()
export class AnnouncementsService {
  constructor(
    private readonly announcements: AnnouncementsRepository,
    private readonly mails: AnnouncementMails,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Staff read all, everybody else in the course what is published now. */
  async list(
    caller: Caller,
    courseId: string,
    query: AnnouncementsQuery,
  ): Promise<Page<AnnouncementResponse>> {
    const standing = await this.access.course(caller, courseId, 'announcements.read');
    const now = this.clock.now();
    const forStaff = isForStaff(caller, standing);
    const { state, cursor, limit } = query;
    // What learners may not read is not there, whatever they ask for.
    if (!forStaff && state !== undefined && state !== 'published')
      return withTotal(toPage([], limit, ANNOUNCEMENT_ORDER.keysOf, never), query, () => 0);
    const filter = { courseId, state: forStaff ? state : ('published' as const), now };
    const after = ANNOUNCEMENT_ORDER.placeIn(cursor);
    const found = await this.announcements.page(filter, caller.userId, { after, limit });
    const page = toPage(found, limit, ANNOUNCEMENT_ORDER.keysOf, (each) =>
      toAnnouncementResponse(each, now, forStaff),
    );
    return withTotal(page, query, (most) => this.announcements.count(filter, most));
  }

  async create(caller: Caller, courseId: string, dto: NewAnnouncementDto): Promise<AnnouncementResponse> {
    await this.access.course(caller, courseId, 'announcements.write');
    const now = this.clock.now();
    const { title, body, publishesAt = null, sendsMail = true } = dto;
    const announcement: Announcement = {
      ...{ id: newId(), courseId, title, body, bodyHtml: renderMarkdown(body), publishesAt, sendsMail },
      ...{ mailedAt: null, version: 1, createdBy: caller.userId, createdAt: now, updatedAt: now },
    };
    return this.transactions.run(async () => {
      await this.announcements.insert(announcement);
      if (publishesAt !== null && sendsMail) await this.mails.schedule(announcement.id, publishesAt);
      return this.response(caller, announcement.id, true);
    });
  }

  async read(caller: Caller, id: string): Promise<AnnouncementResponse> {
    const { announcement, forStaff } = await this.find(caller, id, 'announcements.read');
    return toAnnouncementResponse(announcement, this.clock.now(), forStaff);
  }

  async change(
    caller: Caller,
    id: string,
    dto: ChangeAnnouncementDto,
    version: ExpectedVersion,
  ): Promise<AnnouncementResponse> {
    await this.find(caller, id, 'announcements.write');
    const { body, ...others } = dto;
    const wanted = withoutMissing({
      ...others,
      ...(body === undefined ? {} : { body, bodyHtml: renderMarkdown(body) }),
    });
    return this.changing(id, version, async (announcement) => {
      if (isEmptyChange(wanted)) return this.response(caller, id, true);
      const changed = { ...announcement, ...wanted };
      const now = this.clock.now();
      await this.announcements.update(id, {
        ...wanted,
        ...{ version: announcement.version + 1, updatedAt: notBefore(now, announcement.updatedAt) },
      });
      if (awaitsMails(changed) && changed.publishesAt !== null && hasOtherMails(announcement, changed))
        await this.mails.schedule(id, changed.publishesAt);
      return this.response(caller, id, true);
    });
  }

  async delete(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    await this.find(caller, id, 'announcements.write');
    await this.changing(id, version, () => this.announcements.delete(id));
  }

  async markRead(caller: Caller, id: string): Promise<void> {
    await this.find(caller, id, 'announcements.read');
    await this.announcements.markRead(id, caller.userId, this.clock.now());
  }

  async markUnread(caller: Caller, id: string): Promise<void> {
    await this.find(caller, id, 'announcements.read');
    await this.announcements.markUnread(id, caller.userId);
  }

  /** Throws AnnouncementNotFoundError also where the caller may not know of the course, or of what is not published yet. */
  private async find(
    caller: Caller,
    id: string,
    action: CourseAction,
  ): Promise<{ announcement: ReadAnnouncement; forStaff: boolean }> {
    const announcement = await this.announcements.find(id, caller.userId);
    if (!announcement) throw new AnnouncementNotFoundError();
    const notFound = (): Error => new AnnouncementNotFoundError();
    const standing = await this.access.course(caller, announcement.courseId, action, notFound);
    const forStaff = isForStaff(caller, standing);
    if (!forStaff && announcementState(announcement, this.clock.now()) !== 'published') throw notFound();
    return { announcement, forStaff };
  }

  private async changing<T>(
    id: string,
    version: ExpectedVersion,
    work: (announcement: AnnouncementRecord) => Promise<T>,
  ): Promise<T> {
    return this.transactions.run(async () => {
      const announcement = await this.announcements.lock(id);
      if (!announcement) throw new AnnouncementNotFoundError();
      if (isStale(version, announcement.version)) throw new StaleVersionError('announcement');
      return work(announcement);
    });
  }

  private async response(caller: Caller, id: string, forStaff: boolean): Promise<AnnouncementResponse> {
    const announcement = await this.announcements.find(id, caller.userId);
    if (!announcement) throw new AnnouncementNotFoundError();
    return toAnnouncementResponse(announcement, this.clock.now(), forStaff);
  }
}

function isForStaff(caller: Caller, standing: CourseStanding): boolean {
  return may(caller, 'announcements.write', { ...standing, status: 'published' }).granted;
}

/** Whether a message for its mails is not in the outbox already. */
function hasOtherMails(before: AnnouncementRecord, after: AnnouncementRecord): boolean {
  return (
    before.publishesAt?.getTime() !== after.publishesAt?.getTime() || before.sendsMail !== after.sendsMail
  );
}

function never(announcement: never): never {
  return announcement;
}
