import type { CourseStanding } from '../../courses';
import type { GradebookFacade, LearnerWork, LineItemFigures } from '../../gradebook';
import type { CompletedActivity, EndCount, LearnerRecord, ReportsRepository } from './reports.repository';

/** A course that is being reported on. Whatever several parts of the report need is read once. */
export class ReportedCourse {
  private readonly known = new Map<string, Promise<unknown>>();

  constructor(
    readonly standing: CourseStanding,
    readonly now: Date,
    readonly repository: ReportsRepository,
    readonly gradebook: GradebookFacade,
  ) {}

  /** How many learners' enrollments end on which day, and how they stand. */
  ends(): Promise<EndCount[]> {
    const { courseId, today } = this.standing;
    return this.once('ends', () => this.repository.enrollmentEnds(courseId, today));
  }

  /** Those that can be done, in the order of the course. */
  activities(): Promise<CompletedActivity[]> {
    const { courseId, today } = this.standing;
    return this.once('activities', () => this.repository.completedActivities(courseId, today));
  }

  /** The active learners. */
  learners(): Promise<LearnerRecord[]> {
    const { courseId, today } = this.standing;
    return this.once('learners', () => this.repository.learnerRecords(courseId, today));
  }

  /** By due date. */
  lineItems(): Promise<LineItemFigures[]> {
    return this.once('lineItems', () => this.gradebook.figuresOf(this.standing));
  }

  /** What the active learners owe, by learner; empty where there is no work. */
  async workOfLearners(): Promise<Map<string, LearnerWork>> {
    const items = await this.lineItems();
    return this.once('workOfLearners', () => this.gradebook.workOfLearners(this.standing, items));
  }

  private once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.known.get(name) ?? read();
    this.known.set(name, known);
    return known as Promise<T>;
  }
}
