import { CoursesFacade } from '../../src/modules/courses';
import { GradebookFacade, type ArrivingResult, type ScoreStatus } from '../../src/modules/gradebook';
import { ProgressFacade } from '../../src/modules/progress';
import { newId, toBinary } from '../../src/shared/database/ids';
import { addDays, endOfDay } from '../../src/shared/time/zoned-time';
import { seededRandom } from '../unit/seeded-random';
import type { TestApp } from './test-app';

export interface FabricatedResult {
  lineItemId: string;
  userId: string;
  score: string | null;
  scoreStatus: ScoreStatus;
  scoreDate: string;
  submittedAt: Date | null;
}

/** A course with many people and all its content, so that a test can compute the expected figures itself. */
export interface PopulousCourse {
  courseId: string;
  timeZone: string;
  startDate: string;
  learners: {
    userId: string;
    familyName: string;
    givenName: string;
    beginDate: string;
    endDate: string | null;
  }[];
  activityIds: string[];
  lineItems: { id: string; title: string; dueDate: string | null }[];
  results: FabricatedResult[];
  completions: { userId: string; activityId: string; completedAt: Date }[];
}

interface Size {
  learners: number;
  activities: number;
  lineItems: number;
  seed?: number;
}

const BATCH = 2000;

/**
 * Fills an existing course by bulk: learners of whom some have left, results of whom some lack a score or are late,
 * and completions. Names repeat, as in real schools.
 */
export async function populate(
  app: TestApp,
  course: { courseId: string; sectionId: string; timeZone: string; startDate: string },
  { learners: learnerCount, activities, lineItems: lineItemCount, seed = 7 }: Size,
): Promise<PopulousCourse> {
  const { below, pick } = seededRandom(seed);
  const now = app.clock.now();
  const { courseId, sectionId, timeZone, startDate } = course;

  const learners = Array.from({ length: learnerCount }, () => ({
    userId: newId(),
    familyName: pick(['Abara', 'Okonkwo', 'Silva', 'Nguyễn', 'de Boer']),
    givenName: pick(['Maya', 'Tomás', 'Ines', 'Bao']),
    beginDate: addDays(startDate, below(20) - 15),
    endDate: below(5) === 0 ? addDays(startDate, below(90) - 20) : null,
  }));
  const lineItems = Array.from({ length: lineItemCount }, (_, index) => ({
    id: newId(),
    title: `Assignment ${index + 1}`,
    dueDate: index % 4 === 3 ? null : addDays(startDate, 7 * index + 6),
  }));
  const activityIds = Array.from({ length: activities }, () => newId());

  await inBatches(learners, (batch) =>
    app.database.insertMany(
      'users',
      ['id', 'username', 'given_name', 'family_name', 'role', 'created_at', 'updated_at'],
      batch.map(({ userId, givenName, familyName }) => [
        toBinary(userId),
        `learner-${userId}`,
        givenName,
        familyName,
        'learner',
        now,
        now,
      ]),
    ),
  );
  await inBatches(learners, (batch) =>
    app.database.insertMany(
      'enrollments',
      [
        'id',
        'course_id',
        'user_id',
        'role',
        'family_name',
        'given_name',
        'begin_date',
        'end_date',
        'created_at',
        'updated_at',
      ],
      batch.map(({ userId, familyName, givenName, beginDate, endDate }) => [
        toBinary(newId()),
        toBinary(courseId),
        toBinary(userId),
        'learner',
        familyName,
        givenName,
        beginDate,
        endDate,
        now,
        now,
      ]),
    ),
  );
  await app.get(CoursesFacade).createActivities(
    activityIds.map((id, index) => ({
      ...{ id, courseId, sectionId, type: 'page' as const, title: `Page ${index + 1}`, position: index + 1 },
      ...{ content: null, createdAt: now },
    })),
  );
  const gradebook = app.get(GradebookFacade);
  await gradebook.createLineItems(
    lineItems.map(({ id, title, dueDate }) => ({
      id,
      courseId,
      title,
      description: null,
      assignDate: null,
      dueAt: dueDate === null ? null : endOfDay(dueDate, timeZone),
      resultValueMin: '0',
      resultValueMax: '100',
      createdAt: now,
    })),
  );

  const results = lineItems.flatMap(({ id: lineItemId, dueDate }) =>
    learners
      .filter(() => below(10) > 0)
      .map(({ userId }): FabricatedResult => {
        const isMissing = below(20) === 0;
        const scoreDate = addDays(dueDate ?? startDate, below(8) - 6);
        return {
          lineItemId,
          userId,
          score: isMissing ? null : (below(401) / 4).toString(),
          scoreStatus: isMissing ? pick(['submitted', 'exempt', 'not submitted'] as const) : 'fully graded',
          scoreDate,
          // In the middle of the day, so that it is late where the day is.
          submittedAt: new Date(endOfDay(scoreDate, timeZone).getTime() - 12 * 3_600_000),
        };
      }),
  );
  await inBatches(results, (batch) => gradebook.recordResults(batch.map(toArriving)));

  const completions = learners.flatMap(({ userId }) => {
    const done = below(activities + 1);
    return activityIds.slice(0, done).map((activityId, index) => ({
      userId,
      activityId,
      completedAt: new Date(now.getTime() - below(40) * 86_400_000 - index * 1000),
    }));
  });
  await inBatches(completions, (batch) =>
    app.get(ProgressFacade).recordCompletions(batch.map((completion) => ({ ...completion, courseId }))),
  );
  return { courseId, timeZone, startDate, learners, activityIds, lineItems, results, completions };
}

function toArriving({ lineItemId, userId, ...result }: FabricatedResult): ArrivingResult {
  const value = {
    ...result,
    comment: null,
    source: 'import' as const,
    attemptId: null,
    operationId: null,
    recordedBy: null,
  };
  return { lineItemId, userId, value };
}

async function inBatches<T>(items: T[], write: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) await write(items.slice(start, start + BATCH));
}
