import type { MarkedQuestion } from '../../modules/marking';
import type { Caller } from '../../shared/auth/caller';
import {
  addDays,
  firstDayOf,
  practiceComments,
  practiceCorrection,
  practiceCourse,
  type PracticeItem,
  type PracticeMark,
  practiceMarks,
  practiceRemark,
  practiceRubric,
  practiceRule,
  preparedAt,
} from '../content';
import { instantOf } from '../content/calendar';
import type { MadeCourse } from '../course-maker';
import type { FrontDoors } from '../front-doors';
import { idUnder } from '../id-under';
import type { SettableClock } from '../replay-clock';
import { exampleOf } from './practice-files';
import type { PracticePeople } from './practice-people';
import type { TakenSitting } from './sitting';

/** What the staff of the practice room prepare, mark and put right, by the same code as everybody's requests. */
export class PracticeMarking {
  constructor(
    private readonly doors: FrontDoors,
    private readonly clock: SettableClock,
    private readonly seedingDay: string,
    private readonly people: PracticePeople,
    private readonly made: MadeCourse,
    /** Of the questions in the bank, by their types. */
    private readonly questionIds: ReadonlyMap<string, string>,
  ) {}

  /** The rubric, the second markers, comments to choose from, and for how long learners may ask for another mark. */
  async prepare(): Promise<void> {
    const { markers } = this.doors;
    const instructor = this.people.instructor();
    const { courseId } = this.made;
    this.moveTo(preparedAt);
    for (const text of practiceComments)
      await markers.saveComment(instructor, courseId, { text, shared: true });
    const rubricId = await markers.addRubric(instructor, courseId, practiceRubric.rubric);
    await markers.useRubric(instructor, this.question(practiceRubric), rubricId, 'before');
    await markers.markTwice(instructor, this.question(practiceRule), practiceRule.rule);
    await markers.offerRemarks(instructor, this.question(practiceRemark).activityId, practiceRemark.days);
  }

  /** Puts a wrong key right. Who was graded by it stays so until the quiz is graded again. */
  async correctKey(): Promise<void> {
    const { activityId, itemId } = this.question(practiceCorrection);
    const { definition } = exampleOf(practiceCorrection.type).question;
    this.moveTo(practiceCorrection);
    await this.doors.assessments.correctKey(this.people.instructor(), activityId, itemId, definition);
  }

  /** Marks some of what was handed in, and leaves the rest. One learner asks for another mark. */
  async mark(sittings: readonly TakenSitting[]): Promise<void> {
    const { markers } = this.doors;
    for (const { marker, mark, file, ...at } of practiceMarks) {
      this.moveTo(at);
      const { attemptId, itemId } = this.answer(sittings, at);
      const caller = this.people.staff(marker);
      const fileIds = file ? [await this.upload(caller, file)] : [];
      await markers.mark(caller, attemptId, itemId, { ...mark, fileIds });
    }
    const { learner, reason } = practiceRemark;
    this.moveTo(practiceRemark);
    const { attemptId, itemId } = this.answer(sittings, practiceRemark);
    await markers.askForRemark(this.people.learner(learner), attemptId, itemId, reason);
  }

  /**
   * Has those graded again whom the wrong key graded: first only listed, then done. Both are operations, which begin after a commit, so
   * this is no part of the transaction that makes the school.
   */
  async regrade(): Promise<void> {
    const { assessments, operations } = this.doors;
    const { activityId } = this.question(practiceCorrection);
    this.moveTo(practiceCorrection.regradedAt);
    for (const dryRun of [true, false]) {
      const how = { policy: 'recompute', dryRun, tellLearners: false } as const;
      await operations.settled(await assessments.regrade(this.people.instructor(), activityId, how));
    }
  }

  private question({ quiz, type }: PracticeItem): MarkedQuestion {
    return {
      activityId: idUnder(this.made.activityIds, quiz),
      itemId: idUnder(this.questionIds, type),
    };
  }

  private answer(
    sittings: readonly TakenSitting[],
    { quiz, type, learner }: PracticeItem & { learner: string },
  ): { attemptId: string; itemId: string } {
    const taken = sittings.find((sitting) => sitting.quiz === quiz && sitting.learner === learner);
    if (!taken) throw new Error(`${learner} has not taken ${quiz} in the practice room.`);
    return { attemptId: taken.attemptId, itemId: this.question({ quiz, type }).itemId };
  }

  private async upload(
    marker: Caller,
    { id, name, content }: NonNullable<PracticeMark['file']>,
  ): Promise<string> {
    const file = { name, purpose: 'feedback', content: Buffer.from(content) } as const;
    await this.doors.files.create(marker, file, id);
    return id;
  }

  private moveTo({ day, minute }: { day: number; minute: number }): void {
    const date = addDays(firstDayOf(practiceCourse, this.seedingDay), day);
    this.clock.set(instantOf(practiceCourse, date, minute));
  }
}
