import { AttemptsRepository } from '../../../../src/modules/assessments/attempts/attempts.repository';
import { AttemptsService } from '../../../../src/modules/assessments/attempts/attempts.service';
import { OPEN_REVIEW } from '../../../../src/modules/assessments/review/review-rules';
import { LastClosesRepository } from '../../../../src/modules/assessments/review/last-closes.repository';
import { CourseAccess } from '../../../../src/modules/courses';
import { GradesRepository } from '../../../../src/modules/gradebook/grades/grades.repository';
import { expectStatus } from '../../../support/course-room';
import { negativeControl, replaceMethod } from '../../../support/negative-control';
import { type Answer, type Caller, TestApp } from '../../../support/test-app';
import { Detector, inOrder } from './canaries';
import { KINDS, missingPairs } from './kinds';
import { showsGrade, type Sign, SIGNS, signsOfAttempt } from './oracle';
import { CLOSES, LATE_CLOSE, OPENS, type TableQuiz, TableRoom } from './table-room';

// Each of these is one leak, so that each of the places in which a result is shown is known to be looked at.
negativeControl('what review rules keep back of an attempt', ['shows each person in each phase'], () => {
  replaceMethod(
    AttemptsService.prototype,
    'view',
    (view) =>
      function (this: AttemptsService, attempt) {
        return view.call(this, attempt, 'staff');
      },
  );
});

negativeControl('what review rules keep back of grades', ['shows each person in each phase'], () => {
  replaceMethod(
    GradesRepository.prototype,
    'ofLearner',
    (ofLearner) =>
      function (this: GradesRepository, userId, courseIds, seen) {
        return ofLearner.call(this, userId, courseIds, { ...seen, viewer: 'staff' });
      },
  );
});

negativeControl(
  'what review rules keep back in lists of attempts',
  ['shows each person in each phase'],
  () => {
    replaceMethod(
      AttemptsRepository.prototype,
      'page',
      (page) =>
        async function (this: AttemptsRepository, filter) {
          const listed = await page.call(this, filter);
          return listed.map((attempt) => ({ ...attempt, review: OPEN_REVIEW }));
        },
    );
  },
);

negativeControl('that keys in questions of a quiz are for staff', ['shows each person in each phase'], () => {
  replaceMethod(
    CourseAccess.prototype,
    'activity',
    (activity) =>
      function (this: CourseAccess, caller, activityId, action, ...rest) {
        const asked = action === 'quizzes.read_key' ? 'quizzes.read' : action;
        return activity.call(this, caller, activityId, asked, ...rest);
      },
  );
});

negativeControl('that an attempt is not for classmates', ['shows each person in each phase'], () => {
  replaceMethod(
    CourseAccess.prototype,
    'course',
    (course) =>
      function (this: CourseAccess, caller, courseId, action, ...rest) {
        const asked = action === 'attempts.read' ? 'attempts.read_own' : action;
        return course.call(this, caller, courseId, asked, ...rest);
      },
  );
});

negativeControl('that the last of the class is waited for', ['shows each person in each phase'], () => {
  replaceMethod(LastClosesRepository.prototype, 'update', () => () => Promise.resolve());
});

/** What nobody needs an attempt of their own for. */
const NOTHING: readonly Sign[] = [];
/** All but the learner’s own words, which an empty attempt has not, nor a number for its score. */
const OF_EMPTY = SIGNS.filter((sign) => sign !== 'ownWords' && sign !== 'score');
/** Some cells of the table, thought out rather than computed. */
const CELLS: [string, string, readonly Sign[]][] = [
  ['The learner during it', 'what a new quiz has', ['ownWords', 'maxMarks']],
  [
    'The learner during it',
    'all, during it only',
    SIGNS.filter((sign) => !/score|Marks$/.test(sign) || sign === 'maxMarks'),
  ],
  ['The learner immediately after it', 'what a new quiz has', ['ownWords', 'maxMarks', 'score']],
  ['The learner immediately after it', 'nothing in any phase', []],
  ['The learner immediately after it', 'nothing but marks', ['ownWords']],
  ['The learner later', 'nothing but rightAnswer', ['ownWords', 'rightAnswer']],
  ['The learner later', 'all, laterWhileOpen only', SIGNS],
  ['The learner later, in the course', 'all, laterWhileOpen only', []],
  ['The learner later, in the course', 'the word never', ['score']],
  [
    'The learner after their close, while a classmate has longer',
    'what a new quiz has',
    ['ownWords', 'maxMarks', 'score'],
  ],
  ['The learner after the close', 'what a new quiz has', SIGNS],
  ['The learner after the close', 'all, but nothing afterClose', []],
  ['A classmate, during the attempt of another', 'all in every phase', []],
  ['A classmate at work, later', 'the word after_submission', ['maxMarks']],
  ['A classmate whom the close has ended', 'all, immediatelyAfter only', OF_EMPTY],
  ['A classmate who has longer', 'what a new quiz has', ['maxMarks']],
  ['Outsider 3 later', 'all in every phase', []],
  ['The assistant later', 'nothing in any phase', SIGNS],
];
/** When the learner hands in. */
const SUBMITTED = OPENS + 600_000;

describe('30 kinds of review rules', () => {
  let app: TestApp;
  let table: TableRoom;
  let detector: Detector;
  /** What was found wrong: each is a leak, or something that is not shown. */
  const faults: string[] = [];
  /** By person with moment and by kind, what was seen. */
  const cells = new Map<string, Sign[]>();
  beforeAll(async () => {
    app = await TestApp.start();
    table = await TableRoom.open(app);
    detector = new Detector(table.quizzes);
  }, 120_000);
  afterAll(() => app.stop());

  const now = (): number => app.clock.now().getTime();
  const goTo = (instant: number): void => app.clock.set(new Date(instant).toISOString());

  /** By quiz, all that answers tell together. */
  function toldBy(answers: readonly Answer[]): Map<number, Set<Sign>> {
    const told = new Map<number, Set<Sign>>();
    for (const answer of answers) {
      if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text}`);
      for (const [quiz, signs] of detector.toldBy(answer))
        told.set(quiz, new Set([...(told.get(quiz) ?? []), ...signs]));
    }
    return told;
  }

  /** Exactly these. Each answer is looked through for what it tells of every quiz. */
  function compare(
    who: string,
    answers: readonly Answer[],
    expected: (quiz: TableQuiz) => Iterable<Sign>,
    of: readonly TableQuiz[] = table.quizzes,
  ): void {
    const told = toldBy(answers);
    for (const [number, quiz] of table.quizzes.entries()) {
      const right = inOrder(of.includes(quiz) ? expected(quiz) : NOTHING);
      const seen = inOrder(told.get(number) ?? []);
      if (of.includes(quiz)) cells.set(`${who} | ${quiz.kind.name}`, seen);
      if (right.join() !== seen.join())
        faults.push(`${who}, ${quiz.kind.name}: sees [${seen.join(', ')}], not [${right.join(', ')}]`);
    }
  }

  /** In groups, as a browser sends requests. */
  async function each(work: (quiz: TableQuiz) => Promise<void>, quizzes = table.quizzes): Promise<void> {
    for (let from = 0; from < quizzes.length; from += 6)
      await Promise.all(quizzes.slice(from, from + 6).map(work));
  }

  const grade = (quiz: TableQuiz): Sign[] => (showsGrade(quiz, now()) ? ['score'] : []);
  const ofLearner = (endedAt: number | null) => (quiz: TableQuiz) => [
    ...signsOfAttempt({ endedAt }, quiz, now()),
    ...(endedAt === null ? [] : grade(quiz)),
  ];

  async function learnerSees(moment: string, endedAt: number | null): Promise<void> {
    const { learner } = table;
    await each(async (quiz) => {
      const answers = await table.aboutQuiz(quiz, learner);
      compare(`The learner ${moment}`, answers, ofLearner(endedAt), [quiz]);
    });
    const grades = (quiz: TableQuiz): Sign[] => (endedAt === null ? [] : grade(quiz));
    compare(`The learner ${moment}, in the course`, await table.ofCourse(learner), grades);
    const { lineItems } = expectStatus(await learner.get(`${table.room.url}/grades/me`), 200) as {
      lineItems: { activityId: string; score: string | null }[];
    };
    const scored = lineItems.filter(({ score }) => score !== null).map(({ activityId }) => activityId);
    const shown = table.quizzes.filter((quiz) => grades(quiz).length > 0).map(({ quizId }) => quizId);
    expect([moment, scored.toSorted()]).toEqual([moment, shown.toSorted()]);
  }

  /** Who has an attempt of their own, without an answer in it, finds nothing of another in it either. */
  async function seesOwnOnly(who: string, caller: Caller, endedAt: number | null): Promise<void> {
    await each(async (quiz) => {
      const list = expectStatus(await caller.get(`/v1/quizzes/${quiz.quizId}/attempts`), 200) as {
        data: { id: string }[];
      };
      const id = list.data[0]?.id;
      const own = id === undefined ? [] : [await caller.get(`/v1/attempts/${id}`)];
      const answers = [
        ...own,
        ...(await table.aboutQuiz(quiz, caller)),
        ...(await table.tried(quiz, caller)),
      ];
      const signs = id === undefined ? new Set<Sign>() : signsOfAttempt({ endedAt }, quiz, now());
      // Nothing was answered, so no number tells of the score.
      const expected = [...signs].filter((sign) => sign !== 'ownWords' && sign !== 'score');
      compare(who, answers, () => expected, [quiz]);
    });
    compare(`${who}, in the course`, await table.ofCourse(caller), () => NOTHING);
  }

  /** To whom the rules of a quiz are all the same: each looks at some. */
  async function outsidersSeeNothing(moment: string): Promise<void> {
    for (const [place, outsider] of table.outsiders.entries()) {
      const some = table.quizzes.filter((_, number) => number % table.outsiders.length === place);
      await each(async (quiz) => {
        const answers = [...(await table.aboutQuiz(quiz, outsider)), ...(await table.tried(quiz, outsider))];
        compare(`Outsider ${place} ${moment}`, answers, () => NOTHING, [quiz]);
        expect(answers.filter(({ status }) => status < 400).map(({ text }) => text)).toEqual([]);
      }, some);
      compare(`Outsider ${place} ${moment}, in the course`, await table.ofCourse(outsider), () => NOTHING);
    }
  }

  async function staffSeeAll(moment: string): Promise<void> {
    const { room, assistant } = table;
    for (const [who, caller] of [
      ['The instructor', room.instructor],
      ['The assistant', assistant],
    ] as const)
      await each(async (quiz) => {
        compare(`${who} ${moment}`, await table.aboutQuiz(quiz, caller), () => SIGNS, [quiz]);
      });
    const gradebook = [await assistant.get(`${room.url}/gradebook`)];
    compare(`The gradebook ${moment}`, gradebook, () => ['score']);
  }

  const start = (caller: Caller): Promise<void> =>
    each(async ({ quizId }) => {
      expectStatus(await caller.post(`/v1/quizzes/${quizId}/attempts`), 201);
    });

  it('shows each person in each phase exactly what the rules say, in all that they can read and in no error', async () => {
    await each(async ({ attemptId, questionIds, responses }) => {
      const url = `/v1/attempts/${attemptId}/answers/${questionIds[2]}`;
      expectStatus(await table.learner.put(url, { response: responses[2] }), 200);
    });
    await learnerSees('during it', null);
    await seesOwnOnly('A classmate, during the attempt of another', table.classmate, null);

    goTo(SUBMITTED);
    await each(async (quiz) => {
      const answers = Object.fromEntries(quiz.questionIds.map((id, index) => [id, quiz.responses[index]]));
      const submitted = await table.learner.put(`/v1/attempts/${quiz.attemptId}/submission`, { answers });
      expectStatus(submitted, 200);
      compare('The learner, by submitting', [submitted], ofLearner(SUBMITTED), [quiz]);
    });
    await learnerSees('immediately after it', SUBMITTED);

    goTo(SUBMITTED + 119_999);
    await learnerSees('in the last instant of immediately after it', SUBMITTED);
    goTo(SUBMITTED + 120_000);
    await learnerSees('later', SUBMITTED);
    await start(table.classmate);
    await seesOwnOnly('A classmate at work, later', table.classmate, null);
    await outsidersSeeNothing('later');
    await staffSeeAll('later');

    goTo(CLOSES);
    await seesOwnOnly('A classmate whom the close has ended', table.classmate, CLOSES);
    await learnerSees('after their close, while a classmate has longer', SUBMITTED);
    await start(table.late);
    await seesOwnOnly('A classmate who has longer', table.late, null);

    goTo(LATE_CLOSE - 1);
    await learnerSees('in the last instant of who has longest', SUBMITTED);
    goTo(LATE_CLOSE);
    await learnerSees('after the close', SUBMITTED);
    await seesOwnOnly('A classmate, after the close', table.classmate, CLOSES);
    await seesOwnOnly('A classmate who had longer, after the close', table.late, LATE_CLOSE);
    await outsidersSeeNothing('after the close');
    await staffSeeAll('after the close');
    expect(faults).toEqual([]);
    for (const [who, kind, signs] of CELLS)
      expect([who, kind, cells.get(`${who} | ${kind}`)]).toEqual([who, kind, [...signs]]);
  }, 240_000);

  it('is 30 kinds or more, in which every two switches stand in all four ways', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(30);
    expect([...missingPairs(KINDS)]).toEqual([]);
    expect([...missingPairs(KINDS.filter(({ name }) => !name.startsWith('drawn')))]).not.toEqual([]);
  });
});
