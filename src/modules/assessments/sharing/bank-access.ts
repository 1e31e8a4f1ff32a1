import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { DomainError } from '../../../shared/errors/domain-error';
import { CourseAccess } from '../../courses';
import { BankNotFoundError } from '../banks/banks.errors';
import { BanksRepository } from '../banks/banks.repository';
import { BankSharesRepository } from './bank-shares.repository';

type BankAction = 'quizzes.read_key' | 'quizzes.change';

/** The one place that says what staff may do with the bank of another course: what a share lets them, and nothing else. */
@Injectable()
export class BankAccess {
  constructor(
    private readonly banks: BanksRepository,
    private readonly shares: BankSharesRepository,
    private readonly access: CourseAccess,
  ) {}

  /**
   * Lets a caller to a question of a bank: as staff of its course, or of one that the bank is shared with. To change it, that share has
   * to be one for editing. Asks for shares only where the course itself does not let them.
   *
   * @throws what `CourseAccess.course` throws of the course of the bank
   */
  async question(
    caller: Caller,
    { bankId, courseId }: { bankId: string; courseId: string },
    action: BankAction,
    notFound: () => Error,
  ): Promise<void> {
    try {
      await this.access.course(caller, courseId, action, notFound);
    } catch (error) {
      if (!(error instanceof DomainError) || !(await this.isShared(caller, bankId, action))) throw error;
    }
  }

  private async isShared(caller: Caller, bankId: string, action: BankAction): Promise<boolean> {
    const courses = await this.shares.courses(bankId);
    if (courses.length === 0) return false;
    const may = await this.access.inCourses(caller);
    return courses.some(
      (course) => (action === 'quizzes.read_key' || course.access === 'edit') && may(action, course),
    );
  }

  /**
   * The bank that staff of a course ask for: its own, or one that is shared with it. The caller has been let into the course.
   * Undefined for a course that never had a question.
   *
   * @throws BankNotFoundError
   */
  async bankFor(courseId: string, bankId: string | undefined): Promise<string | undefined> {
    const own = await this.banks.find(courseId);
    if (bankId === undefined || bankId === own) return own;
    if (!(await this.shares.find(bankId, courseId))) throw new BankNotFoundError();
    return bankId;
  }
}
