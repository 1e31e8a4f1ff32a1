import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Transactions } from '../../shared/database/transactions';
import { DomainEvents } from '../../shared/events/domain-events';
import type { CourseFacts, NewActivity, NewCourse, NewSection } from './course-facts';
import { ActivityCreated, CourseCreated } from './courses.events';
import { CoursesRepository } from './courses.repository';
import { columnsFor } from './content/activity.entity';
import { readFields } from './content/activity-types/requests';
import { htmlOf } from './content/activity-text';
import { ActivityFiles } from './content/activity-files.service';
import { ActivitiesRepository } from './content/activities.repository';
import { ActivitiesService } from './content/activities.service';
import { CourseVersionsService } from './content/versions/course-versions.service';
import { ScheduledPublicationsService } from './content/versions/scheduled/scheduled-publications.service';
import { CourseCopiesService } from './carry/copies/course-copies.service';
import { CoursesService } from './courses.service';
import type { UpdateCourseDto } from './dto/course.dto';
import { ContentPublisher } from './content/versions/content-publisher';
import { SectionsRepository } from './content/sections.repository';
import type { NewTerm } from './terms/new-term';
import { TermsService } from './terms/terms.service';
import { type TermDeadlines, TermsRepository } from './terms/terms.repository';

/** Courses for other modules and for commands that create data. Does not check permissions. */
@Injectable()
export class CoursesFacade {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly sections: SectionsRepository,
    private readonly contents: ActivitiesRepository,
    private readonly files: ActivityFiles,
    private readonly terms: TermsRepository,
    private readonly calendar: TermsService,
    private readonly publisher: ContentPublisher,
    private readonly descriptions: CoursesService,
    private readonly activities: ActivitiesService,
    private readonly versions: CourseVersionsService,
    private readonly schedules: ScheduledPublicationsService,
    private readonly copies: CourseCopiesService,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
  ) {}

  /** Undefined when there is no such course. */
  async course(courseId: string): Promise<CourseFacts | undefined> {
    const course = await this.courses.find(courseId);
    return course ? { id: course.id, timeZone: course.timeZone, createdAt: course.createdAt } : undefined;
  }

  /** Adds a term. Returns its id. Throws what TermsService.create throws. */
  async createTerm(term: NewTerm): Promise<string> {
    const { id } = await this.calendar.create(term);
    return id;
  }

  /** Until when people enroll and withdraw by themselves, by the term of the course. One query. */
  async deadlinesOf(courseId: string): Promise<TermDeadlines> {
    return this.terms.deadlinesOf(courseId);
  }

  /** Adds courses with one statement and publishes CourseCreated for each. */
  async createCourses(courses: NewCourse[]): Promise<void> {
    await this.transactions.run(async () => {
      await this.courses.insert(courses);
      for (const { id, createdBy } of courses) await this.events.publish(new CourseCreated(id, createdBy));
    });
  }

  /** Adds sections with one statement. */
  async createSections(sections: NewSection[]): Promise<void> {
    await this.sections.insert(sections);
  }

  /**
   * Adds activities with one statement, renders their Markdown, publishes ActivityCreated for each, and a version of each
   * published course in which they are. Throws a TypeError for a type that is not registered and for fields that the type has not.
   */
  async createActivities(activities: NewActivity[]): Promise<void> {
    await this.transactions.run(async () => {
      const read = activities.map((activity) => ({
        ...activity,
        fields: readFields(activity.type, activity.fields),
      }));
      const stored = await this.files.withFiles(read);
      await this.contents.insert(
        read.map(({ fields, ...activity }, index) => ({
          ...activity,
          ...columnsFor(stored[index] ?? fields),
          contentHtml: htmlOf({ ...activity, fields }),
        })),
      );
      await this.files.create(read);
      for (const { id, courseId, type, title } of activities)
        await this.events.publish(new ActivityCreated(id, courseId, type, title, false));
      for (const courseId of new Set(activities.map(({ courseId: id }) => id)))
        await this.publisher.afterChange(courseId, null);
    });
  }

  /** From now on drafts of the course are published when somebody says so. Errors as those of the route. */
  async publishByHand(author: Caller, courseId: string): Promise<void> {
    await this.descriptions.update(author, courseId, { publishing: 'manual' }, undefined);
  }

  /** Says what a course is about. Errors as those of the route. */
  async describe(
    author: Caller,
    courseId: string,
    description: Pick<UpdateCourseDto, 'cover' | 'syllabus' | 'syllabusFiles'>,
  ): Promise<void> {
    await this.descriptions.update(author, courseId, description, undefined);
  }

  /** Begins to copy a course. Returns the id of the operation. Errors as those of the route. */
  async copyCourse(
    author: Caller,
    courseId: string,
    copy: { title: string; code: string; shiftDays: number },
  ): Promise<string> {
    return (await this.copies.start(author, courseId, copy)).id;
  }

  /** Changes the draft of an activity. Errors as those of the route. */
  async changeActivity(
    author: Caller,
    activityId: string,
    changes: { content?: string; releaseRule?: object },
  ): Promise<void> {
    await this.activities.update(author, activityId, changes, undefined);
  }

  /** Has the drafts of a course published at an instant that lies ahead. Errors as those of the route. */
  async scheduleContent(author: Caller, courseId: string, publishAt: Date, note: string): Promise<void> {
    await this.schedules.put(author, courseId, { publishAt, note }, undefined);
  }

  /** Publishes the drafts of a course. Errors as those of the route. */
  async publishContent(author: Caller, courseId: string, note: string): Promise<void> {
    await this.versions.publish(author, courseId, { note }, undefined);
  }
}
