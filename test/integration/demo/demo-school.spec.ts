import { DEMO_PASSWORD, frontDoorsOf, seedDemoSchool } from '../../../src/demo';
import {
  type DemoCourse,
  demoAdministrator,
  demoCourses,
  demoDraws,
  demoFilings,
  demoGivenAttempts,
  demoInstructors,
  demoLearners,
  dueAt,
  endingOf,
  gradebookOf,
  gradedInPeriod,
  happeningsOf,
  periodThatIsOver,
} from '../../../src/demo/content';
import { Rational } from '../../../src/shared/decimals/rational';
import { evaluated } from '../../unit/gradebook/slow-gradebook';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import {
  activitiesOf,
  courseOf,
  earnedShare,
  found,
  ofType,
  published,
  quizzesOf,
} from '../../unit/demo/support';

const SEEDING_DAY = '2026-03-02';
const CHARTS = ['completion-funnel', 'progress-distribution', 'ended-by-week'];

jest.setTimeout(60_000);

describe('the demo school', () => {
  const happenings = happeningsOf({ courses: demoCourses, learners: demoLearners, seedingDay: SEEDING_DAY });
  let app: TestApp;
  let administrator: Caller;

  beforeAll(async () => {
    app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    administrator = await signIn(demoAdministrator.username);
  });

  afterAll(() => app.stop());

  async function signIn(username: string): Promise<Caller> {
    const answer = await app.anyone.post('/v1/auth/token', {
      grant_type: 'password',
      username,
      password: DEMO_PASSWORD,
    });
    expect(answer.status).toBe(200);
    return app.bearing(answer.body.access_token);
  }

  /** What an administrator reads, who sees everything. */
  async function read(url: string): Promise<Answer['body']> {
    const answer = await administrator.get(url);
    expect([url, answer.status]).toEqual([url, 200]);
    return answer.body;
  }

  it('the demo school has a course with two versions that differ, and a draft of a third', async () => {
    const url = `/v1/courses/${await idOf(found(demoCourses.find(({ key }) => key === 'statistics')))}`;
    const { data } = await read(`${url}/versions`);
    expect(data).toMatchObject([
      { number: 2, cause: 'person', note: expect.stringContaining('spread') as unknown },
      { number: 1, cause: 'automatic' },
    ]);
    for (const [between, added] of [
      ['from=1&to=2', 'In a word'],
      ['', 'box plot'],
    ]) {
      const { changes } = await read(`${url}/content-changes?${between}`);
      expect(changes).toMatchObject([{ kind: 'activity', changes: ['changed'] }]);
      expect(changes[0].fields[0].difference).toContain(added);
    }
  });

  it('the demo school has a page with a picture, which comes by its link', async () => {
    const { data } = await read(
      `/v1/courses/${await idOf(found(demoCourses.find(({ key }) => key === 'statistics')))}/activities?limit=100`,
    );
    const page = data.find(({ contentHtml }: { contentHtml: string | null }) =>
      contentHtml?.includes('<img'),
    );
    const { media } = await read(`/v1/activities/${page.id}`);
    expect(page.contentHtml).toContain(`<img src="${media[0].address}"`);
    const { pathname, search } = new URL(media[0].url);
    const picture = await app.anyone.get(pathname + search);
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png']);
  });

  it('the demo school has a course with a cover, and files in its syllabus, in the open catalog', async () => {
    const id = await idOf(found(demoCourses.find(({ key }) => key === 'statistics')));
    const { body } = await app.anyone.get(`/v1/catalog/${id}`);
    expect(body.cover.text).toContain('Nine journeys');
    expect(body.syllabusFiles).toMatchObject([{ file: { name: 'nine-journeys.png' } }]);
  });

  it('the demo school has a course that was made by copying another, as a draft', async () => {
    const { data } = await read('/v1/courses');
    const [copy, original] = ['ENG-121', 'ENG-120'].map((code) =>
      data.find((course: { code: string }) => course.code === code),
    );
    expect(copy).toMatchObject({ status: 'draft' });
    expect(Date.parse(copy.startDate) - Date.parse(original.startDate)).toBe(182 * 24 * 60 * 60 * 1000);
    const titles = async (id: string): Promise<string[]> => [...(await activityIdsOf(id)).keys()];
    expect(await titles(copy.id)).toEqual(await titles(original.id));
  });

  async function idOf(course: DemoCourse): Promise<string> {
    const { data } = await read('/v1/courses');
    return data.find(({ code }: { code: string }) => code === course.code).id;
  }

  async function activityIdsOf(courseId: string): Promise<Map<string, string>> {
    const { sections } = await read(`/v1/courses/${courseId}/outline`);
    const activities: { id: string; title: string }[] = sections.flatMap(
      (section: { activities: object[] }) => section.activities,
    );
    return new Map(activities.map(({ id, title }) => [title, id]));
  }

  it('a course of the demo school has a key, one of a group, an invitation, and an offer to the first who waits', async () => {
    const [{ id }] = (await administrator.get('/v1/courses?search=BOT-110')).body.data;
    const keys = (await administrator.get(`/v1/courses/${id}/enrollment-keys`)).body.data;
    expect(keys).toMatchObject([
      { key: 'hazel-under-oak', groupId: null },
      { key: 'tuesday-greenhouse', groupId: expect.any(String) as unknown, maxUses: 20 },
    ]);
    const invitations = (await administrator.get(`/v1/courses/${id}/enrollment-invitations`)).body.data;
    expect(invitations).toMatchObject([{ state: 'pending', role: 'assistant' }]);
    const requests = (await administrator.get(`/v1/courses/${id}/enrollment-requests`)).body.data;
    expect(requests.map(({ state }: { state: string }) => state)).toEqual([
      ...['offered', 'waitlisted', 'waitlisted', 'waitlisted'],
    ]);
  });

  it('people of the demo school sign in, each in their role', async () => {
    const people = [...demoInstructors, ...demoLearners.slice(0, 3)];

    const callers = await Promise.all(people.map(({ username }) => signIn(username)));

    const roles = await Promise.all([administrator, ...callers].map((caller) => caller.get('/v1/me')));
    expect(roles.map(({ body }) => body.role)).toEqual([
      'administrator',
      ...demoInstructors.map(() => 'instructor'),
      ...['learner', 'learner', 'learner'],
    ]);
  });

  it.each(demoCourses)('the instructor of $title sees it as it was written', async (course) => {
    const instructor = await signIn(course.instructor);
    const courseId = await idOf(course);

    const { body } = await instructor.get(`/v1/courses/${courseId}`);
    const outline = await instructor.get(`/v1/courses/${courseId}/outline`);

    expect(body).toMatchObject({
      title: course.title,
      status: course.status,
      timeZone: course.timeZone,
      selfEnrollment: course.selfEnrollment,
      role: 'owner',
    });
    expect(
      outline.body.sections.map((section: { title: string; activities: { title: string }[] }) => [
        section.title,
        section.activities.map(({ title }) => title),
      ]),
    ).toEqual(
      course.sections.map((section) => [section.title, section.activities.map(({ title }) => title)]),
    );
  });

  it('learners do not see the draft', async () => {
    const draft = found(demoCourses.find(({ status }) => status === 'draft'));
    const learner = await signIn(found(demoLearners[0]).username);

    const answer = await learner.get(`/v1/courses/${await idOf(draft)}`);

    expect(answer.status).toBe(404);
  });

  it.each(published)('the quizzes of $title are set as they were written', async (course) => {
    const activityIds = await activityIdsOf(await idOf(course));

    for (const quiz of quizzesOf(course)) {
      const settings = await read(`/v1/quizzes/${activityIds.get(quiz.title)}`);

      expect(settings).toMatchObject({
        title: quiz.title,
        maxAttempts: quiz.maxAttempts,
        grading: quiz.grading,
        dueAt: dueAt(course, quiz.dueWeek, SEEDING_DAY).toISOString(),
        passPercentage: quiz.passPercentage === null ? null : String(quiz.passPercentage),
        questionCount: quiz.questions.length,
        pointsPossible: Rational.sum(quiz.questions.map(({ points }) => points)).toDecimal(4),
      });
    }
  });

  it.each(published)('attempts in $title are scored by their answers', async (course) => {
    const activityIds = await activityIdsOf(await idOf(course));

    for (const quiz of quizzesOf(course)) {
      const { data } = await read(`/v1/quizzes/${activityIds.get(quiz.title)}/attempts?limit=100`);

      const expected = ofType(happenings, 'attempt')
        .filter((attempt) => attempt.courseKey === course.key && attempt.activityKey === quiz.key)
        .map((attempt) => ({
          number: attempt.number,
          startedAt: attempt.at.toISOString(),
          submittedAt: attempt.submittedAt?.toISOString() ?? null,
          percentage: attempt.submittedAt === null ? null : Math.round(earnedShare(attempt) * 10_000) / 100,
        }));
      const actual = data.map(({ number, startedAt, submittedAt, percentage }: Record<string, string>) => ({
        ...{ number, startedAt, submittedAt },
        percentage: percentage === null ? null : Number(percentage),
      }));
      expect(actual).toHaveLength(expected.length);
      expect(actual).toEqual(expect.arrayContaining(expected));
    }
  });

  it('learners with attempts in progress find their saved answers', async () => {
    const open = ofType(happenings, 'attempt').filter(({ submittedAt }) => submittedAt === null);
    expect(open.length).toBeGreaterThan(2);

    const attempt = found(open.find(({ responses, stopped }) => responses.length > 0 && !stopped));
    const course = courseOf(attempt);
    const learner = await signIn(attempt.username);
    const quiz = found(quizzesOf(course).find(({ key }) => key === attempt.activityKey));
    const quizId = (await activityIdsOf(await idOf(course))).get(quiz.title);
    const { body: own } = await learner.get(`/v1/quizzes/${quizId}`);
    const { body } = await learner.get(`/v1/attempts/${own.myAttempts.openAttemptId}`);

    expect(body).toMatchObject({ status: 'in_progress', score: null });
    const saved = body.questions.filter(({ savedAt }: { savedAt: string | null }) => savedAt !== null);
    expect(saved.map(({ response, savedAt }: Record<string, unknown>) => [response, savedAt])).toEqual(
      attempt.responses.map(({ response, savedAt }) => [response.value, savedAt.toISOString()]),
    );
  });

  it('an attempt is paused, one was abandoned, and somebody was given another one', async () => {
    const stopped = ofType(happenings, 'attempt').filter((attempt) => attempt.stopped);
    expect(stopped.map((attempt) => attempt.stopped?.how)).toEqual(['abandoned', 'paused']);
    for (const attempt of stopped) {
      const quiz = found(quizzesOf(courseOf(attempt)).find(({ key }) => key === attempt.activityKey));
      const quizId = (await activityIdsOf(await idOf(courseOf(attempt)))).get(quiz.title);
      const { data } = await read(`/v1/quizzes/${quizId}/attempts?limit=100`);
      const { id, state, pausedAt } = data.find(
        ({ startedAt }: { startedAt: string }) => startedAt === attempt.at.toISOString(),
      );
      const { how, at } = found(attempt.stopped);
      expect([state, pausedAt]).toEqual(
        how === 'paused' ? ['in_progress', at.toISOString()] : ['abandoned', null],
      );
      const entries = (await read(`/v1/attempts/${id}/timeline`)).data;
      expect(entries.at(-1)).toMatchObject({ kind: how, at: at.toISOString() });
    }
    for (const { course, quiz, reason } of demoGivenAttempts) {
      const written = found(demoCourses.find(({ key }) => key === course));
      const { title, maxAttempts } = found(quizzesOf(written).find(({ key }) => key === quiz));
      const quizId = (await activityIdsOf(await idOf(written))).get(title);
      const { data } = await read(`/v1/quizzes/${quizId}/exceptions`);
      expect(data).toMatchObject([{ reason, granted: { maxAttempts: Number(maxAttempts) + 1 } }]);
    }
  });

  it('questions are filed in folders, with tags, and a quiz draws from one', async () => {
    for (const { course, quiz, folder, tags } of demoFilings) {
      const written = found(demoCourses.find(({ key }) => key === course));
      const courseId = await idOf(written);
      const { data } = await read(`/v1/courses/${courseId}/question-folders`);
      const { id } = found(data.find(({ title }: { title: string }) => title === folder));
      const filed = (await read(`/v1/courses/${courseId}/questions?folderId=${id}`)).data;
      const { questions } = found(quizzesOf(written).find(({ key }) => key === quiz));
      expect(filed).toHaveLength(questions.length);
      for (const question of filed) expect(question.tags.toSorted()).toEqual(tags.toSorted());
    }
    for (const { course, quiz, count } of demoDraws) {
      const written = found(demoCourses.find(({ key }) => key === course));
      const { title } = found(quizzesOf(written).find(({ key }) => key === quiz));
      const quizId = (await activityIdsOf(await idOf(written))).get(title);
      expect(await read(`/v1/quizzes/${quizId}`)).toMatchObject({ questionCount: count + 1 });
    }
  });

  it.each(published)('the report of $title is complete', async (course) => {
    const instructor = await signIn(course.instructor);
    const courseId = await idOf(course);
    const inCourse = happenings.filter(({ courseKey }) => courseKey === course.key);
    const enrolled = ofType(inCourse, 'enrollment').length;
    const withdrawn = ofType(inCourse, 'withdrawal').length;

    const { body: report } = await instructor.get(`/v1/courses/${courseId}/report`);

    expect(report).toMatchObject({ enrolled, ended: withdrawn, active: enrolled - withdrawn });
    expect(sum(report.endedByCourseWeek, 'count')).toBe(withdrawn);
    expect(sum(report.progressDistribution, 'learners')).toBe(report.active);
    expect(new Set(bandsWithLearners(report)).size).toBeGreaterThan(2);
    expect(report.completionFunnel.map(({ title }: { title: string }) => title)).toEqual(
      activitiesOf(course).map(({ title }) => title),
    );
    expect(report.completionFunnel[0].completed).toBeGreaterThan(report.active / 2);
    expect(report.behind.total).toBeGreaterThan(0);
    expect(report.behind.total).toBeLessThan(report.active);
    expect(report.lineItems).toHaveLength(quizzesOf(course).length + course.assignments.length);
    expect(sum(report.lineItems, 'late')).toBeGreaterThan(0);
    expect(sum(report.lineItems, 'late')).toBeLessThan(sum(report.lineItems, 'results') / 4);
    // A result takes a while after the due date: the first half of the course is graded for certain.
    for (const item of report.lineItems.slice(0, report.lineItems.length / 2)) {
      expect(Number(item.standardDeviation)).toBeGreaterThan(0);
      expect(Number(item.min)).toBeLessThan(Number(item.mean));
      expect(Number(item.mean)).toBeLessThan(Number(item.max));
      expect(sum(item.distribution.bins, 'count')).toBeGreaterThan(0);
      expect(sum(item.distribution.bins, 'count')).toBeLessThanOrEqual(item.results - item.exempt);
    }
  });

  it.each(published)('every chart of $title is drawn', async (course) => {
    const instructor = await signIn(course.instructor);
    const courseId = await idOf(course);
    const report = await instructor.get(`/v1/courses/${courseId}/report`);
    const scores = report.body.lineItems.map(
      ({ lineItemId }: { lineItemId: string }) => `score-distribution.svg?lineItemId=${lineItemId}`,
    );

    for (const chart of [...CHARTS.map((name) => `${name}.svg`), ...scores]) {
      const { status, headers, text } = await instructor.get(`/v1/courses/${courseId}/report/${chart}`);

      expect([chart, status]).toEqual([chart, 200]);
      expect(headers['content-type']).toContain('image/svg+xml');
      expect(text).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it.each(published)('the gradebook and the report of $title agree', async (course) => {
    const courseId = await idOf(course);

    const report = await read(`/v1/courses/${courseId}/report`);
    const gradebook = await read(`/v1/courses/${courseId}/gradebook?learners=active&limit=100`);

    const rows: { results: Record<string, { score: string | null; status: string | null }> }[] =
      gradebook.data;
    const fromGradebook = report.lineItems.map(({ lineItemId }: { lineItemId: string }) => {
      // A cell also says of work without a result that it is missing.
      const cells = rows
        .flatMap(({ results }) => results[lineItemId] ?? [])
        .filter(({ status }) => status !== null);
      const scores = cells.flatMap(({ score, status }) =>
        score === null || status === 'exempt' ? [] : [score],
      );
      const mean = Rational.sum(scores).over(scores.length || 1);
      return { lineItemId, results: cells.length, scores: scores.length, mean: Number(mean.toDecimal(6)) };
    });
    const fromReport = report.lineItems.map(
      (item: { lineItemId: string; results: number; mean: string; distribution: Distribution | null }) => ({
        lineItemId: item.lineItemId,
        results: item.results,
        scores: sum(item.distribution?.bins ?? [], 'count'),
        mean: expect.closeTo(Number(item.mean), 4),
      }),
    );
    expect(fromGradebook).toEqual(fromReport);
    expect(rows).toHaveLength(report.active);
  });

  it('comments of instructors are shown beside the scores of assignments', async () => {
    const grades = ofType(happenings, 'grade').filter(
      ({ comment, score }) => comment !== null && score !== null,
    );
    const grade = found(grades[0]);
    const course = courseOf(grade);
    const assignment = found(course.assignments.find(({ key }) => key === grade.assignmentKey));
    const learner = await signIn(grade.username);

    const { body } = await learner.get(`/v1/courses/${await idOf(course)}/grades/me`);

    const entry = body.lineItems.find(({ title }: { title: string }) => title === assignment.title);
    expect(entry).toMatchObject({
      score: grade.score,
      comment: grade.comment,
      scoreDate: grade.scoreDay,
      late: grade.late,
      source: 'instructor',
    });
  });

  it('the example course takes a tenth a day from late work, and has waived it for one learner', async () => {
    const grades = ofType(happenings, 'grade').filter(({ courseKey }) =>
      demoCourses.some(({ key, isExample }) => isExample && key === courseKey),
    );
    const seen = async (grade: (typeof grades)[number]): Promise<Answer['body']> => {
      const course = courseOf(grade);
      const title = found(course.assignments.find(({ key }) => key === grade.assignmentKey)).title;
      const learner = await signIn(grade.username);
      const { body } = await learner.get(`/v1/courses/${await idOf(course)}/grades/me`);
      return body.lineItems.find((item: { title: string }) => item.title === title);
    };
    const waived = found(grades.find(({ waiver }) => waiver !== null));
    expect(await seen(waived)).toMatchObject({
      ...{ late: true, score: waived.score, effectiveScore: waived.score },
      lateness: { isWaived: true, deducted: '0' },
    });
    // No score that lies below the floor of the policy.
    const late = found(
      grades.find(({ late, waiver, score }) => late && waiver === null && Number(score) > 12),
    );
    const shown = await seen(late);
    expect(shown).toMatchObject({ late: true, score: late.score, lateness: { isWaived: false } });
    expect(Number(shown.effectiveScore)).toBeLessThan(Number(late.score));
    expect(Number(shown.effectiveScore)).toBeGreaterThanOrEqual(Number(shown.resultValueMax) / 2);
  });

  it('the gradebook of the example course has a muted quiz, somebody excused, and a final grade in the place of the computed one', async () => {
    const { course, mutedQuiz, excused, given } = gradebookOf(happenings);
    const content = found(demoCourses.find(({ key }) => key === course));
    const url = `/v1/courses/${await idOf(content)}`;
    const own = async (username: string): Promise<Answer['body']> =>
      (await (await signIn(username)).get(`${url}/grades/me`)).body;
    const ofTitle = ({ lineItems }: Answer['body'], title: string): Answer['body'] =>
      lineItems.find((item: { title: string }) => item.title === title);
    const { title } = found(content.assignments.find(({ key }) => key === excused.assignment));
    expect(ofTitle(await own(excused.learner), title)).toMatchObject({
      ...{ scoreStatus: 'exempt', score: null, comment: excused.comment },
    });
    const quiz = found(quizzesOf(content).find(({ key }) => key === mutedQuiz));
    const attempt = found(
      ofType(happenings, 'attempt').find(
        ({ activityKey, submittedAt }) => activityKey === mutedQuiz && submittedAt !== null,
      ),
    );
    expect(ofTitle(await own(attempt.username), quiz.title)).toMatchObject({ score: null });
    const { lineItems, data } = await read(`${url}/gradebook?limit=100`);
    const { id } = lineItems.find((item: { title: string }) => item.title === quiz.title);
    expect(data.filter(({ results }: Answer['body']) => results[id]?.score).length).toBeGreaterThan(20);
    const learner = (await (await signIn(given.learner)).get('/v1/me')).body.id;
    expect(await read(`${url}/final-grades/${learner}`)).toMatchObject({
      ...{ given: { percent: given.percent, reason: given.reason } },
    });
  });

  it('the grades of the course that is over are closed, amended once and certified', async () => {
    const { course, given, amended } = endingOf(happenings);
    const url = `/v1/courses/${await idOf(found(demoCourses.find(({ key }) => key === course)))}`;
    expect((await read(`${url}/grade-closing`)).state).toBe('closed');
    const { data: certifications } = await read(`${url}/grade-certifications`);
    expect(certifications.map(({ isCurrent }: Answer['body']) => isCurrent)).toEqual([true, false]);
    const { data: grades } = await read(`${url}/final-grades?learners=all&limit=100`);
    expect(grades).toHaveLength(certifications[0].learners);
    for (const { learner, percent, mark, reason } of [...given, amended]) {
      const { id } = (await (await signIn(learner)).get('/v1/me')).body;
      const grade = found(grades.find(({ userId }: Answer['body']) => userId === id));
      expect(grade).toMatchObject({ standing: { percent, mark }, given: { reason }, isOutdated: false });
    }
    const eleni = await signIn(amended.learner);
    const { proof } = (await eleni.get(`${url}/final-grades/me/proof`)).body;
    const { body } = await eleni.post('/v1/grade-proofs/verification', proof);
    expect(body).toMatchObject({ isGenuine: true, isCurrent: true, states: { percent: '85' } });
  });

  it('explains each of four totals of every learner of every course, and each explanation evaluates to what is shown', async () => {
    let compared = 0;
    const wrong: object[] = [];
    for (const content of demoCourses) {
      const url = `/v1/courses/${await idOf(content)}`;
      const { data } = await read(`${url}/gradebook?learners=all&limit=100`);
      for (const { userId, totals } of data) {
        const shown = [totals.current, totals.final, totals.postedCurrent, totals.postedFinal];
        for (const [place, name] of ['current', 'final', 'posted_current', 'posted_final'].entries()) {
          const told = await read(`${url}/grades/${userId}/explanation?total=${name}`);
          const { share, areNodesRight } = evaluated(told);
          const percent = share && Rational.ofFraction(share.join('/')).toPercent(2);
          if (!areNodesRight || told.percentage !== shown[place] || percent !== shown[place])
            wrong.push({ course: content.key, userId, name, percent, shown: shown[place] });
          compared += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(300);
  });

  it('the first grading period of a course that goes on is closed, and learners read what was said of them', async () => {
    const { course, title, comment } = periodThatIsOver;
    const content = found(demoCourses.find(({ key }) => key === course));
    const url = `/v1/courses/${await idOf(content)}`;
    const { state, periods } = await read(`${url}/grade-closing`);
    expect([state, ...periods.map((period: Answer['body']) => period.state)]).toEqual([
      ...['open', 'closed', 'open'],
    ]);
    const { periodId } = found(periods.find((period: Answer['body']) => period.title === title));
    const { data } = await read(`${url}/final-grades?period=${periodId}&learners=all&limit=100`);
    expect(data.length).toBeGreaterThan(10);
    for (const { recorded, isOutdated } of data)
      expect([recorded !== null, isOutdated]).toEqual([true, false]);
    const grades = data.map(({ recorded }: Answer['body']) => recorded.percent);
    expect(new Set(grades).size).toBeGreaterThan(5);
    const learner = await signIn(gradedInPeriod(happenings));
    const { body } = await learner.get(`${url}/final-grades/me?period=${periodId}`);
    expect(body).toMatchObject({ comment, hasUnpostedScores: null });
  });

  it('learners see their progress and what is next', async () => {
    const busy = found(
      demoLearners.find(({ username, temperament }) => {
        const courses = ofType(happenings, 'enrollment').filter(
          (enrollment) => enrollment.username === username,
        );
        return temperament.kind === 'steady' && courses.length === 3;
      }),
    );
    const learner = await signIn(busy.username);

    const { body } = await learner.get('/v1/me/progress');

    expect(body.data).toHaveLength(3);
    for (const overview of body.data) {
      expect(Number(overview.percentage)).toBeGreaterThan(30);
      expect(Number(overview.gradeTotal)).toBeGreaterThan(30);
    }
    expect(body.data.some(({ nextActivity }: { nextActivity: object | null }) => nextActivity !== null)).toBe(
      true,
    );
  });
});

/** Of the scores of a line item. */
interface Distribution {
  bins: Record<string, number>[];
}

function sum(items: Record<string, number>[], field: string): number {
  return items.reduce((total, item) => total + (item[field] ?? 0), 0);
}

function bandsWithLearners(report: Answer['body']): number[] {
  return report.progressDistribution
    .filter(({ learners }: { learners: number }) => learners > 0)
    .map(({ from }: { from: number }) => from);
}
