import { CourseRoom, expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

describe('who counts in a course', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const suspend = async ({ id }: Caller): Promise<void> => {
    expectStatus(await administrator.put(`/v1/users/${id}/suspension`), 200);
  };
  const makeLearner = async ({ id }: Caller): Promise<void> => {
    expectStatus(await administrator.patch(`/v1/users/${id}`, { role: 'learner' }), 200);
  };
  const names = (rows: Answer['body'][]): string[] =>
    rows.map(({ familyName, user, isSuspended }) =>
      (user?.isSuspended ?? isSuspended)
        ? `(${user?.familyName ?? familyName})`
        : (user?.familyName ?? familyName),
    );

  describe('people whose account is suspended', () => {
    let course: GradedCourse;
    beforeAll(async () => {
      course = await GradedCourse.open(app, { startDate: '2026-03-02' });
      const page = await course.activity(course.sectionId);
      const item = await course.lineItem();
      for (const familyName of ['Aalto', 'Berg', 'Cruz']) {
        const learner = await app.person('learner', { familyName });
        await course.enroll(learner);
        expectStatus(await learner.put(`/v1/activities/${page}/completion`), 204);
        await course.grade(item.id, learner, { score: '10' });
        if (familyName === 'Berg') await suspend(learner);
      }
    });

    const list = async (path: string): Promise<string[]> =>
      names(expectStatus(await course.instructor.get(`${course.url}/${path}`), 200).data);

    it('marks suspended people in the roster, and filters by that', async () => {
      expect(await list('enrollments?role=learner')).toEqual(['Aalto', '(Berg)', 'Cruz']);
      expect(await list('enrollments?role=learner&account=suspended')).toEqual(['(Berg)']);
      expect(await list('enrollments?role=learner&account=active&limit=1')).toEqual(['Aalto']);
      expect((await course.instructor.get(`${course.url}/enrollments?account=shut`)).status).toBe(422);
    });

    it.each(['gradebook', 'progress', 'progress?sort=-percentage'])(
      'leaves suspended people out of %s unless they are asked for, and marks them then',
      async (path) => {
        const query = path.includes('?') ? '&' : '?';
        expect(await list(path)).toEqual(['Aalto', 'Cruz']);
        expect(await list(`${path}${query}learners=suspended`)).toEqual(['(Berg)']);
        expect(await list(`${path}${query}learners=all`)).toEqual(['Aalto', '(Berg)', 'Cruz']);
      },
    );

    it('marks suspended people in the exported gradebook', async () => {
      const { text } = await course.instructor.get(`${course.url}/gradebook.csv?learners=all`);
      const lines = text.split('\r\n').map((line) => line.split(','));
      expect(lines.slice(0, 4).map((cells) => [cells[0]?.replace('\uFEFF', ''), cells[3]])).toEqual([
        ['"Family name"', '"Suspended"'],
        ['"Aalto"', '""'],
        ['"Berg"', '"yes"'],
        ['"Cruz"', '""'],
      ]);
    });

    it('counts suspended people in a figure of their own in the report, and in no other', async () => {
      const report = expectStatus(await course.instructor.get(`${course.url}/report`), 200);
      expect(report).toMatchObject({ enrolled: 3, active: 2, suspended: 1 });
      expect(report.completionFunnel).toMatchObject([{ completed: 2, percentage: '100' }]);
      const counted = report.progressDistribution.map(({ learners }: { learners: number }) => learners);
      expect(counted.reduce((sum: number, learners: number) => sum + learners, 0)).toBe(2);
    });
  });

  describe('the instructors of a course', () => {
    let room: CourseRoom;
    let co: Caller;
    let owners: string;
    let coEnrollment: string;
    beforeEach(async () => {
      room = await CourseRoom.open(app);
      co = await app.person('instructor', { familyName: 'Zorn' });
      coEnrollment = await room.enroll(co, 'instructor');
      const { data } = expectStatus(
        await room.instructor.get(`${room.url}/enrollments?role=instructor`),
        200,
      );
      owners = data.find(({ user }: Answer['body']) => user.id === room.instructor.id).id;
    });

    const withdraw = async (by: Caller, id: string): Promise<string> => {
      const { status, body } = await by.delete(`/v1/enrollments/${id}`);
      return status === 204 ? 'ended' : body.code;
    };

    it('counts an instructor as the last one when the only other is suspended', async () => {
      await suspend(co);
      expect(await withdraw(room.instructor, owners)).toBe('enrollments.last_instructor');
      expect(await withdraw(room.instructor, coEnrollment)).toBe('ended');
    });

    it('lets an instructor whose account became a learner’s neither edit nor appoint nor count, until it is an instructor’s again', async () => {
      await makeLearner(co);
      const section = await room.section();
      const answers = [
        await co.patch(room.url, { title: 'Mine' }),
        await co.post(`${room.url}/sections`, { title: 'Mine' }),
        await co.delete(`/v1/sections/${section}`),
        await co.post(`${room.url}/enrollments`, { userId: (await app.person()).id, role: 'learner' }),
        await co.put(`${room.url}/archive`),
      ];
      expect(answers.map(({ body }) => body.code)).toEqual(Array(5).fill('courses.instructors_only'));
      expect((await co.get(room.url)).body.role).toBe('assistant');
      const mine = (await co.get('/v1/courses?mine=true')).body.data;
      expect(mine.map(({ id, role }: Answer['body']) => [id, role])).toEqual([[room.courseId, 'assistant']]);
      expect((await co.get(`${room.url}/gradebook`)).status).toBe(200);
      expect(await withdraw(room.instructor, owners)).toBe('enrollments.last_instructor');

      expectStatus(await administrator.patch(`/v1/users/${co.id}`, { role: 'instructor' }), 200);
      expect((await co.patch(room.url, { title: 'Ours' })).body.title).toBe('Ours');
    });

    it('refuses to appoint an instructor whose account is a learner’s', async () => {
      const learner = await app.person();
      const url = `${room.url}/enrollments`;
      expect(
        (await room.instructor.post(url, { userId: learner.id, role: 'instructor' })).body,
      ).toMatchObject({
        status: 409,
        code: 'enrollments.instructor_account_needed',
      });
      expectStatus(await room.instructor.post(url, { userId: learner.id, role: 'assistant' }), 201);
    });

    it('lets only owners and administrators withdraw an owner of the course, and keeps the last one', async () => {
      expect(await withdraw(co, owners)).toBe('enrollments.course_owner');
      expect(await withdraw(administrator, owners)).toBe('enrollments.last_owner');
      const third = await room.enroll(await app.person('instructor'), 'instructor');
      expectStatus(await room.instructor.patch(`/v1/enrollments/${third}`, { isOwner: true }), 200);
      expect(await withdraw(room.instructor, owners)).toBe('ended');
      expectStatus(
        await co.post(`${room.url}/enrollments`, { userId: room.instructor.id, role: 'instructor' }),
        201,
      );
      expect(await withdraw(co, owners)).toBe('ended');
    });

    it('lets other instructors withdraw a creator whose account is suspended', async () => {
      await suspend(room.instructor);
      expect(await withdraw(co, owners)).toBe('ended');
    });
  });
});
