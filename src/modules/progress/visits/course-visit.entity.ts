import { Entity } from 'typeorm';
import { DayColumn, UuidColumn } from '../../../shared/database/columns';

/** The day on which a learner last opened an activity of a course. Only the latest day is kept. */
@Entity('course_visits')
export class CourseVisit {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;

  /** In the course's time zone. */
  @DayColumn()
  lastDay: string;
}
