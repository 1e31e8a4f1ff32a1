import { AssessmentsFacade, type SettingsChange } from '../../src/modules/assessments';
import type { Answer, Caller, TestApp } from './test-app';
import { CourseRoom, expectStatus } from './course-room';

/** A quiz of true/false questions, one point each, all of them true. */
export interface SimpleQuiz {
  activityId: string;
  lineItemId: string;
  questionIds: string[];
}

/** A published course with something to grade in it. */
export class GradedCourse extends CourseRoom {
  private constructor(
    room: CourseRoom,
    readonly sectionId: string,
  ) {
    super(room.app, room.instructor, room.courseId);
  }

  static override async open(app: TestApp, description: Record<string, unknown> = {}): Promise<GradedCourse> {
    const room = await CourseRoom.open(app, description);
    return new GradedCourse(room, await room.section('Week 1'));
  }

  async quiz(title: string, points: number, settings: SettingsChange = {}): Promise<SimpleQuiz> {
    const activityId = await this.activity(this.sectionId, title, { type: 'quiz', content: undefined });
    const assessments = this.app.get(AssessmentsFacade);
    const questionIds =
      points === 0
        ? []
        : await assessments.createQuestions(
            activityId,
            Array.from({ length: points }, (_, index) => ({
              type: 'true_false' as const,
              prompt: `Is ${index} a number?`,
              points: '1',
              definition: { key: true },
            })),
          );
    await assessments.changeSettings(activityId, settings);
    const item = (await this.lineItems()).find((lineItem) => lineItem.activityId === activityId);
    return { activityId, lineItemId: item?.id ?? '', questionIds };
  }

  /** Takes the quiz with so many right answers. */
  async attempt(learner: Caller, { activityId, questionIds }: SimpleQuiz, right: number): Promise<string> {
    const { id } = expectStatus(await learner.post(`/v1/quizzes/${activityId}/attempts`), 201);
    const answers = Object.fromEntries(questionIds.map((question, index) => [question, index < right]));
    expectStatus(await learner.put(`/v1/attempts/${id}/submission`, { answers }), 200);
    return id;
  }

  /** Adds a line item without a quiz and returns it. */
  async lineItem(dto: Record<string, unknown> = {}): Promise<Answer['body']> {
    const body = { title: 'Survey plan', resultValueMax: '20', ...dto };
    return expectStatus(await this.instructor.post(`${this.url}/line-items`, body), 201);
  }

  async lineItems(): Promise<Answer['body'][]> {
    return expectStatus(await this.instructor.get(`${this.url}/line-items?limit=100`), 200).data;
  }

  /** Grades a learner as the instructor. */
  async grade(lineItemId: string, learner: Caller, result: Record<string, unknown>): Promise<Answer['body']> {
    return expectStatus(await this.instructor.put(resultUrl(lineItemId, learner), result), 200);
  }

  async result(lineItemId: string, learner: Caller): Promise<Answer['body']> {
    return expectStatus(await this.instructor.get(resultUrl(lineItemId, learner)), 200);
  }

  async history(lineItemId: string, learner: Caller): Promise<Answer['body'][]> {
    return expectStatus(await this.instructor.get(`${resultUrl(lineItemId, learner)}/history`), 200).data;
  }
}

export function resultUrl(lineItemId: string, learner: Caller): string {
  return `/v1/line-items/${lineItemId}/results/${learner.id}`;
}
