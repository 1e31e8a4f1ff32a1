import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';

/** A course, with the instant at which its drafts are published; null: at none. */
export interface DueCourse {
  courseId: string;
  contentDueAt: Date | null;
}

/** Publishes drafts whose instant has come, once. What has been published already, it leaves alone. */
export interface ContentSettler {
  settle(courseId: string): Promise<unknown>;
  /** In the running transaction, which holds the course's row. */
  settleHeld(courseId: string): Promise<unknown>;
}

/**
 * Drafts whose instant has come are published before anybody is let in to their course. Declared here because access is decided
 * here; what publishes them provides how.
 */
@Injectable()
export class DueContent {
  private settler: ContentSettler | undefined;

  constructor(private readonly clock: Clock) {}

  /** To be called when the application starts. */
  provide(settler: ContentSettler): void {
    this.settler = settler;
  }

  isDue({ contentDueAt }: Pick<DueCourse, 'contentDueAt'>): boolean {
    return contentDueAt !== null && contentDueAt <= this.clock.now();
  }

  /** Whether there was anything to settle, so that what was read before is of earlier. */
  async settle(course: DueCourse): Promise<boolean> {
    if (!this.settler || !this.isDue(course)) return false;
    await this.settler.settle(course.courseId);
    return true;
  }

  /** As `settle`, in a transaction that holds the course's row. */
  async settleHeld(course: DueCourse): Promise<boolean> {
    if (!this.settler || !this.isDue(course)) return false;
    await this.settler.settleHeld(course.courseId);
    return true;
  }
}
