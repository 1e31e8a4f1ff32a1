import { readFileSync } from 'node:fs';
import { type Person, People } from './people';
import { recipesFor } from './recipes';
import { type Caller, Scene } from './scenes';
import { expectStatus, type Recipe, type World } from './world';

/** After this many requests the oldest scene is replaced by a new one. */
const LIFE_OF_A_SCENE = 250;
const SCENES = 4;

const OPTIONS = ['a', 'b'].map((id) => ({ id, text: `Option ${id}` }));

export const QUESTIONS = [
  {
    type: 'single_choice',
    prompt: 'Which?',
    points: '2',
    definition: {
      options: [
        { id: 'mean', text: 'The mean' },
        { id: 'median', text: 'The median' },
      ],
      key: 'median',
    },
    feedback: 'Look again.',
  },
  { type: 'true_false', prompt: 'So?', points: '1', definition: { key: true } },
  {
    type: 'numeric',
    prompt: 'How many?',
    points: '2.5',
    definition: { key: '42', tolerance: { type: 'absolute', value: '0.5' } },
  },
  {
    type: 'short_text',
    prompt: 'The word?',
    points: '1',
    definition: { accepted: ['zebra'], caseSensitive: false },
  },
  {
    type: 'matching',
    prompt: 'Which belongs to which?',
    points: '1',
    definition: { stems: OPTIONS, choices: OPTIONS, key: { a: 'b', b: 'a' } },
  },
  {
    type: 'ordering',
    prompt: 'In which order?',
    points: '1',
    definition: { items: OPTIONS, key: ['b', 'a'], scoring: 'neighbors' },
  },
  {
    type: 'gap_select',
    prompt: 'Fill the gap.',
    points: '1',
    definition: {
      text: 'It is [[g]].',
      gaps: [{ id: 'g', group: 1 }],
      choices: OPTIONS.map((option) => ({ ...option, group: 1 })),
      key: { g: 'b' },
    },
  },
  {
    type: 'cloze',
    prompt: 'Fill both gaps.',
    points: '1',
    definition: {
      text: '[[w]] has [[n]] letters.',
      gaps: [
        { id: 'w', type: 'single_choice', options: OPTIONS, key: 'a' },
        { id: 'n', type: 'numeric', key: '8', tolerance: { type: 'absolute', value: '0' } },
      ],
    },
  },
  {
    type: 'calculated',
    prompt: 'Twice {a}?',
    points: '1',
    definition: {
      parameters: [{ name: 'a', min: '1', max: '9', decimals: 0, spread: 'even' }],
      formula: '2 * a',
      rounding: { to: 'decimals', places: 0 },
      tolerance: { type: 'absolute', value: '0' },
    },
  },
];

/** A small school over HTTP, of which the fuzzer works on a few courses at a time. */
export class School implements World {
  readonly scenes: Scene[] = [];
  readonly elsewhere = new Scene();
  readonly recipes: Record<string, Recipe>;
  deadToken = '';
  private cast: Record<'administrators' | 'instructors' | 'learners', Person[]>;
  private opened = 0;
  private refreshedAt = 0;

  private constructor(
    readonly people: People,
    mailFolder: string,
    bundles: { whole: string; half: string },
  ) {
    this.recipes = recipesFor({
      people,
      mailFolder,
      bundles: { whole: readFileSync(bundles.whole), half: readFileSync(bundles.half) },
    });
  }

  /** `bundles` are files of OneRoster: one of a school, and one that lacks many of its learners. */
  static async open(
    people: People,
    mailFolder: string,
    bundles: { whole: string; half: string },
  ): Promise<School> {
    const school = new School(people, mailFolder, bundles);
    const several = async (name: string, role: string, count: number): Promise<Person[]> => {
      const made: Person[] = [];
      for (let index = 0; index < count; index += 1) made.push(await people.person(name, role));
      return made;
    };
    school.cast = {
      administrators: await several('administrator', 'administrator', 1),
      instructors: await several('instructor', 'instructor', 3),
      learners: await several('learner', 'learner', 4),
    };
    const gone = await people.person('gone', 'learner');
    expectStatus(await people.ask(gone, 'DELETE', '/v1/sessions/current'), 204);
    school.deadToken = gone.token;
    school.elsewhere.add('userId', (await people.account('learner')).id);
    for (let index = 0; index < SCENES; index += 1) school.scenes.push(await school.openScene());
    return school;
  }

  isForbidden(id: string): boolean {
    return id === this.people.keeper.id;
  }

  revive(caller: Caller): Promise<void> {
    return this.people.revive(caller);
  }

  async refresh(requests: number): Promise<void> {
    if (requests < this.refreshedAt + LIFE_OF_A_SCENE) return;
    this.refreshedAt = requests;
    await this.people.rename();
    const scene = await this.openScene();
    this.scenes.shift();
    this.scenes.push(scene);
  }

  /** A published course with one object of every kind, and its people. */
  private async openScene(): Promise<Scene> {
    this.opened += 1;
    const { administrators, instructors, learners } = this.cast;
    const turn = <T>(all: T[], place: number): T => all[(this.opened + place) % all.length]!;
    const [instructor, assistant, stranger] = [
      turn(instructors, 0),
      turn(instructors, 1),
      turn(instructors, 2),
    ];
    const members = [turn(learners, 0), turn(learners, 1)];
    for (const person of [instructor, assistant, ...members]) await this.ensureAlive(person);
    const scene = new Scene({
      administrator: administrators,
      instructor: [instructor],
      assistant: [assistant],
      learner: members,
      stranger: [stranger],
      visitor: [turn(learners, 2)],
    });
    const make = async (method: string, target: string, body?: unknown): Promise<string> =>
      String(expectStatus(await this.people.ask(instructor, method, target, body), 200, 201)['id']);
    const course = {
      code: 'STAT-101',
      title: 'Statistics',
      timeZone: 'UTC',
      startDate: '2026-01-12',
      endDate: '2027-05-22',
      publishing: 'automatic',
      selfEnrollment: true,
    };
    const courseId = await make('POST', '/v1/courses', course);
    const url = `/v1/courses/${courseId}`;
    const sectionId = await make('POST', `${url}/sections`, { title: 'Week 1' });
    const pageId = await make('POST', `/v1/sections/${sectionId}/activities`, {
      type: 'page',
      title: 'Read me',
    });
    const quizId = await make('POST', `/v1/sections/${sectionId}/activities`, {
      type: 'quiz',
      title: 'Quiz',
    });
    const questionIds: string[] = [];
    const versionIds: string[] = [];
    for (const question of QUESTIONS)
      questionIds.push(await make('POST', `/v1/quizzes/${quizId}/questions`, question));
    const list = await this.people.ask(instructor, 'GET', `/v1/quizzes/${quizId}/questions`);
    for (const { versionId } of expectStatus(list, 200)['data'] as { versionId: string }[])
      versionIds.push(versionId);
    const session = { type: 'live_session', title: 'Questions' };
    const liveSessionId = await make('POST', `/v1/sections/${sectionId}/activities`, session);
    const times = { startsAt: '2030-03-04T14:00:00Z', endsAt: '2030-03-04T15:00:00Z' };
    await make('PATCH', `/v1/live-sessions/${liveSessionId}`, times);
    const video = {
      type: 'video',
      title: 'Watch',
      videoUrl: 'https://videos.example/1',
      durationSeconds: 60,
    };
    const videoId = await make('POST', `/v1/sections/${sectionId}/activities`, video);
    const announcement = { title: 'Welcome', body: 'Hello.', publishesAt: '2020-01-01T00:00:00Z' };
    const announcementId = await make('POST', `${url}/announcements`, announcement);
    const set = { title: 'Teams', joining: 'by_self', visibility: 'all' };
    const groupSetId = await make('POST', `${url}/group-sets`, set);
    const groupId = await make('POST', `/v1/group-sets/${groupSetId}/groups`, { title: 'Team 1' });
    const groupAssignmentId = await make('POST', `/v1/group-sets/${groupSetId}/assignments`, {});
    const learnerTagId = await make('POST', `${url}/learner-tags`, { title: 'Part-time' });
    const ofTag = { tagId: learnerTagId, daysAdded: 1, reason: 'They work' };
    const forTag = await this.people.ask(this.people.keeper, 'POST', `${url}/label-accommodations`, ofTag);
    const enrollmentKeyId = await make('POST', `${url}/enrollment-keys`, { label: 'Lecture', groupId });
    const invitee = await this.people.person('invited', 'learner');
    const invitation = { userId: invitee.id, role: 'learner' };
    const enrollmentInvitationId = await make('POST', `${url}/enrollment-invitations`, invitation);
    const asked = { id: 'clarity', kind: 'scale', prompt: 'Clear?', labels: ['No', 'A little', 'Yes'] };
    const survey = { type: 'survey', title: 'How is it going?', questions: [asked] };
    const surveyId = await make('POST', `/v1/sections/${sectionId}/activities`, survey);
    const folderId = await make('POST', `${url}/question-folders`, { title: 'Center' });
    const inFolder = { ...QUESTIONS[0], folderId, tags: ['Center', 'Exam'] };
    questionIds.push(await make('POST', `${url}/questions`, inFolder));
    await make('PUT', `${url}/publication`);
    const courseVersionId = await make('POST', `${url}/versions`, { note: 'The first' });
    const enrollmentIds = [
      await make('POST', `${url}/enrollments`, { userId: assistant.id, role: 'assistant' }),
    ];
    for (const { id } of members)
      enrollmentIds.push(await make('POST', `${url}/enrollments`, { userId: id, role: 'learner' }));
    await make('PATCH', `${url}/enrollment-settings`, { needsApproval: true });
    const asking = await this.people.person('somebody', 'learner');
    const request = await this.people.ask(asking, 'POST', '/v1/me/enrollment-requests', { courseId });
    const lineItemId = await make('POST', `${url}/line-items`, { title: 'Essay', resultValueMax: '20' });
    for (const { id } of members)
      await make('PUT', `/v1/line-items/${lineItemId}/results/${id}`, { score: '7.5' });
    const accommodation = await this.people.ask(
      this.people.keeper,
      'POST',
      `/v1/users/${members[0]!.id}/accommodations`,
      { reason: 'Needed' },
    );
    const dated = { startDate: '2026-01-12', endDate: '2026-05-29' };
    const term = await this.people.ask(this.people.keeper, 'POST', '/v1/terms', {
      ...{ title: 'Spring term', type: 'term' },
      ...dated,
    });
    const school = { title: 'Harbor College', type: 'school' };
    const made = await this.people.ask(this.people.keeper, 'POST', '/v1/schools', school);
    const attempt = await this.people.ask(members[0], 'POST', `/v1/quizzes/${quizId}/attempts`);
    return scene
      .add('courseId', courseId)
      .add('sectionId', sectionId)
      .add('courseVersionId', courseVersionId)
      .add('activityId', pageId, quizId)
      .add('pageId', pageId)
      .add('liveSessionId', liveSessionId)
      .add('surveyId', surveyId)
      .add('quizId', quizId)
      .add('videoId', videoId)
      .add('announcementId', announcementId)
      .add('groupSetId', groupSetId)
      .add('groupId', groupId)
      .add('learnerTagId', learnerTagId)
      .add('groupAssignmentId', groupAssignmentId)
      .add('questionId', ...questionIds)
      .add('folderId', folderId)
      .add('versionId', ...versionIds)
      .add('enrollmentId', ...enrollmentIds)
      .add('enrollmentInvitationId', enrollmentInvitationId)
      .add('enrollmentKeyId', enrollmentKeyId)
      .add('enrollmentRequestId', String(expectStatus(request, 201)['id']))
      .add('lineItemId', lineItemId)
      .add('labelAccommodationId', String(expectStatus(forTag, 201)['id']))
      .add('accommodationId', String(expectStatus(accommodation, 201)['id']))
      .add('termId', String(expectStatus(term, 201)['id']))
      .add('schoolId', String(expectStatus(made, 201)['id']))
      .add('attemptId', String(expectStatus(attempt, 201)['id']))
      .add('userId', ...members.map(({ id }) => id));
  }

  private async ensureAlive(person: Person): Promise<void> {
    const { status } = await this.people.ask(person, 'GET', '/v1/me');
    if (status === 401) await this.people.revive(person);
  }
}
