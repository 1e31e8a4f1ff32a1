import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../shared/events/domain-events';
import { MOST_COUNTED } from '../../shared/http/pagination';
import { SchoolDeleting } from '../identity';
import { CoursesRepository } from './courses.repository';
import { sentences } from './courses.sentences';

/** Keeps a school as long as courses belong to it. */
@Injectable()
export class SchoolCourses {
  constructor(private readonly courses: CoursesRepository) {}

  @OnEvent(SchoolDeleting)
  async onSchoolDeleting(deleting: SchoolDeleting): Promise<void> {
    const { courses, templates } = await this.courses.countOfSchool(deleting.schoolId, MOST_COUNTED);
    if (courses > 0) deleting.tell(sentences.coursesOfSchool({ count: courses }));
    if (templates > 0) deleting.tell(sentences.templatesOfSchool({ count: templates }));
  }
}
