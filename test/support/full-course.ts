import { CourseCarrier } from '../../src/modules/courses/carry/course-carrier';
import { ALL_ACTIVITY_TYPES } from '../../src/modules/courses/content/activity-types/registry';
import { QUESTION_EXAMPLES } from '../../src/modules/assessments/questions/dto/question.examples';
import type { OperationResponse } from '../../src/shared/operations/dto/operation.response';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { CourseRoom, expectStatus } from './course-room';
import { exampleFile, sendForm, picture } from './files-room';
import { TWO_CRITERIA } from './rubric-room';
import type { Caller, TestApp } from './test-app';

/** A package without what differs from one course to the next. */
export type Normalized = Record<string, unknown>;

/** A course that has something of everything that authors can make. */
export class FullCourse {
  private constructor(
    readonly room: CourseRoom,
    /** One activity of each type, by the type. */
    readonly activities: Readonly<Record<string, string>>,
    readonly sections: readonly string[],
    readonly fileId: string,
  ) {}

  static async open(app: TestApp): Promise<FullCourse> {
    const room = await CourseRoom.open(app, {
      ...{ published: false, publishing: 'manual', timeZone: 'Europe/Berlin', summary: 'About numbers.' },
      ...{ startDate: '2026-09-07', endDate: '2026-12-18', tags: ['Data', 'No calculus'], level: 'advanced' },
      ...{
        language: 'en-GB',
        category: 'Mathematics',
        syllabus: '## Week 1\n\nCollect.',
        visibility: 'members',
      },
    });
    const { instructor } = room;
    await exampleFile(app, instructor);
    const sent = await sendForm(instructor, {
      purpose: 'activity',
      file: { content: picture(), name: 'plot.png' },
    });
    const fileId = expectStatus(sent, 201).id as string;
    const cover = await sendForm(instructor, {
      purpose: 'activity',
      file: { content: picture(), name: 'cover.png' },
    });
    const described = {
      cover: { fileId: expectStatus(cover, 201).id as string, text: 'Dots above a line.' },
      syllabusFiles: [{ fileId, label: 'The plot' }],
    };
    expectStatus(await instructor.patch(room.url, described), 200);
    const sections = [
      await room.section('Describing'),
      await room.section('Concluding', { summary: 'Say it.' }),
    ];
    const activities: Record<string, string> = {};
    for (const { name, examples } of ALL_ACTIVITY_TYPES)
      activities[name] = await room.activity(sections[0]!, `A ${name}`, {
        ...{ content: null, ...examples.add.value, type: name, title: `A ${name}` },
      });
    const full = new FullCourse(room, activities, sections, fileId);
    await full.page();
    await full.fill();
    return full;
  }

  /** The course's address. */
  get url(): string {
    return this.room.url;
  }

  private async page(): Promise<void> {
    const content = `# Plots\n\n![A plot](/v1/files/${this.fileId}/content)\n\nSee [the quiz](/activities/${this.activities['quiz']}).`;
    await this.put(`/v1/activities/${this.activities['page']}`, { content });
  }

  private async fill(): Promise<void> {
    const { instructor } = this.room;
    const { quiz, live_session: session } = this.activities as { quiz: string; live_session: string };
    const folder = expectStatus(
      await instructor.post(`${this.url}/question-folders`, { title: 'Center' }),
      201,
    );
    const inner = { title: 'Median', parentId: folder.id };
    expectStatus(await instructor.post(`${this.url}/question-folders`, inner), 201);
    const questions: { id: string; type: string; versionId: string }[] = [];
    for (const { value } of Object.values(QUESTION_EXAMPLES)) {
      const body = { ...value, folderId: folder.id, tags: ['Spread', 'Center'] };
      questions.push(expectStatus(await instructor.post(`/v1/quizzes/${quiz}/questions`, body), 201));
    }
    const essay = questions.find(({ type }) => type === 'essay')!;
    const [first, second] = [questions[0]!, questions[1]!];
    await this.put(`/v1/questions/${first.id}`, { prompt: 'Asked in other words.' });
    const draw = { count: 1, points: '1.5', folderId: folder.id, tags: ['Center'] };
    const slots = [{ questionId: first.id, versionId: first.versionId }, { questionId: second.id }];
    const rest = [{ questionId: essay.id }, { draw }];
    expectStatus(await instructor.put(`/v1/quizzes/${quiz}/slots`, { slots: [...slots, ...rest] }), 200);
    await this.put(`/v1/quizzes/${quiz}`, {
      ...{ opensAt: '2026-10-19T06:00:00.000Z', dueAt: '2026-10-23T21:59:59.000Z', maxAttempts: 2 },
      ...{ closesAt: '2026-10-26T22:59:59.000Z', posting: 'at_date', postsAt: '2026-11-02T07:00:00.000Z' },
      ...{ passPercentage: '60', overallFeedback: [{ from: '80', text: 'You are **ready**.' }] },
    });
    await this.put(`/v1/live-sessions/${session}`, {
      ...{ startsAt: '2026-10-20T08:00:00.000Z', endsAt: '2026-10-20T09:30:00.000Z', location: 'Room 2' },
    });
    const teams = { title: 'Teams', joining: 'by_self', groupSize: 4, opensAt: '2026-09-14T06:00:00.000Z' };
    const set = expectStatus(await instructor.post(`${this.url}/group-sets`, teams), 201);
    for (const title of ['One', 'Two'])
      expectStatus(await instructor.post(`/v1/group-sets/${set.id}/groups`, { title }), 201);
    expectStatus(await instructor.post(`${this.url}/group-sets`, { title: 'Labs', visibility: 'all' }), 201);
    const rubric = expectStatus(await instructor.post(`${this.url}/rubrics`, TWO_CRITERIA), 201);
    const use = { rubricId: rubric.id, shown: 'before' };
    expectStatus(await instructor.put(`/v1/quizzes/${quiz}/rubrics/${essay.id}`, use), 200);
    await this.grade();
    await this.guard();
  }

  private async grade(): Promise<void> {
    const { instructor } = this.room;
    const rules = expectStatus(
      await instructor.put(`${this.url}/grade-rules`, {
        ...{ parts: 'categories', aggregation: 'weighted_mean', missing: 'zero' },
        scheme: {
          kind: 'pass_fail',
          rows: [
            { name: 'Pass', from: '50' },
            { name: 'Fail', from: '0' },
          ],
        },
        latePolicy: { kind: 'rate', percent: '10', interval: 'day', graceSeconds: 900 },
        categories: [
          { title: 'Quizzes', weight: '60' },
          { title: 'Papers', weight: '40', dropLowest: 1 },
        ],
        periods: [
          { title: 'First half', startDate: '2026-09-07', endDate: '2026-10-31', weight: '50' },
          { title: 'Second half', startDate: '2026-11-01', endDate: '2026-12-18', weight: '50' },
        ],
      }),
      200,
    ) as { categories: { id: string }[]; periods: { id: string }[] };
    const items = expectStatus(await instructor.get(`${this.url}/line-items`), 200).data as { id: string }[];
    await this.put(`/v1/line-items/${items[0]!.id}`, { categoryId: rules.categories[0]!.id, weight: '2' });
    const paper = {
      ...{
        title: 'A paper',
        description: 'One page.',
        assignDate: '2026-10-05',
        dueAt: '2026-10-25T22:59:59.000Z',
      },
      ...{ resultValueMax: '20', categoryId: rules.categories[1]!.id, periodId: rules.periods[1]!.id },
      ...{ expectsSubmission: true, neverDropped: true },
    };
    expectStatus(await instructor.post(`${this.url}/line-items`, paper), 201);
  }

  /** Rules of each kind, with groups of each kind. */
  private async guard(): Promise<void> {
    const { instructor } = this.room;
    const { page, quiz, video, file, folder, label } = this.activities as Record<string, string>;
    const items = expectStatus(await instructor.get(`${this.url}/line-items`), 200).data as {
      id: string;
      title: string;
    }[];
    const paper = items.find(({ title }) => title === 'A paper')!;
    const done = { kind: 'completion', activityId: page, state: 'complete' };
    const passed = { kind: 'score', activityId: quiz, min: '50', max: '90.5', shown: false };
    const rules: [string, object][] = [
      [
        video!,
        { kind: 'date', from: { at: '2026-09-14T06:00:00.000Z' }, until: { at: '2026-12-18T22:59:59.000Z' } },
      ],
      [file!, { kind: 'date', from: { daysAfterStart: 14, time: '08:30' } }],
      [folder!, { kind: 'all', of: [done, { kind: 'not', rule: passed }] }],
      [
        label!,
        {
          kind: 'at_least',
          count: 1,
          of: [done, { kind: 'any', of: [{ kind: 'score', lineItemId: paper.id, min: '10' }] }],
        },
      ],
    ];
    for (const [id, releaseRule] of rules) await this.put(`/v1/activities/${id}`, { releaseRule });
    for (const [id, terms] of [
      [
        video!,
        { completionRule: { conditions: [{ kind: 'viewed' }, { kind: 'marked_done' }], match: 'any' } },
      ],
      [folder!, { isRequired: false, expectedBy: { at: '2026-09-21T15:59:59.000Z' } }],
      [file!, { expectedBy: { daysAfterStart: 14, time: '18:00' } }],
    ] as const)
      await this.put(`/v1/activities/${id}`, terms);
    await this.put(`/v1/sections/${this.sections[1]}`, { releaseRule: done, sequential: true });
    const part = await this.room.section('A part', { parentId: this.sections[0] });
    await this.room.activity(part, 'In the part');
    await this.room.activity(this.sections[1]!, 'The end');
  }

  private async put(url: string, changes: object): Promise<void> {
    expectStatus(await this.room.instructor.patch(url, changes), 200);
  }
}

/** What a course consists of, in the words of a file. Its title may be another one. */
export async function normalized(app: TestApp, courseId: string): Promise<Normalized> {
  const carrier = app.get(CourseCarrier);
  const { documents, files } = carrier.write(await carrier.collect(courseId));
  const written = JSON.parse(JSON.stringify({ ...Object.fromEntries(documents), files })) as Normalized;
  return { ...written, course: { ...(written['course'] as object), title: '' } };
}

/** The operation that an answer has started, once this process has done with it. */
export async function finished(app: TestApp, caller: Caller, id: string): Promise<OperationResponse> {
  await app.get(OperationRunner).settled(id);
  return expectStatus(await caller.get(`/v1/operations/${id}`), 200) as OperationResponse;
}

interface Change {
  part: string;
  rowId: string;
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
}

/** All that an operation has changed. */
export async function changesOf(caller: Caller, id: string): Promise<Change[]> {
  const all: Change[] = [];
  for (let cursor = ''; ;) {
    const { data, page } = expectStatus(
      await caller.get(`/v1/operations/${id}/changes?limit=100${cursor}`),
      200,
    );
    all.push(...(data as Change[]));
    if (page.next === null) return all;
    cursor = `&cursor=${page.next}`;
  }
}
