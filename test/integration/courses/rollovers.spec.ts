import { silentMilliseconds } from '../../../src/shared/operations/heartbeat';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../../src/shared/operations/dto/operation.response';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { sendForm } from '../../support/files-room';
import { changesOf, finished, normalized } from '../../support/full-course';
import { endWatches, watchStatements } from '../../support/statements';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('a rollover of a term', () => {
  let app: TestApp;
  let administrator: Caller;
  let autumn: string;
  let spring: string;

  beforeEach(async () => {
    app = await TestApp.start();
    app.clock.set('2026-08-03T09:00:00.000Z');
    administrator = await app.person('administrator');
    autumn = await term('Autumn', '2026-09-07', '2026-12-18');
    spring = await term('Spring', '2027-01-11', '2027-05-28');
  });
  afterEach(async () => {
    endWatches();
    await app.stop();
  });

  const term = async (title: string, startDate: string, endDate: string): Promise<string> =>
    expectStatus(await administrator.post('/v1/terms', { title, type: 'term', startDate, endDate }), 201).id;
  const course = async (title: string, more: object = {}): Promise<CourseRoom> => {
    const room = await CourseRoom.open(app, {
      ...{ title, termId: autumn, startDate: '2026-09-07', published: false, ...more },
    });
    await room.activity(await room.section(), `A page of ${title}`);
    return room;
  };
  const start = (body: object = {}): Promise<Answer> =>
    administrator.post(`/v1/terms/${autumn}/rollovers`, { toTermId: spring, ...body });
  const done = async (body: object = {}): Promise<OperationResponse> =>
    finished(app, administrator, expectStatus(await start(body), 202).id);
  const inTerm = async (termId: string): Promise<{ id: string; title: string; startDate: string }[]> =>
    expectStatus(await administrator.get(`/v1/courses?termId=${termId}&limit=100`), 200).data;
  const counts = ({ summary }: OperationResponse): unknown =>
    summary.map(({ part, read, added, unchanged, refused }) => ({ part, read, added, unchanged, refused }));

  it('copies each course of the term once, with dates that move as the terms do', async () => {
    const rooms = [await course('Botany'), await course('Chemistry'), await course('Algebra')];
    await course('Elsewhere', { termId: spring, startDate: null });
    const operation = await done();
    expect(operation).toMatchObject({ status: 'succeeded', subject: 'Spring', issueCount: 0 });
    expect(counts(operation)).toEqual([{ part: 'courses', read: 3, added: 3, unchanged: 0, refused: 0 }]);
    const copies = (await inTerm(spring)).filter(({ title }) => title !== 'Elsewhere');
    expect(copies.map(({ title, startDate }) => [title, startDate])).toEqual([
      ['Algebra', '2027-01-11'],
      ['Botany', '2027-01-11'],
      ['Chemistry', '2027-01-11'],
    ]);
    const changes = await changesOf(administrator, operation.id);
    expect(changes.map(({ after }) => after['copiedFrom']).sort()).toEqual(
      rooms.map(({ courseId }) => courseId).sort(),
    );
    for (const { rowId, after } of changes) {
      const { course: _copied, ...copy } = await normalized(app, rowId);
      const { course: _source, ...source } = await normalized(app, String(after['copiedFrom']));
      expect(copy).toEqual(source);
    }
    const again = await done();
    expect(counts(again)).toEqual([{ part: 'courses', read: 3, added: 0, unchanged: 3, refused: 0 }]);
    expect(await inTerm(spring)).toHaveLength(4);
  });

  it('copies a course again once its copy was deleted, and what is new', async () => {
    await course('Botany');
    await done();
    const [copy] = await inTerm(spring);
    expectStatus(await administrator.delete(`/v1/courses/${copy!.id}`), 204);
    await course('Zoology');
    expect(counts(await done())).toEqual([{ part: 'courses', read: 2, added: 2, unchanged: 0, refused: 0 }]);
  });

  it('copies nothing in a dry run, and says what it would copy', async () => {
    const { courseId } = await course('Botany');
    const operation = await done({ dryRun: true });
    expect(counts(operation)).toEqual([{ part: 'courses', read: 1, added: 1, unchanged: 0, refused: 0 }]);
    expect(await inTerm(spring)).toEqual([]);
    expect(await changesOf(administrator, operation.id)).toMatchObject([
      { rowId: courseId, action: 'added', after: { title: 'Botany', copiedFrom: courseId, movedDates: 1 } },
    ]);
  });

  it('takes the courses of one school alone, and other days, where it is told to', async () => {
    const school = { title: 'A school', type: 'school' };
    const schoolId = expectStatus(await administrator.post('/v1/schools', school), 201).id;
    await course('Botany', { schoolId });
    await course('Chemistry');
    await done({ schoolId, shiftDays: 7 });
    expect((await inTerm(spring)).map(({ title, startDate }) => [title, startDate])).toEqual([
      ['Botany', '2026-09-14'],
    ]);
  });

  it('goes on after a crash where it stopped, and copies no course twice', async () => {
    for (const title of ['Algebra', 'Botany', 'Chemistry']) await course(title);
    const replica = await TestApp.start({}, app.target);
    try {
      let copies = 0;
      // The process ends while it copies the second course.
      watchStatements({
        ...{ of: app, having: /^INSERT INTO course_rollovers/ },
        before: () => {
          copies += 1;
          if (copies === 2) void app.get(OperationRunner).beforeApplicationShutdown();
        },
      });
      const { id } = expectStatus(await start(), 202);
      await app.get(OperationRunner).settled(id);
      expect((await inTerm(spring)).map(({ title }) => title)).toEqual(['Algebra']);
      const poller = replica.get(OperationPoller);
      await poller.look();
      replica.clock.advance(silentMilliseconds());
      await poller.look();
      await replica.get(OperationRunner).settled(id);
      const operation = expectStatus(
        await administrator.get(`/v1/operations/${id}`),
        200,
      ) as OperationResponse;
      expect(operation.status).toBe('succeeded');
      expect((await inTerm(spring)).map(({ title }) => title)).toEqual(['Algebra', 'Botany', 'Chemistry']);
    } finally {
      await replica.stop();
    }
  });

  it('runs once at a time into one term, however many ask for it at once', async () => {
    for (const title of ['Algebra', 'Botany']) await course(title);
    const answers = await Promise.all([start(), start(), start(), start()]);
    const begun = answers.filter(({ status }) => status === 202);
    expect(begun.length).toBeGreaterThan(0);
    for (const { status, body } of answers)
      if (status !== 202) expect([status, body.code]).toEqual([409, 'operations.already_running']);
    for (const { body } of begun) await finished(app, administrator, body.id as string);
    expect((await inTerm(spring)).map(({ title }) => title)).toEqual(['Algebra', 'Botany']);
  });

  it.each([
    ['into the term itself', () => ({ toTermId: autumn }), 'courses.same_term'],
    [
      'into no term',
      () => ({ toTermId: '01990000-0000-7000-8000-0000000000ff' }),
      'courses.no_such_target_term',
    ],
    [
      'with two ways to say what becomes of dates',
      () => ({ shiftDays: 1, dates: 'remove' }),
      'courses.dates_twice',
    ],
  ])('is refused %s', async (_what, body, code) => {
    const answer = await start(body());
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });

  it('tells what keeps one course from being copied, and copies the others', async () => {
    const room = await course('Botany');
    const pdf = {
      content: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1_200_000)]),
      name: 'flora.pdf',
    };
    const sent = await sendForm(room.instructor, { purpose: 'activity', file: pdf });
    const { id: fileId } = expectStatus(sent, 201) as { id: string };
    const section = await room.section('Flora');
    await room.activity(section, 'Flora', { type: 'file', content: null, fileId });
    await course('Zoology');
    const small = await TestApp.start({ FILES_PER_COURSE_MEGABYTES: '1' }, app.target);
    try {
      const asked = await small
        .bearing(administrator.token!)
        .post(`/v1/terms/${autumn}/rollovers`, { toTermId: spring });
      const { id } = expectStatus(asked, 202) as { id: string };
      const operation = await finished(small, administrator, id);
      expect(operation.status).toBe('partly_succeeded');
      expect(counts(operation)).toEqual([{ part: 'courses', read: 2, added: 1, unchanged: 0, refused: 1 }]);
      const issues = expectStatus(await administrator.get(`/v1/operations/${id}/issues`), 200)
        .data as OperationIssueResponse[];
      expect(issues).toMatchObject([{ severity: 'error', code: 'files.course_limit', value: 'Botany' }]);
      expect((await inTerm(spring)).map(({ title }) => title)).toEqual(['Zoology']);
    } finally {
      await small.stop();
    }
  });
});
