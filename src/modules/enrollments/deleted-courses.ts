import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { CourseDeleted } from '../courses';
import { EnrollmentsRepository } from './enrollments.repository';

/** Removes the staff of a draft that is being deleted. It never had learners; if it had, the foreign key would refuse. */
@Injectable()
export class DeletedCourses {
  constructor(private readonly enrollments: EnrollmentsRepository) {}

  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    await this.enrollments.removeStaff(courseId);
  }
}
