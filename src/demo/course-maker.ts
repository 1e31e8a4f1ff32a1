import { newId } from '../shared/database/ids';
import { instantAtLocal } from '../shared/time/zoned-time';
import { EXAMPLE_GRADE_RULES } from '../modules/gradebook';
import {
  EXAMPLE_CATEGORY_IDS,
  EXAMPLE_COURSE_ID,
  EXAMPLE_FILE_ID,
} from '../shared/http/description/example-ids';
import {
  addDays,
  type DemoActivity,
  type DemoCourse,
  type DemoQuiz,
  dueAt,
  firstDayOf,
  lastDayOf,
  periodsOf,
} from './content';
import type { FrontDoors } from './front-doors';
import { idUnder } from './id-under';
import type { DemoPlace } from './place';
import { questionDefinitionOf } from './question-definition-of';
import type { SettableClock } from './replay-clock';

/** The ids that a demo course and its parts have in the store, by their keys in the content. */
export interface MadeCourse {
  courseId: string;
  activityIds: Map<string, string>;
  /** By the key of the quiz, then by that of the question. */
  questionIds: Map<string, Map<string, string>>;
  lineItemIds: Map<string, string>;
  /** Of grading periods, by title. */
  periodIds: Map<string, string>;
}

/** How many days before its first day a course is written, and published. */
const WRITTEN_DAYS_BEFORE = 35;
const PUBLISHED_DAYS_BEFORE = 21;

/** When the instructor wrote the course: before anybody could enroll. */
export function writtenAt(course: DemoCourse, seedingDay: string): Date {
  return daysBefore(course, seedingDay, WRITTEN_DAYS_BEFORE);
}

/** Writes the courses of the demo school. */
export class CourseMaker {
  constructor(
    private readonly doors: FrontDoors,
    private readonly clock: SettableClock,
    private readonly seedingDay: string,
    /** By username. */
    private readonly userIds: ReadonlyMap<string, string>,
    private readonly place: DemoPlace,
  ) {}

  async make(course: DemoCourse): Promise<MadeCourse> {
    const { seedingDay, clock, doors } = this;
    const createdAt = writtenAt(course, seedingDay);
    clock.set(createdAt);
    const courseId = course.isExample ? EXAMPLE_COURSE_ID : newId();
    await doors.courses.createCourses([
      {
        id: courseId,
        code: course.code,
        title: course.title,
        summary: course.summary,
        status: course.status,
        timeZone: course.timeZone,
        ...course.catalog,
        ...{ academicSessionId: this.place.termId, orgId: this.place.schoolId },
        selfEnrollment: course.selfEnrollment,
        startDate: firstDayOf(course, seedingDay),
        endDate: lastDayOf(course, seedingDay),
        createdBy: idUnder(this.userIds, course.instructor),
        publishedAt:
          course.status === 'published' ? daysBefore(course, seedingDay, PUBLISHED_DAYS_BEFORE) : null,
        createdAt,
      },
    ]);
    const activityIds = await this.makeOutline(course, courseId, createdAt);
    const questionIds = new Map<string, Map<string, string>>();
    for (const activity of course.sections.flatMap((section) => section.activities)) {
      if (activity.type !== 'quiz') continue;
      questionIds.set(
        activity.key,
        await this.makeQuiz(course, activity, idUnder(activityIds, activity.key)),
      );
    }
    await this.scheduleSessions(course, activityIds);
    const lineItemIds = await this.makeAssignments(course, courseId, createdAt);
    if (course.isExample) await this.makeCategories(courseId);
    const periodIds = await this.makePeriods(course, courseId);
    return { courseId, activityIds, questionIds, lineItemIds, periodIds };
  }

  private async scheduleSessions(
    course: DemoCourse,
    activityIds: ReadonlyMap<string, string>,
  ): Promise<void> {
    for (const activity of course.sections.flatMap((section) => section.activities)) {
      if (!('takesPlace' in activity) || !activity.takesPlace) continue;
      const { week, day, at, until, location, joinAddress } = activity.takesPlace;
      const onDay = addDays(firstDayOf(course, this.seedingDay), (week - 1) * 7 + day);
      await this.doors.enrollments.scheduleSession(idUnder(activityIds, activity.key), {
        startsAt: instantAtLocal(`${onDay}T${at}`, course.timeZone),
        endsAt: instantAtLocal(`${onDay}T${until}`, course.timeZone),
        location,
        joinAddress,
      });
    }
  }

  private async makePeriods(course: DemoCourse, courseId: string): Promise<Map<string, string>> {
    const periods = periodsOf(course, this.seedingDay).map((period) => ({ id: newId(), ...period }));
    if (periods.length > 0) await this.doors.gradebook.setUpRules(courseId, { periods });
    return new Map(periods.map(({ id, title }) => [title, id]));
  }

  private async makeCategories(courseId: string): Promise<void> {
    const { gradebook } = this.doors;
    await gradebook.setUpRules(courseId, EXAMPLE_GRADE_RULES);
    const { quizzes = [], assignments = [] } = Object.groupBy(
      await gradebook.lineItemsOf(courseId),
      ({ activityId }) => (activityId === null ? 'assignments' : 'quizzes'),
    );
    await gradebook.categorize(
      assignments.map(({ id }) => id),
      EXAMPLE_CATEGORY_IDS.assignments,
    );
    await gradebook.categorize(
      quizzes.map(({ id }) => id),
      EXAMPLE_CATEGORY_IDS.quizzes,
    );
  }

  private async makeOutline(
    course: DemoCourse,
    courseId: string,
    createdAt: Date,
  ): Promise<Map<string, string>> {
    let whole: string | undefined;
    const sections = course.sections.map((section, index) => {
      const id = newId();
      if (!section.isPart) whole = id;
      return {
        ...{ id, ...(section.isPart && whole !== undefined ? { parentId: whole } : {}) },
        courseId,
        title: section.title,
        summary: section.summary,
        position: index + 1,
        createdAt,
        content: section.activities,
      };
    });
    await this.doors.courses.createSections(sections.map(({ content: _content, ...section }) => section));
    const addresses = await this.uploadPictures(course);
    const fields = await this.fieldsOf(course);
    const activities = sections.flatMap((section) =>
      section.content.map((activity, index) => ({
        key: activity.key,
        id: newId(),
        courseId,
        sectionId: section.id,
        type: activity.type,
        title: activity.title,
        position: index + 1,
        content: contentOf(activity)?.replace('](picture)', `](${addresses.get(activity.key)})`) ?? null,
        fields: fields.get(activity.key) ?? {},
        createdAt,
      })),
    );
    await this.doors.courses.createActivities(activities.map(({ key: _key, ...activity }) => activity));
    return new Map(activities.map(({ key, id }) => [key, id]));
  }

  /** Returns the addresses of the files, by the keys of the pages that show them. */
  private async uploadPictures(course: DemoCourse): Promise<Map<string, string>> {
    const userId = idUnder(this.userIds, course.instructor);
    const addresses = new Map<string, string>();
    for (const activity of course.sections.flatMap((section) => section.activities)) {
      if (activity.type !== 'page' || !activity.picture) continue;
      const { name, draw, isExample } = activity.picture;
      const file = { name, purpose: 'activity', content: draw() } as const;
      addresses.set(
        activity.key,
        await this.doors.files.create({ userId }, file, isExample ? EXAMPLE_FILE_ID : newId()),
      );
    }
    return addresses;
  }

  /** Of all activities that have fields of their own, by their keys. Uploads the files that they name. */
  private async fieldsOf(course: DemoCourse): Promise<Map<string, Record<string, unknown>>> {
    const userId = idUnder(this.userIds, course.instructor);
    const found = new Map<string, Record<string, unknown>>();
    for (const activity of course.sections.flatMap((section) => section.activities)) {
      const upload = (name: string, content: Buffer): Promise<string> =>
        this.doors.files.make({ userId }, { name, purpose: 'activity', content });
      if (activity.type === 'page' && activity.isHtml) found.set(activity.key, { format: 'html' });
      if (activity.type === 'video') {
        const captions = [];
        for (const { language, content } of activity.captions ?? [])
          captions.push({ language, fileId: await upload(`${language}.vtt`, Buffer.from(content)) });
        const { url: videoUrl, durationSeconds } = activity;
        found.set(activity.key, { videoUrl, durationSeconds, ...(captions.length > 0 && { captions }) });
      }
      if (!('fields' in activity) || !activity.fields) continue;
      const fileIds: string[] = [];
      for (const { name, content } of activity.files ?? []) fileIds.push(await upload(name, content()));
      found.set(activity.key, activity.fields(fileIds));
    }
    return found;
  }

  private async makeQuiz(
    course: DemoCourse,
    quiz: DemoQuiz,
    activityId: string,
  ): Promise<Map<string, string>> {
    const { assessments } = this.doors;
    await assessments.changeSettings(activityId, {
      maxAttempts: quiz.maxAttempts,
      grading: quiz.grading,
      // Learners read at once what was right, as in a course for practice.
      feedback: 'after_submission',
      dueAt: dueAt(course, quiz.dueWeek, this.seedingDay),
      passPercentage: quiz.passPercentage === null ? null : String(quiz.passPercentage),
    });
    if (quiz.questions.length === 0) return new Map();
    const ids = await assessments.createQuestions(
      activityId,
      quiz.questions.map((question) => ({
        type: question.type,
        prompt: question.prompt,
        points: question.points,
        definition: questionDefinitionOf(question),
        feedback: question.feedback,
      })),
    );
    return new Map(quiz.questions.map(({ key }, index) => [key, ids[index] ?? '']));
  }

  private async makeAssignments(
    course: DemoCourse,
    courseId: string,
    createdAt: Date,
  ): Promise<Map<string, string>> {
    const ids = new Map(course.assignments.map(({ key }) => [key, newId()]));
    await this.doors.gradebook.createLineItems(
      course.assignments.map((assignment) => ({
        id: idUnder(ids, assignment.key),
        courseId,
        title: assignment.title,
        description: assignment.description,
        assignDate: null,
        dueAt: dueAt(course, assignment.dueWeek, this.seedingDay),
        resultValueMin: '0',
        resultValueMax: assignment.maxScore,
        createdAt,
      })),
    );
    return ids;
  }
}

function contentOf(activity: DemoActivity): string | null {
  if (activity.type === 'page') return activity.content;
  if (activity.type === 'video') return activity.description;
  return activity.type === 'quiz' ? null : activity.content;
}

function daysBefore(course: DemoCourse, seedingDay: string, days: number): Date {
  return new Date(`${addDays(firstDayOf(course, seedingDay), -days)}T09:00:00Z`);
}
