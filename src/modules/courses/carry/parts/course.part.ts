import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../../../shared/events/domain-events';
import { sentences } from '../../../../shared/http/http.sentences';
import { invalidRequest, readAs } from '../../../../shared/http/validation';
import { distinctTags } from '../../../../shared/text/tags';
import type { Course } from '../../course.entity';
import { CourseDatesError, CourseNotFoundError } from '../../courses.errors';
import { CourseCreated } from '../../courses.events';
import { CoursesRepository } from '../../courses.repository';
import { CoursePlacement } from '../../description/course-placement';
import { DescriptionsRepository } from '../../description/descriptions.repository';
import { DescriptionFiles, namedIn } from '../../description/files/description-files.service';
import { SyllabusService } from '../../description/syllabus.service';
import type { CourseCoverDto } from '../../description/files/dto/course-cover';
import type { SyllabusFileDto } from '../../description/files/dto/syllabus-file';
import { CreateCourseDto } from '../../dto/course.dto';
import type { CarryPart, CarryScope, CarryTarget, MadeThing, NamedFile, ThingCount } from '../carry-part';
import { CarryParts } from '../carry-parts';
import type { DateMoves } from '../dates/date-moves';

type Described = Pick<
  Course,
  | ('id' | 'title' | 'code' | 'summary' | 'timeZone' | 'visibility' | 'language' | 'level' | 'category')
  | ('tags' | 'selfEnrollment' | 'publishing' | 'contentCheck' | 'startDate' | 'endDate')
  | ('beforeStart' | 'afterEnd')
>;

/** What is known of a course besides its content. Its term and school are those of the place where it is restored. */
export interface CourseDocument extends Described {
  /** Markdown; empty for none. */
  syllabus: string;
  /** Left out for none. */
  syllabusFiles?: SyllabusFileDto[];
  /** Left out for none. */
  cover?: CourseCoverDto;
  termId: string | null;
  schoolId: string | null;
}

export const COURSE_PART = 'course';

/** The description and the settings of a course. It becomes a draft, with whoever has it made as its instructor. */
@Injectable()
export class CoursePart implements CarryPart<CourseDocument>, OnModuleInit {
  readonly name = COURSE_PART;
  readonly order = 1;
  readonly ofActivities = false;

  constructor(
    private readonly courses: CoursesRepository,
    private readonly descriptions: DescriptionsRepository,
    private readonly syllabi: SyllabusService,
    private readonly descriptionFiles: DescriptionFiles,
    private readonly placement: CoursePlacement,
    private readonly events: DomainEvents,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect({ courseId }: CarryScope): Promise<CourseDocument> {
    const course = await this.courses.find(courseId);
    if (!course) throw new CourseNotFoundError();
    const { id, title, code, summary, timeZone, visibility, language, level, category, tags } = course;
    const { selfEnrollment, publishing, contentCheck, startDate, endDate, beforeStart, afterEnd } = course;
    const { coverFileId, coverText } = course;
    const syllabusFiles = await this.descriptionFiles.labeledFilesOf(courseId);
    return {
      ...{ id, title, code, summary, timeZone, visibility, language, level, category, tags },
      ...{ selfEnrollment, publishing, contentCheck, startDate, endDate, beforeStart, afterEnd },
      ...(syllabusFiles.length === 0 ? {} : { syllabusFiles }),
      ...(coverFileId === null ? {} : { cover: { fileId: coverFileId, text: coverText ?? '' } }),
      syllabus: (await this.descriptions.syllabusOf(courseId))?.content ?? '',
      ...{ termId: course.academicSessionId, schoolId: course.orgId },
    };
  }

  makes({ id }: CourseDocument): MadeThing[] {
    return [{ what: 'course', id }];
  }

  files(document: CourseDocument): { named: string[]; needed: NamedFile[] } {
    const needed = namedIn(document).map(({ field, fileId }) => ({ field: `${this.name}.${field}`, fileId }));
    return { named: needed.map(({ fileId }) => fileId), needed };
  }

  counts(): ThingCount[] {
    return [{ part: 'courses', count: 1 }];
  }

  moved(document: CourseDocument, moves: DateMoves): CourseDocument {
    const thing = { of: 'courses', id: document.id, title: document.title };
    return {
      ...document,
      startDate: moves.day(document.startDate, 'startDate', thing),
      endDate: moves.day(document.endDate, 'endDate', thing),
    };
  }

  write({ tags, termId: _term, schoolId: _school, ...document }: CourseDocument): object {
    return { ...document, tags: tags ?? [] };
  }

  read(sent: object, field: string): CourseDocument {
    const { id, ...others } = sent as Record<string, unknown>;
    const { read, faults } = readAs(CreateCourseDto, others, field);
    if (read.timeZone === undefined) {
      const place = `${field}.timeZone`;
      faults.push({ field: place, rule: 'required', message: sentences.required({ field: place }) });
    }
    if (faults.length > 0) throw invalidRequest(faults);
    const { title, code, summary = '', timeZone = 'UTC', visibility = 'signed_in', tags = [] } = read;
    const { language = null, level = null, category = null, startDate = null, endDate = null } = read;
    const { selfEnrollment = false, publishing = 'manual', contentCheck = 'advice', syllabus = '' } = read;
    const { beforeStart = 'everything', afterEnd = 'everything', cover, syllabusFiles = [] } = read;
    if (startDate !== null && endDate !== null && endDate < startDate) throw new CourseDatesError();
    return {
      ...{ id: String(id), title, code, summary, timeZone, visibility, language, level, category },
      ...{ tags: distinctTags(tags), selfEnrollment, publishing, contentCheck, startDate, endDate },
      ...{ syllabus, termId: null, schoolId: null, beforeStart, afterEnd },
      ...(syllabusFiles.length === 0 ? {} : { syllabusFiles }),
      ...(cover ? { cover } : {}),
    };
  }

  async inspect({ cover }: CourseDocument): Promise<void> {
    if (cover) await this.descriptionFiles.requirePicture(cover.fileId, `${this.name}.cover.fileId`);
  }

  async restore(document: CourseDocument, { courseId, by, now, files }: CarryTarget): Promise<void> {
    const { id: _id, termId, schoolId, tags, syllabus, cover, syllabusFiles = [], ...described } = document;
    await this.placement.requireTerm(termId);
    await this.placement.requireSchool(schoolId);
    await this.courses.insert([
      {
        ...described,
        ...{ id: courseId, academicSessionId: termId, orgId: schoolId, status: 'draft' },
        ...{ tags: tags?.length ? tags : null, createdBy: by, publishedAt: null, createdAt: now },
      },
    ]);
    if (syllabus.trim() !== '') await this.syllabi.write(courseId, syllabus);
    const held = syllabusFiles.filter(({ fileId }) => files.has(fileId));
    await this.descriptionFiles.holdFirst(null, courseId, {
      ...(cover && files.has(cover.fileId) ? { cover } : {}),
      ...(held.length === 0 ? {} : { syllabusFiles: held }),
    });
    await this.events.publish(new CourseCreated(courseId, by));
  }
}
