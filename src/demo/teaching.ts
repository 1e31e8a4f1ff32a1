import type { Caller } from '../shared/auth/caller';
import {
  addDays,
  demoCopy,
  demoCourses,
  demoDescription,
  demoDuplicate,
  demoDraws,
  type DemoEnding,
  type DemoFinalGrade,
  demoFilings,
  demoGivenAttempts,
  demoInstructors,
  demoLearners,
  demoRevision,
  demoWaitlist,
  demoWaysIn,
  pauseReason,
  periodThatIsOver,
} from './content';
import type { DemoHappening } from './content/activity/happenings';
import { instantOf } from './content/calendar';
import { EXAMPLE_FILE_ID } from '../shared/http/description/example-ids';
import { newId } from '../shared/database/ids';
import { callerOf } from './caller-of';
import type { MadeCourse } from './course-maker';
import type { FrontDoors } from './front-doors';
import { idUnder } from './id-under';
import type { SettableClock } from './replay-clock';

/** What instructors of the demo school do with questions and attempts, by the same code as everybody's requests. */
export class Teaching {
  constructor(
    private readonly doors: FrontDoors,
    /** By the key of the course. */
    private readonly courses: ReadonlyMap<string, MadeCourse>,
    /** By username. */
    private readonly userIds: ReadonlyMap<string, string>,
  ) {}

  /** Files questions of quizzes, and lets quizzes draw from what is filed. */
  async fileQuestions(): Promise<void> {
    const { assessments } = this.doors;
    const folderIds = new Map<string, string>();
    for (const { course, quiz, folder, tags } of demoFilings) {
      const { courseId, questionIds } = this.course(course);
      const author = this.instructorOf(course);
      const folderId = await assessments.createFolder(author, courseId, folder);
      folderIds.set(`${course} ${folder}`, folderId);
      const asked = [...(questionIds.get(quiz)?.values() ?? [])];
      await assessments.fileQuestions(author, courseId, { questionIds: asked, folderId, addTags: tags });
    }
    for (const { course, quiz, folder, count, points } of demoDraws) {
      const { activityIds, questionIds } = this.course(course);
      const first = [...(questionIds.get(quiz)?.values() ?? [])].slice(0, 1);
      const draw = { folderId: idUnder(folderIds, `${course} ${folder}`), count, points };
      const activityId = idUnder(activityIds, quiz);
      await assessments.drawQuestions(this.instructorOf(course), activityId, first, draw);
    }
  }

  async giveAttempts(): Promise<void> {
    for (const { course, quiz, learner, reason } of demoGivenAttempts) {
      const to = {
        activityId: idUnder(this.course(course).activityIds, quiz),
        userId: idUnder(this.userIds, learner),
      };
      await this.doors.assessments.giveAttempt(this.instructorOf(course), to, reason);
    }
  }

  async pause(course: string, activityId: string, attemptId: string): Promise<void> {
    const instructor = this.instructorOf(course);
    await this.doors.assessments.pauseAttempt(instructor, activityId, attemptId, pauseReason);
  }

  /** Gives a course a cover, and a syllabus with a file. */
  async describeCourse(): Promise<void> {
    const { course, coverText, syllabus, fileLabel } = demoDescription;
    await this.doors.courses.describe(this.instructorOf(course), this.course(course).courseId, {
      cover: { fileId: EXAMPLE_FILE_ID, text: coverText },
      ...{ syllabus, syllabusFiles: [{ fileId: EXAMPLE_FILE_ID, label: fileLabel }] },
    });
  }

  /**
   * All seats of a course are taken, and some wait for one.
   *
   * @param happenings of the school, by which it is known who never was in the course
   */
  async fillSeats(happenings: readonly DemoHappening[]): Promise<void> {
    const { course, waiting, note } = demoWaitlist;
    const { courseId } = this.course(course);
    const { enrollments } = this.doors;
    const capacity = await enrollments.takenSeats(courseId);
    await enrollments.setAdmission(this.instructorOf(course), courseId, { capacity });
    const inside = new Set(
      happenings.flatMap((each) =>
        each.type === 'enrollment' && each.courseKey === course ? [each.username] : [],
      ),
    );
    const outside = demoLearners.filter(({ username }) => !inside.has(username));
    for (const person of outside.slice(0, waiting))
      await enrollments.askToEnroll(callerOf(person, 'learner', this.userIds), courseId, note);
  }

  /** Keys, an invitation, and one seat more, which is offered to the first who waits. */
  async openWaysIn(): Promise<void> {
    const { course } = demoWaitlist;
    const { keys, groups, invited, offerHours } = demoWaysIn;
    const [{ courseId }, instructor] = [this.course(course), this.instructorOf(course)];
    const { enrollments } = this.doors;
    const groupId = await this.doors.groups.makeGroup(instructor, courseId, groups);
    const [lecture, ofGroup] = keys;
    await enrollments.makeKey(instructor, courseId, lecture);
    await enrollments.makeKey(instructor, courseId, { ...ofGroup, groupId });
    const userId = idUnder(this.userIds, invited);
    await enrollments.invite(instructor, courseId, { userId, role: 'assistant', days: 90 });
    const capacity = (await enrollments.takenSeats(courseId)) + 1;
    await enrollments.setAdmission(instructor, courseId, { capacity, offerHours });
  }

  /** Somebody reads along in a course with a second account of theirs. */
  async enrollTwice(day: string): Promise<void> {
    const { courseId } = this.course(demoDuplicate.course);
    const userId = idUnder(this.userIds, demoDuplicate.username);
    await this.doors.enrollments.createEnrollments([
      {
        ...{ id: newId(), sourcedId: null, courseId, userId, role: 'auditor' },
        ...{ beginDate: day, endDate: null },
      },
    ]);
  }

  /** Copies a course for the next term. It is an operation, which begins after a commit. */
  async copyCourse(): Promise<void> {
    const { course, ...copy } = demoCopy;
    const { courses, operations } = this.doors;
    const { courseId } = this.course(course);
    await operations.settled(await courses.copyCourse(this.instructorOf(course), courseId, copy));
  }

  /** Ends a course: final grades are closed, certified, and once amended. */
  async endCourse(ending: DemoEnding, clock: SettableClock, seedingDay: string): Promise<void> {
    const { course, daysBefore, given, amended } = ending;
    const { gradebook } = this.doors;
    const { courseId } = this.course(course);
    const instructor = this.instructorOf(course);
    const content = demoCourses.find(({ key }) => key === course)!;
    const day = addDays(seedingDay, -daysBefore);
    const give = ({ learner, ...grade }: DemoFinalGrade): Promise<unknown> =>
      gradebook.giveFinalGrade(instructor, courseId, idUnder(this.userIds, learner), grade);
    clock.set(instantOf(content, day, 10 * 60));
    for (const grade of given) await give(grade);
    await gradebook.closeGrades(instructor, { courseId, periodId: null });
    await gradebook.certifyGrades(instructor, courseId);
    clock.set(instantOf(content, addDays(day, 2), 14 * 60));
    await give(amended);
    await gradebook.certifyGrades(instructor, courseId);
  }

  /** Closes the grades of a grading period, with a comment on one of those who are in the course. */
  async closePeriod(clock: SettableClock, seedingDay: string, learner: string): Promise<void> {
    const { course, title, daysBefore, comment } = periodThatIsOver;
    const { gradebook } = this.doors;
    const { courseId, periodIds } = this.course(course);
    const instructor = this.instructorOf(course);
    const scope = { courseId, periodId: idUnder(periodIds, title) };
    const content = demoCourses.find(({ key }) => key === course)!;
    clock.set(instantOf(content, addDays(seedingDay, -daysBefore), 10 * 60));
    await gradebook.sayInReport(instructor, { ...scope, userId: idUnder(this.userIds, learner) }, comment);
    await gradebook.closeGrades(instructor, scope);
  }

  /** Adds to a page while people study: a second version is published, and a draft waits for its day. */
  async revisePage(clock: SettableClock, seedingDay: string): Promise<void> {
    const { course, page, daysBefore, published, draft, scheduled } = demoRevision;
    const { courses } = this.doors;
    const { courseId, activityIds } = this.course(course);
    const author = this.instructorOf(course);
    const { sections, ...content } = demoCourses.find(({ key }) => key === course)!;
    const original = sections.flatMap(({ activities }) => activities).find(({ key }) => key === page);
    if (original?.type !== 'page') throw new Error(`The demo course ${course} has no page ${page}.`);
    const activityId = idUnder(activityIds, page);
    clock.set(instantOf({ sections, ...content }, addDays(seedingDay, -daysBefore), 9 * 60));
    await courses.publishByHand(author, courseId);
    const summed = `${original.content}\n\n${published.added}`;
    await courses.changeActivity(author, activityId, { content: summed });
    await courses.publishContent(author, courseId, published.note);
    await courses.changeActivity(author, activityId, { content: `${summed}\n\n${draft.added}` });
    const publishAt = instantOf({ sections, ...content }, addDays(seedingDay, scheduled.daysAhead), 7 * 60);
    await courses.scheduleContent(author, courseId, publishAt, scheduled.note);
  }

  private course(key: string): MadeCourse {
    const made = this.courses.get(key);
    if (!made) throw new Error(`There is no demo course ${key}.`);
    return made;
  }

  /** As if they had signed in. */
  private instructorOf(courseKey: string): Caller {
    const username = demoCourses.find(({ key }) => key === courseKey)?.instructor;
    const person = demoInstructors.find((each) => each.username === username);
    if (!person) throw new Error(`The demo course ${courseKey} has no instructor.`);
    return callerOf(person, 'instructor', this.userIds);
  }
}
