import { CourseRoom, expectStatus } from '../../support/course-room';
import { toBinary } from '../../../src/shared/database/ids';
import type { Answer, Caller } from '../../support/test-app';
import { TestApp } from '../../support/test-app';

const TERM = { title: 'Spring term', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };

describe('terms', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  async function make(more: Record<string, unknown> = {}): Promise<Answer['body']> {
    return expectStatus(await administrator.post('/v1/terms', { ...TERM, ...more }), 201);
  }

  async function courseIn(termId: string, more: Record<string, unknown> = {}): Promise<CourseRoom> {
    const room = await CourseRoom.open(app, more);
    await app.database.run('UPDATE courses SET academic_session_id = ? WHERE id = ?', [
      toBinary(termId),
      toBinary(room.courseId),
    ]);
    return room;
  }

  const faults = ({ body }: Answer): string[] =>
    body.errors.map(({ field, rule }: { field: string; rule: string }) => `${field} ${rule}`);

  it('are made, read by everybody who is signed in, changed and deleted', async () => {
    const holidays = [{ title: 'Winter break', startDate: '2026-02-16', endDate: '2026-02-20' }];
    const year = await make({
      title: 'The year',
      type: 'schoolYear',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
    });
    const term = await make({
      ...{ parentId: year.id, schoolYear: 2026, holidays },
      ...{ enrollUntil: '2026-01-05', dropUntil: '2026-03-13' },
    });
    expect(term).toMatchObject({
      ...TERM,
      ...{ parentId: year.id, schoolYear: 2026, holidays, isFromRoster: false, version: 1 },
      ...{ enrollUntil: '2026-01-05', dropUntil: '2026-03-13' },
    });
    const learner = await app.person('learner');
    expect(expectStatus(await learner.get(`/v1/terms/${term.id}`), 200)).toEqual(term);

    const url = `/v1/terms/${term.id}`;
    const changes = { title: 'Spring', holidays: [], dropUntil: null };
    const changed = await administrator.patch(url, changes, { 'if-match': '"v1"' });
    expect(expectStatus(changed, 200)).toEqual({ ...term, ...changes, version: 2 });
    expectStatus(await administrator.patch(url, { title: 'Lost' }, { 'if-match': '"v1"' }), 412);
    expect(expectStatus(await administrator.patch(url, {}), 200).version).toBe(2);

    expectStatus(await administrator.delete(url, { 'if-match': '"v1"' }), 412);
    expectStatus(await administrator.delete(url, { 'if-match': '"v2"' }), 204);
    expect(expectStatus(await learner.get(url), 404).code).toBe('courses.term_not_found');
  });

  it('are refused with the fields whose days do not fit', async () => {
    const year = await make({ title: 'The year', startDate: '2026-01-01', endDate: '2026-12-31' });
    const child = await make({ parentId: year.id });
    const sent = (body: object): Promise<Answer> => administrator.post('/v1/terms', { ...TERM, ...body });
    expect(faults(await sent({ endDate: '2026-01-11' }))).toEqual(['endDate notBefore']);
    expect(faults(await sent({ parentId: year.id, startDate: '2025-12-31', endDate: '2027-01-01' }))).toEqual(
      [...['startDate inParent', 'endDate inParent']],
    );
    const holiday = { title: 'Off', startDate: '2026-05-29', endDate: '2026-05-30' };
    expect(faults(await sent({ holidays: [holiday, { ...holiday, endDate: '2026-05-29' }] }))).toEqual([
      ...['holidays[0].endDate inTerm', 'holidays[1].startDate apart'],
    ]);
    expect(faults(await sent({ dropUntil: '2026-05-30' }))).toEqual(['dropUntil inTerm']);
    expect(faults(await sent({ startDate: '2026-02-30' }))).toEqual(['startDate isCalendarDay']);
    const shortened = await administrator.patch(`/v1/terms/${year.id}`, { endDate: '2026-05-01' });
    expect(shortened.body.code).toBe('courses.term_days');
    expect(faults(shortened)).toEqual(['endDate hasChildren']);
    expect(expectStatus(await administrator.get(`/v1/terms/${child.id}`), 200).version).toBe(1);
  });

  it('lie in no term that does not exist, nor in themselves', async () => {
    const [above, below] = [await make(), await make()];
    const to = (id: string, parentId: string): Promise<Answer> =>
      administrator.patch(`/v1/terms/${id}`, { parentId });
    expectStatus(await to(below.id, above.id), 200);
    expect(faults(await to(above.id, below.id))).toEqual(['parentId noCircle']);
    expect(faults(await to(above.id, above.id))).toEqual(['parentId noCircle']);
    const missing = '01990000-0000-7000-8000-00000000dead';
    expect(faults(await to(above.id, missing))).toEqual(['parentId exists']);
    expect(faults(await administrator.post('/v1/terms', { ...TERM, parentId: missing }))).toEqual([
      'parentId exists',
    ]);
  });

  it('never make a circle when each of four moves into the next at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const terms = [await make(), await make(), await make(), await make()];
      const answers = await Promise.all(
        terms.map(({ id }, place) =>
          administrator.patch(`/v1/terms/${id}`, { parentId: terms[(place + 1) % 4].id }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 422]);
    }
  });

  it('never leave a child outside when a term is shortened while a child is put into it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const year = await make({ title: 'The year' });
      const [shortened, added] = await Promise.all([
        administrator.patch(`/v1/terms/${year.id}`, { endDate: '2026-03-01' }),
        administrator.post('/v1/terms', { ...TERM, parentId: year.id }),
      ]);
      expect([shortened.status, added.status].sort()).toEqual(
        shortened.status === 200 ? [200, 422] : [201, 422],
      );
    }
  });

  it('with courses or terms in them are not deleted, and say what hangs on them', async () => {
    const [year, term] = [await make(), await make()];
    expectStatus(await administrator.patch(`/v1/terms/${term.id}`, { parentId: year.id }), 200);
    await courseIn(year.id);
    await courseIn(year.id);
    const refused = expectStatus(await administrator.delete(`/v1/terms/${year.id}`), 409);
    expect(refused.code).toBe('courses.term_in_use');
    expect(refused.detail).toBe(
      '2 courses belong to the term, and 1 term lies in it. Give them another term first.',
    );
    await courseIn(term.id);
    expect(expectStatus(await administrator.delete(`/v1/terms/${term.id}`), 409).detail).toBe(
      '1 course belongs to the term. Give them another term first.',
    );
  });

  it('are listed by year and type in each order', async () => {
    const made = [
      await make({ title: 'Zeta', schoolYear: 2031, type: 'semester', startDate: '2026-01-01' }),
      await make({ title: 'Beta', schoolYear: 2031, type: 'semester', startDate: '2026-01-03' }),
      await make({ title: 'Alpha', schoolYear: 2031, type: 'term', startDate: '2026-01-02' }),
      await make({ title: 'Gamma', schoolYear: 2032, type: 'gradingPeriod', startDate: '2026-01-04' }),
    ];
    const titles = async (query: string): Promise<string[]> =>
      expectStatus(await administrator.get(`/v1/terms?${query}`), 200).data.map(
        ({ title }: { title: string }) => title,
      );
    expect(await titles('schoolYear=2031')).toEqual(['Beta', 'Alpha', 'Zeta']);
    expect(await titles('schoolYear=2031&sort=title')).toEqual(['Alpha', 'Beta', 'Zeta']);
    expect(await titles('schoolYear=2031&type=semester&sort=startDate')).toEqual(['Zeta', 'Beta']);
    expect(await titles('type=gradingPeriod&sort=-title')).toEqual(['Gamma']);
    const ids = made.map(({ id }) => id).join(',');
    expect(await titles(`ids=${ids}&sort=-startDate`)).toEqual(['Gamma', 'Beta', 'Alpha', 'Zeta']);
    expect((await administrator.get('/v1/terms?schoolYear=99')).status).toBe(422);
  });

  it('end self-enrollment and withdrawal by their deadlines in the zone of the course, and staff go on', async () => {
    app.clock.set('2026-01-23T11:30:00.000Z');
    const term = await make({ enrollUntil: '2026-01-23', dropUntil: '2026-01-24' });
    // There, it is the 24th already.
    const east = await courseIn(term.id, { selfEnrollment: true, timeZone: 'Pacific/Auckland' });
    const west = await courseIn(term.id, { selfEnrollment: true, timeZone: 'UTC' });
    const learner = await app.person('learner');
    const join = (courseId: string): Promise<Answer> => learner.post('/v1/me/enrollments', { courseId });
    expect(expectStatus(await join(east.courseId), 409)).toMatchObject({
      code: 'enrollments.enroll_deadline_past',
      detail:
        'The last day to enroll oneself in courses of this term was 2026-01-23. Ask an instructor of the course to enroll you.',
    });
    const { id } = expectStatus(await join(west.courseId), 201);
    const taken = await east.enroll(learner);

    app.clock.set('2026-01-25T00:00:00.000Z');
    expect(expectStatus(await learner.delete(`/v1/enrollments/${id}`), 409).code).toBe(
      'enrollments.drop_deadline_past',
    );
    expectStatus(await east.instructor.delete(`/v1/enrollments/${taken}`), 204);
    expectStatus(await west.instructor.delete(`/v1/enrollments/${id}`), 204);
  });
});
