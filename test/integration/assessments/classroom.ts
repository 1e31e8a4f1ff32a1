import { CoursesFacade, type CourseRole, type CourseStatus } from '../../../src/modules/courses';
import { AssessmentsFacade, type NewQuestion, type QuizSettings } from '../../../src/modules/assessments';
import { EnrollmentsFacade } from '../../../src/modules/enrollments';
import { newId } from '../../../src/shared/database/ids';
import type { Answer, Caller, TestApp } from '../../support/test-app';

/** Words that stand in keys and feedback only: no learner may read them before they may read the key. */
export const SECRETS = ['zebra-secret', 'heliotrope', '1729.25', 'quokka-feedback'];

/** One question of each type, 10 points in all; `responses` are those of a learner who knows everything. */
export const FIVE_QUESTIONS: NewQuestion[] = [
  {
    type: 'single_choice',
    prompt: 'Which measure of the center is **least** affected by one extreme value?',
    points: '2',
    definition: {
      options: [
        { id: 'mean', text: 'The mean' },
        { id: 'median', text: 'The median' },
      ],
      key: 'median',
    },
    feedback: 'quokka-feedback on the *median*',
  },
  {
    type: 'multiple_choice',
    prompt: 'Which of these are measures of spread?',
    points: '3',
    definition: {
      options: [
        { id: 'iqr', text: 'The interquartile range' },
        { id: 'mode', text: 'The mode' },
        { id: 'range', text: 'The range' },
        { id: 'sd', text: 'The standard deviation' },
      ],
      key: ['iqr', 'range', 'sd'],
      scoring: 'partial',
    },
    feedback: 'quokka-feedback on spread',
  },
  {
    type: 'true_false',
    prompt: 'A correlation of 0 means that two variables are unrelated.',
    points: '1',
    definition: { key: false },
    feedback: 'quokka-feedback on parabolas',
  },
  {
    type: 'numeric',
    prompt: 'What is the sum of squares?',
    points: '2.5',
    definition: { key: '1729.25', tolerance: { type: 'absolute', value: '0.5' } },
    feedback: 'quokka-feedback on squares',
  },
  {
    type: 'short_text',
    prompt: 'What is the codeword?',
    points: '1.5',
    definition: { accepted: ['zebra-secret', 'heliotrope'], caseSensitive: false },
  },
];

export const RIGHT_RESPONSES = ['median', ['sd', 'iqr', 'range'], false, '1729.6', ' Heliotrope '];

/** A published course with an instructor and one quiz. */
export class Classroom {
  readonly courseId = newId();
  readonly sectionId = newId();
  quizId: string;
  instructor: Caller;
  /** In the order of the quiz. */
  questionIds: string[];

  private constructor(readonly app: TestApp) {}

  static async open(
    app: TestApp,
    {
      questions = FIVE_QUESTIONS,
      settings = {},
      status = 'published',
    }: { questions?: NewQuestion[]; settings?: Partial<QuizSettings>; status?: CourseStatus } = {},
  ): Promise<Classroom> {
    const room = new Classroom(app);
    const now = app.clock.now();
    const courses = app.get(CoursesFacade);
    await courses.createCourses([
      {
        id: room.courseId,
        code: 'STAT-101',
        title: 'Foundations of Statistics',
        summary: '',
        status,
        timeZone: 'Europe/London',
        selfEnrollment: false,
        startDate: null,
        endDate: null,
        createdBy: null,
        publishedAt: now,
        createdAt: now,
      },
    ]);
    await courses.createSections([
      {
        id: room.sectionId,
        courseId: room.courseId,
        title: 'Week 1',
        summary: '',
        position: 1,
        createdAt: now,
      },
    ]);
    room.instructor = await app.person('instructor');
    await room.enroll(room.instructor, 'instructor');
    room.quizId = await room.addQuiz(1);
    room.questionIds = await app.get(AssessmentsFacade).createQuestions(room.quizId, questions);
    await app.get(AssessmentsFacade).changeSettings(room.quizId, settings);
    return room;
  }

  async addQuiz(position: number, title = `Quiz ${position}`): Promise<string> {
    const id = newId();
    await this.app.get(CoursesFacade).createActivities([
      {
        id,
        courseId: this.courseId,
        sectionId: this.sectionId,
        type: 'quiz',
        title,
        position,
        content: null,
        createdAt: this.app.clock.now(),
      },
    ]);
    return id;
  }

  async enroll(person: Caller, role: CourseRole, endDate: string | null = null): Promise<Caller> {
    await this.app.get(EnrollmentsFacade).upsertEnrollments([
      {
        id: newId(),
        sourcedId: null,
        courseId: this.courseId,
        userId: person.id,
        role,
        beginDate: '2026-01-01',
        endDate,
      },
    ]);
    return person;
  }

  async learner(): Promise<Caller> {
    return this.enroll(await this.app.person('learner'), 'learner');
  }

  start(learner: Caller): Promise<Answer> {
    return learner.post(`/v1/quizzes/${this.quizId}/attempts`);
  }

  save(learner: Caller, attemptId: string, question: number, response: unknown): Promise<Answer> {
    return learner.put(`/v1/attempts/${attemptId}/answers/${this.questionIds[question]}`, { response });
  }

  submit(learner: Caller, attemptId: string, answers?: Record<string, unknown>): Promise<Answer> {
    return learner.put(`/v1/attempts/${attemptId}/submission`, answers === undefined ? {} : { answers });
  }

  /** Starts, submits these responses in the order of the quiz, and returns the result. */
  async attempt(learner: Caller, responses: unknown[]): Promise<Answer> {
    const { body } = await this.start(learner);
    return this.submit(learner, body.id, this.byQuestion(responses));
  }

  byQuestion(responses: unknown[]): Record<string, unknown> {
    return Object.fromEntries(responses.map((response, index) => [this.questionIds[index], response]));
  }
}
