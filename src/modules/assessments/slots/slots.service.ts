import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { InvalidSlotsError, QuizHasAttemptsError, QuizNotFoundError } from '../assessments.errors';
import { QuizPointsChanged } from '../assessments.events';
import { BanksRepository } from '../banks/banks.repository';
import { FolderTree } from '../banks/folder-tree';
import { FoldersRepository } from '../banks/folders.repository';
import { QuestionsRepository } from '../questions/questions.repository';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { BankSharesRepository } from '../sharing/bank-shares.repository';
import { type SlotListResponse, toSlotListResponse } from './dto/slot.response';
import { draw } from './drawing';
import type { SlotDraw } from './draws';
import { DrawsRepository } from './draws.repository';
import {
  asksTheSame,
  namesQuestion,
  slotFaults,
  tooFewFault,
  usableFor,
  type WantedSlot,
} from './slot-rules';
import { SlotsRepository } from './slots.repository';

/** Which questions of the bank a quiz asks, in which order and in which version. */
@Injectable()
export class SlotsService {
  constructor(
    private readonly slots: SlotsRepository,
    private readonly banks: BanksRepository,
    private readonly shares: BankSharesRepository,
    private readonly folders: FoldersRepository,
    private readonly draws: DrawsRepository,
    private readonly questions: QuestionsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, activityId: string): Promise<SlotListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.read_key');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    return toSlotListResponse(await this.slots.asked(activityId));
  }

  /**
   * Gives a quiz exactly these questions. Attempts that have started keep their papers. Once there are attempts, only the versions
   * can be others, and only such as are worth the same: QuizHasAttemptsError otherwise.
   *
   * @param version of the quiz, which its slots are a part of
   */
  async replace(
    caller: Caller,
    activityId: string,
    wanted: readonly WantedSlot[],
    version?: ExpectedVersion,
  ): Promise<SlotListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const found = await this.quizzes.find(activityId);
      if (!found) throw new QuizNotFoundError();
      const shared = await this.shares.banksFor(found.courseId);
      const bankId = await this.banks.lockWithOthers(found.courseId, shared, now);
      const quiz = await this.quizzes.lock(activityId);
      if (!quiz) throw new QuizNotFoundError();
      if (isStale(version, quiz.version)) throw new StaleVersionError('quiz');
      const before = await this.slots.asked(activityId);
      const usable = usableFor([bankId, ...shared], before);
      const versions = (await this.slots.versionsFor(wanted.filter(namesQuestion))).filter(usable.version);
      const folders = await this.folders.ofBanks([
        bankId,
        ...wanted.flatMap(({ draw: { bankId: of } = {} }) => of ?? []),
      ]);
      const faults = slotFaults(wanted, versions, {
        folders: new FolderTree(folders),
        drawsFrom: (of) => usable.banks.has(of ?? bankId),
      });
      if (faults.length > 0) throw new InvalidSlotsError(faults);
      await this.refuseTooFew(found.courseId, wanted);
      if (!asksTheSame(before, wanted, versions) && (await this.quizzes.haveAttempts([activityId])))
        throw new QuizHasAttemptsError('questions');
      const idOf = new Map(before.map(({ id, question }) => [question?.questionId, id]));
      const drawIds = before.flatMap(({ id, draw: drawn }) => (drawn ? [id] : []));
      await this.slots.deleteOfQuiz(activityId);
      await this.slots.insert(
        wanted.map((slot, index) => ({
          id: (slot.draw ? drawIds.shift() : idOf.get(slot.questionId)) ?? newId(),
          ...{ activityId, position: index + 1, questionId: slot.questionId ?? null },
          ...{ versionId: slot.draw ? null : slot.versionId, draw: slot.draw },
        })),
      );
      await this.questions.placeInQuiz(
        activityId,
        wanted.filter(namesQuestion).map(({ questionId }) => questionId),
      );
      const total = await this.slots.totalPoints(activityId);
      await this.quizzes.updatePoints(activityId, total, now);
      if (total !== quiz.pointsPossible) await this.events.publish(new QuizPointsChanged(activityId, total));
      return toSlotListResponse(await this.slots.asked(activityId));
    });
  }

  /** Throws InvalidSlotsError where the bank lacks questions for a draw. */
  private async refuseTooFew(courseId: string, wanted: readonly WantedSlot[]): Promise<void> {
    const draws = wanted.flatMap((slot, index): SlotDraw[] =>
      slot.draw ? [{ ...slot.draw, slotId: String(index), position: index + 1 }] : [],
    );
    if (draws.length === 0) return;
    const pots = await this.draws.pots(courseId, draws);
    const taken = new Set(wanted.filter(namesQuestion).map(({ questionId }) => questionId));
    const { lacking } = draw(pots, taken, new Map(), 0);
    if (lacking) throw new InvalidSlotsError([tooFewFault(Number(lacking.slotId), lacking.found)]);
  }
}
