import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { dayIn } from '../../shared/time/zoned-time';
import { CourseCreated, CoursesFacade } from '../courses';
import { EnrollmentStarts } from './enrollment-starts';

/** Makes whoever creates a course its first instructor and its owner, from the day of its creation. */
@Injectable()
export class CourseCreator {
  constructor(
    private readonly courses: CoursesFacade,
    private readonly starts: EnrollmentStarts,
  ) {}

  @OnEvent(CourseCreated)
  async onCourseCreated({ courseId, createdBy }: CourseCreated): Promise<void> {
    const course = createdBy === null ? undefined : await this.courses.course(courseId);
    if (!course || createdBy === null) return;
    const today = dayIn(course.createdAt, course.timeZone);
    await this.starts.startFirst(
      createdBy,
      {
        ...{ courseId, role: 'instructor', reach: { isOwner: true } },
        by: { source: 'self', userId: createdBy },
      },
      today,
    );
  }
}
