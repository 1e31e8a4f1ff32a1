import { AssessmentsFacade, type NewQuestion, type SettingsChange } from '../../src/modules/assessments';
import { CourseRoom } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

/** Texts that occur in keys and feedback only: no learner may see them before they may see the key. */
export const SECRETS = ['zebra-secret', 'heliotrope', '1729.25', 'quokka-feedback'];

/** One question of each type, 10 points in all. */
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
export class Classroom extends CourseRoom {
  quizId: string;
  /** In the order of the quiz. */
  questionIds: string[];

  private constructor(
    { app, instructor, courseId }: CourseRoom,
    readonly sectionId: string,
  ) {
    super(app, instructor, courseId);
  }

  static override async open(
    app: TestApp,
    {
      questions = FIVE_QUESTIONS,
      settings = {},
      ...description
    }: {
      questions?: NewQuestion[];
      /** Feedback is shown at once unless these say otherwise. */
      settings?: SettingsChange;
      published?: boolean;
      timeZone?: string;
    } = {},
  ): Promise<Classroom> {
    const course = await CourseRoom.open(app, { timeZone: 'Europe/London', ...description });
    const room = new Classroom(course, await course.section('Week 1'));
    room.quizId = await room.addQuiz();
    room.questionIds = await app.get(AssessmentsFacade).createQuestions(room.quizId, questions);
    await app
      .get(AssessmentsFacade)
      .changeSettings(room.quizId, { feedback: 'after_submission', ...settings });
    return room;
  }

  /** Returns its id. */
  addQuiz(title = 'Quiz 1'): Promise<string> {
    return this.activity(this.sectionId, title, { type: 'quiz', content: undefined });
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
