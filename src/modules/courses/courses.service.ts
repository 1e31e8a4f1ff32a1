import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { type ActingRole, type CourseAction, may } from '../../shared/auth/permissions';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { DomainEvents } from '../../shared/events/domain-events';
import { withoutMissing } from '../../shared/http/empty-change';
import { distinctTags } from '../../shared/text/tags';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../shared/http/etag';
import { notBefore } from '../../shared/time/not-before';
import { zoneChange } from '../../shared/time/zone-change';
import { ContentPublisher } from './content/versions/content-publisher';
import { ActivityFiles } from './content/activity-files.service';
import { CourseAccess, requireGranted } from './access/course-access';
import { CourseStandings } from './access/course-standing';
import { actingRole } from './access/participation';
import {
  CourseDatesError,
  CourseHasLearnersError,
  CourseNotDraftError,
  CourseNotFoundError,
} from './courses.errors';
import type { Course, CourseColumns } from './course.entity';
import {
  CourseCreated,
  CourseDeleted,
  CoursesArchived,
  CoursesArchiving,
  CourseTimeZoneChanged,
} from './courses.events';
import { CoursesRepository } from './courses.repository';
import { CoursePlacement } from './description/course-placement';
import { DescriptionFiles } from './description/files/description-files.service';
import { SyllabusService } from './description/syllabus.service';
import type { CreateCourseDto, UpdateCourseDto } from './dto/course.dto';
import { type ChangedCourseResponse, toChangedCourseResponse } from './dto/changed-course.response';
import { type CourseResponse, type DescribedCourse, toCourseResponse } from './dto/course.response';

/** Courses: their description, and publishing, archiving and deleting them. */
@Injectable()
export class CoursesService {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly standings: CourseStandings,
    private readonly access: CourseAccess,
    private readonly placement: CoursePlacement,
    private readonly syllabi: SyllabusService,
    private readonly files: DescriptionFiles,
    private readonly activityFiles: ActivityFiles,
    private readonly publisher: ContentPublisher,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Creates a draft. The enrollments module then makes its creator the instructor. */
  async create(caller: Caller, dto: CreateCourseDto): Promise<CourseResponse> {
    const now = this.clock.now();
    const { visibility = 'signed_in' as const, termId = null, schoolId = null, level = null } = dto;
    const { category = null, tags = [], syllabus = '' } = dto;
    const draft = {
      id: newId(),
      code: dto.code,
      title: dto.title,
      summary: dto.summary ?? '',
      status: 'draft' as const,
      ...{ visibility, academicSessionId: termId, orgId: schoolId, level, category },
      tags: storedTags(tags),
      selfEnrollment: dto.selfEnrollment ?? false,
      publishing: dto.publishing ?? ('manual' as const),
      contentCheck: dto.contentCheck ?? ('advice' as const),
      beforeStart: dto.beforeStart ?? ('everything' as const),
      afterEnd: dto.afterEnd ?? ('everything' as const),
      publishedVersion: null,
      startDate: dto.startDate ?? null,
      endDate: dto.endDate ?? null,
      createdBy: caller.userId,
      publishedAt: null,
      createdAt: now,
    };
    refuseEndBeforeStart(draft);
    const course = await this.transactions.run(async () => {
      await this.placement.requireTerm(termId);
      const standards = await this.placement.requireSchool(schoolId);
      const made = {
        ...draft,
        timeZone: dto.timeZone ?? standards?.timeZone ?? caller.timeZone,
        language: dto.language === undefined ? (standards?.locale ?? null) : dto.language,
      };
      await this.courses.insert([made]);
      if (syllabus !== '') await this.syllabi.write(made.id, syllabus);
      const cover = await this.files.holdFirst(caller, made.id, dto);
      await this.events.publish(new CourseCreated(made.id, caller.userId));
      return { ...made, ...cover, version: 1, updatedAt: now };
    });
    return this.described(course, actingRole(caller.role, 'owner'));
  }

  async find(caller: Caller, courseId: string): Promise<CourseResponse> {
    const { role } = await this.access.course(caller, courseId, 'course.see');
    const course = await this.courses.find(courseId);
    if (!course) throw new CourseNotFoundError();
    return this.described(course, role);
  }

  /**
   * Changes the given fields; a new time zone moves the dates of the course with it (decision 24). Throws
   * StaleVersionError if the course does not have the expected version.
   */
  async update(
    caller: Caller,
    courseId: string,
    dto: UpdateCourseDto,
    version: ExpectedVersion,
  ): Promise<ChangedCourseResponse> {
    let zoneChanged: CourseTimeZoneChanged | undefined;
    const { course, role } = await this.change(
      caller,
      courseId,
      'course.change',
      version,
      async (present) => {
        const { termId, schoolId, tags, syllabus, cover, syllabusFiles, ...others } = dto;
        const given = withoutMissing({ ...others, academicSessionId: termId, orgId: schoolId });
        const changes = { ...given, ...(tags === undefined ? {} : { tags: storedTags(tags) }) };
        refuseEndBeforeStart({ ...present, ...changes });
        await this.placement.requireTerm(termId);
        await this.placement.requireSchool(schoolId);
        zoneChanged = await this.moveDates(caller, present, changes.timeZone);
        if (syllabus !== undefined) await this.syllabi.write(courseId, syllabus);
        const held = await this.files.hold(caller, present, { cover, syllabusFiles });
        // The syllabus and its files have no column of the course, but its version.
        const hasOther = syllabus !== undefined || syllabusFiles !== undefined;
        const all = {
          ...changes,
          ...held,
          ...(hasOther ? { title: changes.title ?? present.title } : {}),
        };
        if (changes.publishing !== 'automatic' || present.status !== 'published') return all;
        const { number } = await this.publisher.publish(courseId, { cause: 'person', by: caller.userId });
        return { ...all, publishedVersion: number };
      },
    );
    return toChangedCourseResponse(course, role, await this.files.coverOf(course), zoneChanged);
  }

  /** Undefined if the zone is not a new one. */
  private async moveDates(
    caller: Caller,
    { id, timeZone }: Course,
    newZone: string = timeZone,
  ): Promise<CourseTimeZoneChanged | undefined> {
    if (newZone === timeZone) return undefined;
    const change = zoneChange(timeZone, newZone, this.clock.now());
    const event = new CourseTimeZoneChanged(id, change, caller.userId);
    await this.events.publish(event);
    return event;
  }

  /** Deletes a draft in which nobody was ever enrolled as a learner. */
  async delete(caller: Caller, courseId: string, version: ExpectedVersion): Promise<void> {
    await this.access.course(caller, courseId, 'course.delete');
    await this.transactions.run(async () => {
      const course = await this.lock(courseId, version);
      if (course.status !== 'draft') throw new CourseNotDraftError();
      if (await this.standings.hasLearners(courseId)) throw new CourseHasLearnersError();
      await this.events.publish(new CourseDeleted(courseId));
      await this.activityFiles.releaseCourse(courseId);
      await this.files.releaseCourse(course);
      await this.courses.delete(courseId);
    });
  }

  /** Makes a draft visible to everyone, with its content as it is now. It may still be empty: courses are often announced before they are written. */
  publish(caller: Caller, courseId: string, version: ExpectedVersion): Promise<CourseResponse> {
    return this.changed(caller, courseId, 'course.publish', version, async (course) => {
      if (course.status === 'published') return {};
      const { number } = await this.publisher.publish(courseId, { cause: 'course', by: caller.userId });
      return {
        status: 'published',
        publishedAt: notBefore(this.clock.now(), course.createdAt),
        publishedVersion: number,
      };
    });
  }

  /** Makes it a draft again. Refused if there ever were learners, since they cannot see a draft. */
  unpublish(caller: Caller, courseId: string, version: ExpectedVersion): Promise<CourseResponse> {
    return this.changed(caller, courseId, 'course.publish', version, async (course) => {
      if (course.status === 'draft') return {};
      if (await this.standings.hasLearners(courseId)) throw new CourseHasLearnersError();
      return { status: 'draft', publishedAt: null };
    });
  }

  archive(caller: Caller, courseId: string, version: ExpectedVersion): Promise<CourseResponse> {
    const archived = async (course: Course): Promise<Partial<CourseColumns>> => {
      if (course.status === 'archived') return {};
      await this.events.publish(new CoursesArchived([courseId]));
      return { status: 'archived' };
    };
    return this.changed(caller, courseId, 'course.archive', version, archived, () =>
      this.events.publish(new CoursesArchiving([courseId])),
    );
  }

  /** Back to what it was before it was archived. */
  unarchive(caller: Caller, courseId: string, version: ExpectedVersion): Promise<CourseResponse> {
    return this.changed(caller, courseId, 'course.archive', version, async (course) => {
      if (course.status !== 'archived') return {};
      return { status: course.publishedAt === null ? 'draft' : 'published' };
    });
  }

  private async changed(...change: Parameters<CoursesService['change']>): Promise<CourseResponse> {
    const { course, role } = await this.change(...change);
    return this.described(course, role);
  }

  private async described(course: DescribedCourse, role: ActingRole): Promise<CourseResponse> {
    return toCourseResponse(course, role, await this.files.coverOf(course));
  }

  /** Locks the course and applies the changes that `edit` returns. An empty object means no change and no new version. */
  private async change(
    caller: Caller,
    courseId: string,
    action: CourseAction,
    version: ExpectedVersion,
    edit: (course: Course) => Promise<Partial<CourseColumns>>,
    beforeLock?: () => Promise<void>,
  ): Promise<{ course: Course; role: ActingRole }> {
    const { role } = await this.access.course(caller, courseId, action);
    const course = await this.transactions.run(async () => {
      await beforeLock?.();
      const present = await this.lock(courseId, version);
      // Its status may have changed since the caller was let in.
      requireGranted(may(caller, action, { role, status: present.status, visibility: present.visibility }));
      const edited = await edit(present);
      if (Object.keys(edited).length === 0) return present;
      const changes = {
        ...edited,
        version: present.version + 1,
        updatedAt: notBefore(this.clock.now(), present.updatedAt),
      };
      await this.courses.update(courseId, changes);
      return { ...present, ...changes };
    });
    return { course, role };
  }

  private async lock(courseId: string, version: ExpectedVersion): Promise<Course> {
    const course = await this.courses.lock(courseId);
    if (!course) throw new CourseNotFoundError();
    if (isStale(version, course.version)) throw new StaleVersionError('course');
    return course;
  }
}

function refuseEndBeforeStart({ startDate, endDate }: Pick<Course, 'startDate' | 'endDate'>): void {
  if (startDate !== null && endDate !== null && endDate < startDate) throw new CourseDatesError();
}

/** Null for none. */
function storedTags(tags: readonly string[]): string[] | null {
  return tags.length === 0 ? null : distinctTags(tags);
}
