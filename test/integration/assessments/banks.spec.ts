import { BanksRepository } from '../../../src/modules/assessments/banks/banks.repository';
import { newId } from '../../../src/shared/database/ids';
import { Classroom } from '../../support/classroom';
import { expectStatus } from '../../support/course-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { sqlOf } from '../../support/query-counter';
import { rowsRead } from '../../support/rows-read';
import { sentLate } from '../../support/statements';
import { type Answer, TestApp } from '../../support/test-app';

negativeControl('the lock of the bank', ['stays a tree when two folders'], () => {
  replaceMethod(
    BanksRepository.prototype,
    'lockOfCourse',
    (lockOfCourse) =>
      async function (this: BanksRepository, courseId, now) {
        return (await this.find(courseId)) ?? lockOfCourse.call(this, courseId, now);
      },
  );
  sentLate(/UPDATE question_folders SET parent_id/);
});

const QUESTION = { type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } } as const;

describe('the bank of a course', () => {
  let app: TestApp;
  let room: Classroom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    room = await Classroom.open(app, { questions: [] });
  });

  const url = (rest: string): string => `/v1/courses/${room.courseId}/${rest}`;
  const addFolder = async (title: string, parentId: string | null = null): Promise<string> =>
    expectStatus(await room.instructor.post(url('question-folders'), { title, parentId }), 201).id;
  const add = async (more: object = {}): Promise<string> =>
    expectStatus(await room.instructor.post(url('questions'), { ...QUESTION, ...more }), 201).id;
  const found = async (query: string): Promise<string[]> => {
    const { data } = expectStatus(await room.instructor.get(url(`questions?${query}`)), 200);
    return data.map(({ id }: { id: string }) => id);
  };
  const file = (changes: object): Promise<Answer> => room.instructor.post(url('question-filings'), changes);

  it('takes questions that no quiz asks, which slots can choose later', async () => {
    const id = await add({ tags: ['Easy'] });
    const { body } = await room.instructor.get(url('questions'));
    expect(body.data).toMatchObject([{ id, activityId: null, folderId: null, tags: ['Easy'], version: 1 }]);
    expectStatus(
      await room.instructor.put(`/v1/quizzes/${room.quizId}/slots`, { slots: [{ questionId: id }] }),
      200,
    );
    expect((await room.start(await room.learner())).body.questions).toMatchObject([{ id }]);
  });

  it('is a tree of folders that are made, renamed, moved and deleted', async () => {
    const center = await addFolder('Center');
    const spread = await addFolder('Spread');
    const median = await addFolder('Median', center);
    const list = async (): Promise<string[]> => {
      const { data } = expectStatus(await room.instructor.get(url('question-folders')), 200);
      return data.map(({ path }: { path: string[] }) => path.join(' > '));
    };
    expect(await list()).toEqual(['Center', 'Center > Median', 'Spread']);
    const moved = await room.instructor.patch(`/v1/question-folders/${center}`, {
      parentId: spread,
      title: 'Middle',
    });
    expect(moved.body).toMatchObject({ path: ['Spread', 'Middle'], version: 2 });
    expect(await list()).toEqual(['Spread', 'Spread > Middle', 'Spread > Middle > Median']);
    const stale = await room.instructor.patch(
      `/v1/question-folders/${center}`,
      { title: 'x' },
      { 'if-match': '"v1"' },
    );
    expect(stale.status).toBe(412);
    expect(await room.instructor.delete(`/v1/question-folders/${center}`)).toMatchObject({
      ...{ status: 409, body: { code: 'assessments.folder_not_empty' } },
    });
    expectStatus(await room.instructor.delete(`/v1/question-folders/${median}`), 204);
    expectStatus(await room.instructor.delete(`/v1/question-folders/${center}`), 204);
    expect(await list()).toEqual(['Spread']);
  });

  it('refuses folders of a taken title, inside themselves, too deep and of another bank, and names the field', async () => {
    const one = await addFolder('One');
    const two = await addFolder('Two', one);
    const foreign = await Classroom.open(app);
    const { id: elsewhere } = expectStatus(
      await foreign.instructor.post(`/v1/courses/${foreign.courseId}/question-folders`, { title: 'One' }),
      201,
    );
    const taken = await room.instructor.post(url('question-folders'), { title: 'ONE' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'assessments.folder_title_taken' } });
    const change = (parentId: string): Promise<Answer> =>
      room.instructor.patch(`/v1/question-folders/${one}`, { parentId });
    for (const parentId of [one, two, elsewhere, newId()])
      expect(await change(parentId)).toMatchObject({
        status: 422,
        body: { code: 'assessments.invalid_folder', errors: [{ field: 'parentId' }] },
      });
    for (const body of [
      { ...QUESTION, folderId: elsewhere },
      { ...QUESTION, tags: [''] },
      { ...QUESTION, tags: ['a\u0000'] },
      { ...QUESTION, tags: Array.from({ length: 21 }, (_, index) => `t${index}`) },
      { ...QUESTION, tags: 'a' },
    ])
      expect((await room.instructor.post(url('questions'), body)).status).toBe(422);
    expect((await file({ questionIds: [newId()], folderId: elsewhere })).status).toBe(422);
    expect((await room.instructor.delete(`/v1/question-folders/${elsewhere}`)).status).toBe(403);
  });

  it('stays a tree when two folders are moved into each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await addFolder(`One ${round}`), await addFolder(`Other ${round}`)];
      const answers = await Promise.all([
        room.instructor.patch(`/v1/question-folders/${one}`, { parentId: other }),
        room.instructor.patch(`/v1/question-folders/${other}`, { parentId: one }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    }
    const { data } = expectStatus(await room.instructor.get(url('question-folders')), 200);
    expect(data).toHaveLength(10);
  });

  it('lists questions by folder, with and without those below, by tag, type and words', async () => {
    const center = await addFolder('Center');
    const median = await addFolder('Median', center);
    const top = await add({ tags: ['Easy'] });
    const inCenter = await add({ folderId: center, tags: ['easy', 'Exam'], prompt: 'What is a **mean**?' });
    const choices = { options: [option('a', 'Arithmetic'), option('b', 'Geometric')], key: 'a' };
    const inMedian = await add({
      folderId: median,
      tags: ['Exam'],
      type: 'single_choice',
      definition: choices,
    });
    const cases: [query: string, expected: string[]][] = [
      ['', [inMedian, inCenter, top]],
      [`folderId=${center}`, [inCenter]],
      [`folderId=${center}&below=true`, [inMedian, inCenter]],
      [`folderId=${median}&below=true`, [inMedian]],
      [`folderId=${newId()}&below=true`, []],
      ['unfiled=true', [top]],
      [`unfiled=true&folderId=${center}`, []],
      ['tag=EASY', [inCenter, top]],
      ['tag=exam&type=single_choice', [inMedian]],
      [`tag=exam&folderId=${center}`, [inCenter]],
      ['tag=unknown', []],
      ['type=true_false', [inCenter, top]],
      ['search=mean', [inCenter]],
      ['search=geometr', [inMedian]],
      ['search=exam&type=true_false', [inCenter]],
      ['search=exam&tag=easy', [inCenter]],
      ['search=nothing', []],
    ];
    for (const [query, expected] of cases) {
      expect({ query, found: await found(query) }).toEqual({ query, found: expected });
      const { page } = expectStatus(
        await room.instructor.get(url(`questions?total=true&limit=1&${query}`)),
        200,
      );
      expect({ query, total: page.total }).toEqual({ query, total: expected.length });
    }
  });

  it('is leafed through with every filter without losing or repeating a question', async () => {
    const folder = await addFolder('All');
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1)
      ids.unshift(await add({ folderId: folder, tags: ['t'], prompt: `Number ${index} of seven?` }));
    await add();
    for (const query of [
      `folderId=${folder}`,
      'tag=T',
      `tag=t&folderId=${folder}`,
      'search=seven',
      'type=true_false&tag=t',
    ]) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: Answer = await room.instructor.get(
          url(`questions?limit=3&${query}${cursor && `&cursor=${cursor}`}`),
        );
        seen.push(...body.data.map(({ id }: { id: string }) => id));
        cursor = body.page.next;
      }
      expect({ query, seen }).toEqual({ query, seen: ids });
    }
  });

  it('finds a question by its new words, folder and tags, and no more by the old ones or when it was removed', async () => {
    const folder = await addFolder('Later');
    const id = await add({ tags: ['Old'], prompt: 'Is this quicksilver?' });
    const change = { prompt: 'Is this manganese?', folderId: folder, tags: ['New', 'NEW'] };
    const { body } = await room.instructor.patch(`/v1/questions/${id}`, change);
    expect(body).toMatchObject({ folderId: folder, tags: ['New'], version: 2, versionNumber: 2 });
    for (const query of ['search=quicksilver', 'tag=old', 'unfiled=true'])
      expect(await found(query)).toEqual([]);
    for (const query of ['search=manganese', 'tag=new', `folderId=${folder}`])
      expect(await found(query)).toEqual([id]);
    const only = await room.instructor.patch(`/v1/questions/${id}`, { tags: [] });
    expect(only.body).toMatchObject({ tags: [], version: 3, versionNumber: 2, keyRevision: 1 });
    expectStatus(await room.instructor.delete(`/v1/questions/${id}`), 204);
    for (const query of ['search=manganese', `folderId=${folder}`]) expect(await found(query)).toEqual([]);
    expectStatus(await room.instructor.delete(`/v1/question-folders/${folder}`), 204);
  });

  it('files many questions at once, and answers for each of them', async () => {
    const folder = await addFolder('Exam');
    const full = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const [plain, done, crowded] = [
      await add({ tags: ['draft', 'keep'] }),
      await add({ folderId: folder, tags: ['exam'] }),
      await add({ tags: full }),
    ];
    const foreign = (await Classroom.open(app)).questionIds[0]!;
    const questionIds = [plain, foreign, done, crowded];
    const answer = await file({ questionIds, folderId: folder, addTags: ['Exam'], removeTags: ['DRAFT'] });
    expect(expectStatus(answer, 200).results).toEqual([
      { questionId: plain, result: 'changed' },
      { questionId: foreign, result: 'not_found' },
      { questionId: done, result: 'unchanged' },
      { questionId: crowded, result: 'too_many_tags' },
    ]);
    expect(await found(`folderId=${folder}&tag=exam`)).toEqual([done, plain]);
    expect(await found('tag=draft')).toEqual([]);
    expect(await found('search=keep')).toEqual([plain]);
    const { body } = await room.instructor.get(url('questions?unfiled=true'));
    expect(body.data).toMatchObject([{ id: crowded, version: 1, tags: full }]);
  });

  it('lists the tags in use once each, in the letters of the oldest question', async () => {
    await add({ tags: ['Zeta', 'Mean'] });
    await add({ tags: ['MEAN', 'alpha'] });
    const list = async (query = ''): Promise<Answer['body']> =>
      expectStatus(await room.instructor.get(url(`question-tags${query}`)), 200);
    expect((await list('?total=true')).data).toEqual([{ tag: 'alpha' }, { tag: 'Mean' }, { tag: 'Zeta' }]);
    const first = await list('?limit=2&total=true');
    expect(first.page).toMatchObject({ total: 3, isTotalExact: true });
    expect((await list(`?limit=2&cursor=${first.page.next}`)).data).toEqual([{ tag: 'Zeta' }]);
  });

  it('is changed by instructors only, and read by no learner', async () => {
    const id = await add();
    const folder = await addFolder('Mine');
    const learner = await room.learner();
    const answers = [
      await learner.get(url('questions')),
      await learner.get(url('question-folders')),
      await learner.get(url('question-tags')),
      await learner.post(url('questions'), QUESTION),
      await learner.post(url('question-folders'), { title: 'x' }),
      await learner.post(url('question-filings'), { questionIds: [id], addTags: ['x'] }),
      await learner.patch(`/v1/question-folders/${folder}`, { title: 'x' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(403));
  });

  it('costs as many statements for a hundred questions as for one, and reads no more rows of a larger bank', async () => {
    const folder = await addFolder('F');
    const page = (query: string) => (): Promise<Answer> =>
      room.instructor.get(url(`questions?limit=2&${query}`));
    const filters = [
      '',
      `folderId=${folder}`,
      `folderId=${folder}&below=true`,
      'tag=common',
      'search=needle',
    ];
    const measure = async (ids: string[]): Promise<number[]> => {
      const changes = { questionIds: ids, folderId: folder, addTags: [newId()] };
      const counts = [(await sqlOf(async () => expectStatus(await file(changes), 200))).length];
      for (const query of filters) counts.push((await sqlOf(page(query))).length);
      return counts;
    };
    const rows = async (): Promise<number[]> => {
      const read: number[] = [];
      // With folders below, and other rare combinations, up to 3,000 entries of an index are looked through.
      for (const query of filters.filter((each) => !each.includes('below')))
        read.push(await rowsRead(app, page(query)));
      return read;
    };
    const needles = [
      await add({ folderId: folder, tags: ['common'], prompt: 'A needle?' }),
      await add({ folderId: folder, tags: ['common'], prompt: 'Another needle?' }),
      await add({ folderId: folder, tags: ['common'], prompt: 'A third needle?' }),
    ];
    const small = await measure(needles.slice(0, 1));
    const few = await rows();
    const ids = await Promise.all(
      Array.from({ length: 97 }, () => add({ folderId: folder, tags: ['common'], prompt: 'Some hay?' })),
    );
    expect(await measure([...needles, ...ids])).toEqual(small);
    const many = await rows();
    const grown = few
      .map((before, index) => ({ before, after: many[index]! }))
      .filter(({ before, after }) => after >= before * 2 + 10);
    expect(grown).toEqual([]);
  });
});

const option = (id: string, text: string) => ({ id, text });
