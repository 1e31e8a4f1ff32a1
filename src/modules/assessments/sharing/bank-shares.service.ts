import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { OnEvent } from '../../../shared/events/domain-events';
import { CourseAccess, CourseDeleted } from '../../courses';
import { BankInUseError, ShareWithItselfError, TooManySharesError } from '../banks/banks.errors';
import { BanksRepository } from '../banks/banks.repository';
import type { ShareAccess } from './bank-share.entity';
import { BankSharesRepository, MOST_SHARES, type ShareWithCourse } from './bank-shares.repository';
import { type BankShareResponse, type BankSharesResponse, toBankShareResponse } from './dto/bank-share.dto';

/** Sharing the bank of a course with other courses, for staff. */
@Injectable()
export class BankSharesService {
  constructor(
    private readonly shares: BankSharesRepository,
    private readonly banks: BanksRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string): Promise<BankSharesResponse> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const [given, received] = [await this.shares.given(courseId), await this.shares.received(courseId)];
    const may = await this.access.inCourses(caller);
    const shown = (share: ShareWithCourse): BankShareResponse =>
      toBankShareResponse(share, may('course.see', share));
    return { given: given.map(shown), received: received.map(shown) };
  }

  /** Shares the bank with a course that the caller knows of, or says otherwise what its staff may do. */
  async share(
    caller: Caller,
    courseId: string,
    otherCourseId: string,
    access: ShareAccess,
  ): Promise<BankShareResponse> {
    await this.access.course(caller, courseId, 'quizzes.change');
    await this.access.course(caller, otherCourseId, 'course.see');
    if (courseId === otherCourseId) throw new ShareWithItselfError();
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      const isNew = !(await this.shares.find(bankId, otherCourseId));
      if (isNew && (await this.shares.countGiven(bankId)) >= MOST_SHARES)
        throw new TooManySharesError(MOST_SHARES);
      if (isNew && (await this.shares.banksFor(otherCourseId)).length >= MOST_SHARES)
        throw new TooManySharesError(MOST_SHARES);
      const sharedBy = caller.userId;
      await this.shares.put({ bankId, courseId: otherCourseId, access, sharedBy, sharedAt: now });
      const made = (await this.shares.given(courseId)).find((share) => share.courseId === otherCourseId);
      if (!made) throw new Error(`Bank ${bankId} is not shared after it was.`);
      return toBankShareResponse(made, true);
    });
  }

  /** Quizzes that ask its questions already go on; no other can begin to. Changes nothing where there is no share. */
  async end(caller: Caller, courseId: string, otherCourseId: string): Promise<void> {
    await this.access.course(caller, courseId, 'quizzes.change');
    await this.transactions.run(async () => {
      const now = this.clock.now();
      const bankId = await this.banks.lockOfCourse(courseId, now);
      await this.shares.end(bankId, otherCourseId, now);
    });
  }

  /** Questions that quizzes of other courses ask do not go with their course. */
  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    const bankId = await this.banks.find(courseId);
    if (bankId !== undefined && (await this.shares.isUsedElsewhere(bankId))) throw new BankInUseError();
  }
}
