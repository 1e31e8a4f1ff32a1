import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { CourseDeleted } from '../courses';
import { EnrollmentsRepository } from './enrollments.repository';

/** A draft that goes takes its staff along. A learner it never had: the foreign key would refuse. */
@Injectable()
export class DeletedCourses {
  constructor(private readonly enrollments: EnrollmentsRepository) {}

  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    await this.enrollments.removeStaff(courseId);
  }
}
