import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kitchen, one, until } from './kitchen';
import { PASSWORD, type Person } from './people';
import type { Caller, Scene } from './scenes';
import { QUESTIONS } from './school';
import { fileRecipes, importRecipes, questionImportRecipes } from './upload-recipes';
import { expectStatus, type Prepared, type Recipe } from './world';

/**
 * How to make operations succeed where the schema is not enough: what must exist before, and which parts of a request
 * belong together.
 */
export function recipesFor(kitchen: Kitchen): Record<string, Recipe> {
  return {
    ...accountRecipes(kitchen),
    ...courseRecipes(kitchen),
    ...quizRecipes(kitchen),
    ...fileRecipes(kitchen),
    ...importRecipes(kitchen),
    ...questionImportRecipes(),
  };
}

/** Reads the newest token that was mailed to an address, each of them once. */
function tokensIn(mailFolder: string): (address: string) => Promise<string> {
  const used = new Set<string>();
  return (address) =>
    until(async () => {
      for (const file of readdirSync(mailFolder).sort().reverse()) {
        if (used.has(file)) continue;
        const mail = readFileSync(join(mailFolder, file), 'utf8');
        const token = /^[\w-]{43}$/m.exec(mail)?.[0];
        if (token === undefined || !mail.includes(address)) continue;
        used.add(file);
        return token;
      }
      return undefined;
    });
}

function accountRecipes({ people, mailFolder }: Kitchen): Record<string, Recipe> {
  const somebody = (): Promise<Caller> => people.person('somebody', 'learner');
  const mailed = tokensIn(mailFolder);
  let registered = 0;
  return {
    'POST /v1/auth/token': async (_scene, pick) => {
      const { username } = await people.account('learner').then(async (account) => {
        const password = { newPassword: PASSWORD };
        expectStatus(
          await people.ask(people.keeper, 'PUT', `/v1/users/${account.id}/password`, password),
          204,
        );
        return account;
      });
      const body = { grant_type: 'password', username, password: PASSWORD };
      if (pick % 2 === 0) return { body };
      const tokens = expectStatus(await people.ask(undefined, 'POST', '/v1/auth/token', body), 200);
      return { body: { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] } };
    },
    'POST /v1/registrations/confirmation': async () => {
      registered += 1;
      const email = `new-${registered}@newcomers.example`;
      const body = { email, password: PASSWORD, givenName: 'New', familyName: 'Comer' };
      expectStatus(await people.ask(undefined, 'POST', '/v1/registrations', body), 202);
      return { body: { token: await mailed(email) } };
    },
    'POST /v1/password-resets/confirmation': async () => {
      const { username } = await people.account('learner');
      const email = `${username}@people.example`;
      expectStatus(await people.ask(undefined, 'POST', '/v1/password-resets', { email }), 202);
      return { body: { token: await mailed(email), newPassword: `${PASSWORD}, again` } };
    },
    'PUT /v1/me/password': async () => ({
      caller: await somebody(),
      body: { currentPassword: PASSWORD, newPassword: `${PASSWORD}, again` },
    }),
    'DELETE /v1/sessions': async () => ({ caller: await somebody() }),
    'DELETE /v1/sessions/current': async () => ({ caller: await somebody() }),
    'DELETE /v1/sessions/{sessionId}': async () => {
      const caller = await somebody();
      const { data } = expectStatus(await people.ask(caller, 'GET', '/v1/sessions'), 200) as {
        data: { id: string }[];
      };
      return { caller, ids: { sessionId: data[0]!.id } };
    },
  };
}

function courseRecipes({ people, mailFolder }: Kitchen): Record<string, Recipe> {
  const mailed = tokensIn(mailFolder);
  const make = async (caller: Caller, method: string, target: string, body?: unknown): Promise<string> =>
    String(expectStatus(await people.ask(caller, method, target, body), 200, 201)['id']);
  const newCourse = async (
    scene: Scene,
    isPublished: boolean,
  ): Promise<Prepared & { ids: { courseId: string } }> => {
    const caller = one(scene, 'instructor');
    const courseId = await make(caller, 'POST', '/v1/courses', {
      code: 'NEW',
      title: 'New',
      selfEnrollment: true,
      publishing: 'automatic',
    });
    if (isPublished) await make(caller, 'PUT', `/v1/courses/${courseId}/publication`);
    return { caller, ids: { courseId } };
  };
  /** A learner without an email address in a course of the caller. */
  const codeHolder = async (
    scene: Scene,
    pick: number,
  ): Promise<Prepared & { ids: { courseId: string; userId: string } }> => {
    const { caller, ids } = await newCourse(scene, true);
    const account = {
      username: `to.sign.in.${pick}`,
      givenName: 'Pat',
      familyName: 'Young',
      role: 'learner',
    };
    const userId = await make(one(scene, 'administrator'), 'POST', '/v1/users', account);
    await make(caller!, 'POST', `/v1/courses/${ids.courseId}/enrollments`, { userId, role: 'learner' });
    return { caller, ids: { ...ids, userId } };
  };
  /** A request of a visitor to come into a course whose staff decide. */
  const requested = async (
    scene: Scene,
  ): Promise<Prepared & { ids: object; enrollmentRequestId: string }> => {
    const { caller, ids } = await newCourse(scene, true);
    const settings = `/v1/courses/${ids.courseId}/enrollment-settings`;
    expectStatus(await people.ask(caller, 'PATCH', settings, { needsApproval: true }), 200);
    const body = { courseId: ids.courseId };
    const visitor = one(scene, 'visitor');
    const enrollmentRequestId = await make(visitor, 'POST', '/v1/me/enrollment-requests', body);
    return { caller, ids, enrollmentRequestId };
  };
  /** An invitation of a visitor into a course of its own. */
  const invited = async (
    scene: Scene,
  ): Promise<Prepared & { invitee: Caller; enrollmentInvitationId: string }> => {
    const { caller, ids } = await newCourse(scene, true);
    const invitee = await people.person('invited', 'learner');
    const body = { userId: invitee.id, role: 'learner' };
    const url = `/v1/courses/${ids.courseId}/enrollment-invitations`;
    return { caller, invitee, enrollmentInvitationId: await make(caller!, 'POST', url, body) };
  };
  /** A learner, and somebody who came by a code of theirs. */
  const observed = async (_scene: unknown, pick: number): Promise<{ learner: Person; observer: Person }> => {
    const [learner, observer] = [
      await people.person(`seen ${pick}`, 'learner'),
      await people.person(`seeing ${pick}`, 'learner'),
    ];
    const { code } = expectStatus(await people.ask(learner, 'PUT', '/v1/me/pairing-code'), 200);
    await make(observer, 'POST', '/v1/me/observed-learners', { code });
    return { learner, observer };
  };
  const observedInCourse: Recipe = async (scene, pick) => {
    const { learner, observer } = await observed(scene, pick);
    const { caller, ids } = await newCourse(scene, true);
    const enrollment = { userId: learner.id, role: 'learner' };
    await make(caller!, 'POST', `/v1/courses/${ids.courseId}/enrollments`, enrollment);
    return { caller: observer, ids: { learnerId: learner.id, courseId: ids.courseId } };
  };
  const draft: Recipe = (scene) => newCourse(scene, false);
  const published: Recipe = (scene) => newCourse(scene, true);
  const scheduled: Recipe = async (scene) => {
    const { caller, ids } = await newCourse(scene, true);
    const url = `/v1/courses/${ids.courseId}/scheduled-publication`;
    expectStatus(await people.ask(caller, 'PUT', url, { publishAt: new Date(Date.now() + 86_400_000) }), 200);
    return { caller: caller!, ids };
  };
  const freshSection: Recipe = async (scene) => {
    const { caller, ids } = await newCourse(scene, false);
    const title = 'Gone';
    const sectionId = await make(caller!, 'POST', `/v1/courses/${ids.courseId}/sections`, { title });
    return { caller: caller!, ids: { sectionId } };
  };
  const freshLineItem: Recipe = async (scene, pick) => {
    const { caller, ids } = await newCourse(scene, true);
    const body = { title: `Gone ${pick}`, resultValueMax: '10' };
    return {
      caller: caller!,
      ids: { lineItemId: await make(caller!, 'POST', `/v1/courses/${ids.courseId}/line-items`, body) },
    };
  };
  return {
    'PUT /v1/courses/{courseId}/grade-rules': async (scene, pick) => ({
      ...(await newCourse(scene, true)),
      body: {
        parts: 'categories',
        aggregation: 'weighted_mean',
        categories: [{ title: 'Homework', weight: String(pick % 100), dropLowest: pick % 3 }],
        latePolicy: {
          ...{ kind: 'rate', percent: '10', interval: 'day' },
          graceTokens: pick % 2 === 0 ? null : { count: 1 + (pick % 9), hours: 24, mostPerItem: 2 },
        },
      },
    }),
    'POST /v1/courses/{courseId}/grade-rules/preview': async (scene, pick) => ({
      ...(await newCourse(scene, true)),
      body: {
        aggregation: pick % 2 === 0 ? 'points' : 'mean',
        categories: [{ title: 'Homework', weight: String(pick % 100) }],
      },
    }),
    'DELETE /v1/terms/{termId}': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const body = { title: `Gone ${pick}`, type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
      return { caller, ids: { termId: await make(caller, 'POST', '/v1/terms', body) } };
    },
    'DELETE /v1/schools/{schoolId}': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const body = { title: `Gone ${pick}`, type: 'school' };
      return { caller, ids: { schoolId: await make(caller, 'POST', '/v1/schools', body) } };
    },
    // Days and parents that belong together.
    'POST /v1/terms': (scene, pick) =>
      Promise.resolve({
        caller: one(scene, 'administrator'),
        body: {
          ...{ title: 'Spring term', type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' },
          ...{ enrollUntil: '2026-01-23', dropUntil: pick % 2 === 0 ? null : '2026-03-13' },
          holidays: [{ title: 'Winter break', startDate: '2026-02-16', endDate: '2026-02-20' }],
        },
      }),
    'PATCH /v1/terms/{termId}': (scene, pick) =>
      Promise.resolve({ caller: one(scene, 'administrator'), body: { schoolYear: 2000 + (pick % 50) } }),
    'PATCH /v1/schools/{schoolId}': (scene, pick) =>
      Promise.resolve({ caller: one(scene, 'administrator'), body: { openCatalog: pick % 2 === 0 } }),
    'POST /v1/schools': (scene, pick) =>
      Promise.resolve({
        caller: one(scene, 'administrator'),
        body: { title: `School ${pick}`, type: 'school', timeZone: 'Europe/Oslo', locale: 'en-GB' },
      }),
    'GET /v1/catalog/{courseId}': async (scene) => {
      const administrator = one(scene, 'administrator');
      const school = { title: 'Open school', type: 'school', openCatalog: true };
      const schoolId = await make(administrator, 'POST', '/v1/schools', school);
      const { ids } = await newCourse(scene, true);
      const described = { schoolId, visibility: 'public' };
      expectStatus(await people.ask(administrator, 'PATCH', `/v1/courses/${ids.courseId}`, described), 200);
      return { ids };
    },
    'POST /v1/courses/{courseId}/copies': async (scene, pick) => ({
      ...(await newCourse(scene, false)),
      body: { title: `Run ${pick}`, shiftDays: pick % 400, dryRun: pick % 2 === 0 },
    }),
    'POST /v1/users/{userId}/erasures': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const username = `to.erase.${pick}`;
      const account = { username, givenName: 'Pat', familyName: 'Gone', role: 'learner' };
      const userId = await make(caller, 'POST', '/v1/users', account);
      return { caller, ids: { userId }, body: { username, dryRun: true } };
    },
    'POST /v1/courses/{courseId}/label-accommodations': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, false);
      const tags = `/v1/courses/${ids.courseId}/learner-tags`;
      const tagId = await make(caller!, 'POST', tags, { title: `Tag ${pick}` });
      return {
        caller: one(scene, 'administrator'),
        ids: { courseId: ids.courseId },
        body: { tagId, timeFactor: '1.5', reason: 'They work' },
      };
    },
    'PUT /v1/me/pairing-code': async () => ({ caller: await people.person('somebody', 'learner') }),
    'POST /v1/me/observed-learners': async (_scene, pick) => {
      const [learner, caller] = [
        await people.person(`child ${pick}`, 'learner'),
        await people.person('somebody', 'learner'),
      ];
      const { code } = expectStatus(await people.ask(learner, 'PUT', '/v1/me/pairing-code'), 200);
      return { caller, body: { code } };
    },
    'DELETE /v1/me/observers/{observerId}': async (scene, pick) => {
      const { learner, observer } = await observed(scene, pick);
      return { caller: learner, ids: { observerId: observer.id } };
    },
    'DELETE /v1/me/observed-learners/{learnerId}': async (scene, pick) => {
      const { learner, observer } = await observed(scene, pick);
      return { caller: observer, ids: { learnerId: learner.id } };
    },
    'GET /v1/me/observed-learners/{learnerId}/enrollments': async (scene, pick) => {
      const { learner, observer } = await observed(scene, pick);
      return { caller: observer, ids: { learnerId: learner.id } };
    },
    'GET /v1/me/observed-learners/{learnerId}/progress': async (scene, pick) => {
      const { learner, observer } = await observed(scene, pick);
      return { caller: observer, ids: { learnerId: learner.id } };
    },
    'GET /v1/me/observed-learners/{learnerId}/courses/{courseId}/progress': observedInCourse,
    'GET /v1/me/observed-learners/{learnerId}/courses/{courseId}/grades': observedInCourse,
    'POST /v1/users/{userId}/observers': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const names = { givenName: 'Pat', familyName: 'Seen', role: 'learner' };
      const userId = await make(caller, 'POST', '/v1/users', { ...names, username: `seen.${pick}` });
      const observerUsername = `sees.${pick}`;
      await make(caller, 'POST', '/v1/users', { ...names, username: observerUsername });
      return { caller, ids: { userId }, body: { observerUsername, until: null } };
    },
    'DELETE /v1/observer-links/{observerLinkId}': async (scene, pick) => {
      const { learner } = await observed(scene, pick);
      const caller = one(scene, 'administrator');
      const { data } = expectStatus(
        await people.ask(caller, 'GET', `/v1/users/${learner.id}/observers`),
        200,
      ) as { data: { linkId: string }[] };
      return { caller, ids: { observerLinkId: data[0]!.linkId } };
    },
    'POST /v1/users/{userId}/merges': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const names = { givenName: 'Pat', familyName: 'Twice', role: 'learner' };
      const duplicateUsername = `twice.${pick}`;
      await make(caller, 'POST', '/v1/users', { ...names, username: duplicateUsername });
      const userId = await make(caller, 'POST', '/v1/users', { ...names, username: `once.${pick}` });
      return {
        caller,
        ids: { userId },
        body: { duplicateUsername, reason: 'Twice.', dryRun: pick % 2 === 0 },
      };
    },
    'POST /v1/terms/{termId}/rollovers': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const term = { title: `Run ${pick}`, type: 'term', startDate: '2026-01-12', endDate: '2026-05-29' };
      const termId = await make(caller, 'POST', '/v1/terms', term);
      const toTermId = await make(caller, 'POST', '/v1/terms', term);
      return { caller, ids: { termId }, body: { toTermId, dryRun: pick % 2 === 0 } };
    },
    'GET /v1/course-exports/{courseExportId}/course.zip': async (scene) => {
      const { caller, ids } = await newCourse(scene, false);
      const exports = `/v1/courses/${ids.courseId}/exports`;
      const { id } = expectStatus(await people.ask(caller, 'POST', exports), 202);
      await until(async () => {
        const { status } = expectStatus(await people.ask(caller, 'GET', `/v1/operations/${String(id)}`), 200);
        return status === 'succeeded' ? true : undefined;
      });
      return { caller: caller!, ids: { courseExportId: String(id) } };
    },
    'POST /v1/users/{userId}/legal-holds': (_scene, pick) =>
      Promise.resolve({
        query: [],
        body: { reason: `Case ${pick}`, holdsUntil: pick % 2 === 0 ? null : '2099-01-01T00:00:00Z' },
      }),
    'PUT /v1/legal-holds/{legalHoldId}/lifting': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const account = { username: `to.hold.${pick}`, givenName: 'Pat', familyName: 'Held', role: 'learner' };
      const userId = await make(caller, 'POST', '/v1/users', account);
      const holds = `/v1/users/${userId}/legal-holds`;
      return { caller, ids: { legalHoldId: await make(caller, 'POST', holds, { reason: 'As asked.' }) } };
    },
    'GET /v1/data-exports/{dataExportId}/data.zip': async (scene, pick) => {
      const caller = one(scene, 'administrator');
      const account = { username: `to.tell.${pick}`, givenName: 'Pat', familyName: 'Told', role: 'learner' };
      const userId = await make(caller, 'POST', '/v1/users', account);
      const { id } = expectStatus(await people.ask(caller, 'POST', `/v1/users/${userId}/data-exports`), 202);
      await until(async () => {
        const { status } = expectStatus(await people.ask(caller, 'GET', `/v1/operations/${String(id)}`), 200);
        return status === 'succeeded' ? true : undefined;
      });
      return { caller, ids: { dataExportId: String(id) } };
    },
    'POST /v1/courses/{courseId}/enrollment-changes': async (scene, pick) => ({
      ...(await draft(scene, pick)),
      body: { rows: [{ username: `person-${pick}`, action: 'withdraw' }], dryRun: true },
    }),
    'GET /v1/enrollment-changes/{enrollmentChangeId}/rows': async (scene, pick) => {
      const { caller, ids } = await draft(scene, pick);
      const url = `/v1/courses/${ids!['courseId']}/enrollment-changes`;
      const body = { rows: [], dryRun: true };
      const { id } = expectStatus(await people.ask(caller, 'POST', url, body), 202);
      return { caller, ids: { enrollmentChangeId: String(id) } };
    },
    'PUT /v1/courses/{courseId}/learners/{userId}/sign-in-code': async (scene, pick) => ({
      ...(await codeHolder(scene, pick)),
      body: { hours: (pick % 168) + 1 },
    }),
    'DELETE /v1/courses/{courseId}/learners/{userId}/sign-in-code': async (scene, pick) => {
      const { caller, ids } = await codeHolder(scene, pick);
      const url = `/v1/courses/${ids.courseId}/learners/${ids.userId}/sign-in-code`;
      expectStatus(await people.ask(caller, 'PUT', url, {}), 200);
      return { caller, ids };
    },
    'POST /v1/auth/sign-in-code': async (scene, pick) => {
      const { caller, ids } = await codeHolder(scene, pick);
      const url = `/v1/courses/${ids.courseId}/learners/${ids.userId}/sign-in-code`;
      const { username, code } = expectStatus(await people.ask(caller, 'PUT', url, {}), 200) as {
        username: string;
        code: string;
      };
      return { query: [], body: { username, code } };
    },
    'PATCH /v1/courses/{courseId}': draft,
    'DELETE /v1/courses/{courseId}': draft,
    // Its examples are refused as they stand.
    'PUT /v1/courses/{courseId}/final-grades/{userId}': (_scene, pick) =>
      Promise.resolve({ query: [], body: { percent: String(pick % 101), reason: 'As agreed.' } }),
    'PUT /v1/courses/{courseId}/publication': draft,
    'PUT /v1/courses/{courseId}/scheduled-publication': async (scene, pick) => ({
      ...(await newCourse(scene, pick % 2 === 0)),
      body: {
        publishAt: new Date(Date.now() + (1 + (pick % 600)) * 86_400_000).toISOString(),
        note: 'The second week',
      },
    }),
    'GET /v1/courses/{courseId}/scheduled-publication': scheduled,
    'DELETE /v1/courses/{courseId}/scheduled-publication': scheduled,
    'DELETE /v1/courses/{courseId}/publication': published,
    'PUT /v1/courses/{courseId}/archive': published,
    'PUT /v1/courses/{courseId}/outline/order': async (scene) => {
      const { caller, ids } = await newCourse(scene, false);
      const url = `/v1/courses/${ids.courseId}`;
      const sections = [];
      for (const title of ['First', 'Second']) {
        const id = await make(caller!, 'POST', `${url}/sections`, { title });
        const page = await make(caller!, 'POST', `/v1/sections/${id}/activities`, { type: 'page', title });
        sections.unshift({ id, activities: [page] });
      }
      return { caller: caller!, ids, body: { sections } };
    },
    'GET /v1/chart-images': async (scene) => {
      const { caller, ids } = await newCourse(scene, true);
      const address = `/v1/courses/${ids.courseId}/report/completion-funnel/link`;
      const { url } = expectStatus(await people.ask(caller, 'GET', address), 200);
      return { query: [...new URL(String(url)).searchParams] };
    },
    'POST /v1/courses/{courseId}/activity-signals': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const learner = await people.person('somebody', 'learner');
      const url = `/v1/courses/${ids.courseId}`;
      await make(caller!, 'POST', `${url}/enrollments`, { userId: learner.id, role: 'learner' });
      const sectionId = await make(caller!, 'POST', `${url}/sections`, { title: 'Watch' });
      const video = { type: 'video', title: 'Watch', videoUrl: 'https://videos.example/1' };
      const activityId = await make(caller!, 'POST', `/v1/sections/${sectionId}/activities`, video);
      const idOf = (last: number): string => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`;
      const signal = { activityId, occurredAt: '2026-03-02T09:00:00Z' };
      const watched = { ...signal, id: idOf(2), watchSessionId: idOf(3), from: (pick % 100) / 7, to: 100 };
      return { caller: learner, ids, body: { views: [{ ...signal, id: idOf(1) }], watched: [watched] } };
    },
    'PUT /v1/surveys/{surveyId}/answer': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const learner = await people.person('somebody', 'learner');
      const url = `/v1/courses/${ids.courseId}`;
      await make(caller!, 'POST', `${url}/enrollments`, { userId: learner.id, role: 'learner' });
      const sectionId = await make(caller!, 'POST', `${url}/sections`, { title: 'Say' });
      const question = { id: 'clarity', kind: 'scale', prompt: 'Clear?', labels: ['No', 'A little', 'Yes'] };
      const survey = { type: 'survey', title: 'How is it going?', questions: [question] };
      const surveyId = await make(caller!, 'POST', `/v1/sections/${sectionId}/activities`, survey);
      return { caller: learner, ids: { surveyId }, body: { answers: { clarity: 1 + (pick % 3) } } };
    },
    'DELETE /v1/me/calendar-feeds/{calendarFeedId}': async (_scene, pick) => {
      const caller = await people.person('somebody', 'learner');
      const calendarFeedId = await make(caller, 'POST', '/v1/me/calendar-feeds', { title: `Phone ${pick}` });
      return { caller, ids: { calendarFeedId } };
    },
    'POST /v1/me/calendar-feeds': async () => ({ caller: await people.person('somebody', 'learner') }),
    'GET /v1/calendar.ics': async (_scene, pick) => {
      const caller = await people.person('somebody', 'learner');
      const made = await people.ask(caller, 'POST', '/v1/me/calendar-feeds', { title: `Laptop ${pick}` });
      const { address } = expectStatus(made, 201);
      return { query: [...new URL(String(address)).searchParams] };
    },
    'DELETE /v1/sections/{sectionId}': freshSection,
    'PUT /v1/sections/{sectionId}/archive': freshSection,
    'DELETE /v1/sections/{sectionId}/archive': freshSection,
    'DELETE /v1/activities/{activityId}': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, false);
      const sectionId = await make(caller!, 'POST', `/v1/courses/${ids.courseId}/sections`, {
        title: 'Gone',
      });
      const body = { type: pick % 2 === 0 ? 'page' : 'quiz', title: 'Gone' };
      return {
        caller: caller!,
        ids: { activityId: await make(caller!, 'POST', `/v1/sections/${sectionId}/activities`, body) },
      };
    },
    'POST /v1/courses/{courseId}/enrollments': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const { id, username } = await people.account('learner');
      const role = ['learner', 'assistant'][pick % 2];
      return { caller: caller!, ids, body: pick % 3 === 0 ? { username, role } : { userId: id, role } };
    },
    'PATCH /v1/enrollments/{enrollmentId}': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const { id: userId } = await people.account('learner');
      const dto = { userId, role: 'learner' };
      const enrollmentId = await make(caller!, 'POST', `/v1/courses/${ids.courseId}/enrollments`, dto);
      const body = [
        { state: 'suspended' },
        { state: 'completed', reason: 'Done' },
        { endDate: '2040-06-30' },
      ];
      return { caller: caller!, ids: { enrollmentId }, body: body[pick % 3] };
    },
    'DELETE /v1/enrollments/{enrollmentId}': async (scene) => {
      const { caller, ids } = await newCourse(scene, true);
      const { id: userId } = await people.account('learner');
      const body = { userId, role: 'learner' };
      const enrollmentId = await make(caller!, 'POST', `/v1/courses/${ids.courseId}/enrollments`, body);
      return { caller: caller!, ids: { enrollmentId } };
    },
    'PATCH /v1/courses/{courseId}/enrollment-settings': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const body = [
        { capacity: 20 },
        { needsApproval: true, accessDays: 90 },
        { opensAt: '2040-03-02T08:00:00Z' },
      ];
      return { caller: caller!, ids, body: body[pick % 3] };
    },
    'POST /v1/courses/{courseId}/enrollment-keys': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const label = 'Lecture';
      const body = [{ label }, { label, key: 'hazel-under-oak', maxUses: 20 }, { label, maxUses: null }];
      return { caller: caller!, ids, body: body[pick % 3] };
    },
    'DELETE /v1/enrollment-keys/{enrollmentKeyId}': async (scene) => {
      const { caller, ids } = await newCourse(scene, true);
      const url = `/v1/courses/${ids.courseId}/enrollment-keys`;
      return {
        caller: caller!,
        ids: { enrollmentKeyId: await make(caller!, 'POST', url, { label: 'Gone' }) },
      };
    },
    'POST /v1/courses/{courseId}/enrollment-invitations': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const { id: userId } = await people.account('learner');
      const email = `newcomer-${pick}@people.example`;
      const body = [
        { userId, role: 'assistant' },
        { email, role: 'learner' },
      ][pick % 2];
      return { caller: caller!, ids, body };
    },
    'PATCH /v1/enrollment-invitations/{enrollmentInvitationId}': async (scene, pick) => {
      const { invitee, enrollmentInvitationId } = await invited(scene);
      const state = ['accepted', 'declined'][pick % 2];
      return { caller: invitee, ids: { enrollmentInvitationId }, body: { state } };
    },
    'POST /v1/me/enrollment-invitations/answers': async (scene, pick) => {
      const { invitee } = await invited(scene);
      const { email } = expectStatus(await people.ask(invitee, 'GET', '/v1/me'), 200);
      const state = ['accepted', 'declined'][pick % 2];
      return { caller: invitee, body: { token: await mailed(email as string), state } };
    },
    'POST /v1/enrollment-invitations/{enrollmentInvitationId}/mails': async (scene) => {
      const { caller, enrollmentInvitationId } = await invited(scene);
      return { caller: caller!, ids: { enrollmentInvitationId } };
    },
    'DELETE /v1/enrollment-invitations/{enrollmentInvitationId}': async (scene) => {
      const { caller, enrollmentInvitationId } = await invited(scene);
      return { caller: caller!, ids: { enrollmentInvitationId } };
    },
    'POST /v1/me/enrollment-requests': async (scene) => {
      const { ids } = await newCourse(scene, true);
      return { caller: one(scene, 'visitor'), body: { courseId: ids.courseId, note: 'Please.' } };
    },
    'PATCH /v1/enrollment-requests/{enrollmentRequestId}': async (scene, pick) => {
      const { caller, ids, enrollmentRequestId } = await requested(scene);
      const body = [{ state: 'accepted' }, { state: 'rejected', reason: 'Full of work' }][pick % 2];
      return { caller: caller!, ids: { ...ids, enrollmentRequestId }, body };
    },
    'DELETE /v1/enrollment-requests/{enrollmentRequestId}': async (scene) => {
      const { ids, enrollmentRequestId } = await requested(scene);
      return { caller: one(scene, 'visitor'), ids: { ...ids, enrollmentRequestId } };
    },
    'POST /v1/me/enrollments': async (scene) => {
      const { ids } = await newCourse(scene, true);
      return { caller: one(scene, 'visitor'), body: { courseId: ids.courseId } };
    },
    'PUT /v1/courses/{courseId}/bank-shares/{otherCourseId}': async (scene, pick) => {
      const { caller, ids } = await newCourse(scene, true);
      const other = await newCourse(scene, true);
      return {
        caller: caller!,
        ids: { ...ids, otherCourseId: other.ids.courseId },
        body: { access: pick % 2 === 0 ? 'use' : 'edit' },
      };
    },
    // In courses of their own, since nobody grades in a closed one.
    'PUT /v1/courses/{courseId}/grade-closing': async (scene) => ({
      ...(await newCourse(scene, true)),
      body: { acceptOpenWork: true },
    }),
    'POST /v1/courses/{courseId}/grade-closing/reopening': async (scene) => {
      const { caller, ids } = await newCourse(scene, true);
      const url = `/v1/courses/${ids.courseId}/grade-closing`;
      expectStatus(await people.ask(caller, 'PUT', url, {}), 200);
      return { caller: caller!, ids, body: { reason: 'Why?' } };
    },
    'POST /v1/courses/{courseId}/grade-certifications': async (scene) => {
      const { caller, ids } = await newCourse(scene, true);
      const url = `/v1/courses/${ids.courseId}/grade-closing`;
      expectStatus(await people.ask(caller, 'PUT', url, {}), 200);
      return { caller: caller!, ids };
    },
    // Items of their own, since other items get archived meanwhile.
    'PUT /v1/line-items/{lineItemId}/results/{userId}': async (scene, pick) => {
      const caller = one(scene, 'instructor');
      const { id: userId } = expectStatus(await people.ask(one(scene, 'learner'), 'GET', '/v1/me'), 200);
      const lineItems = `/v1/courses/${scene.id('courseId', 0)}/line-items`;
      const lineItemId = await make(caller, 'POST', lineItems, {
        title: `Essay ${pick}`,
        resultValueMax: '10',
      });
      return { caller, ids: { lineItemId, userId: String(userId) }, body: { score: '7.5' } };
    },
    'POST /v1/courses/{courseId}/results/batch': async (scene, pick) => {
      const caller = one(scene, 'instructor');
      const { id: userId } = expectStatus(await people.ask(one(scene, 'learner'), 'GET', '/v1/me'), 200);
      const courseId = String(scene.id('courseId', 0));
      const lineItemId = await make(caller, 'POST', `/v1/courses/${courseId}/line-items`, {
        title: `Batch ${pick}`,
        resultValueMax: '10',
      });
      const score = pick % 3 === 0 ? '11' : '7.5';
      const cells = [{ lineItemId, userId, score, version: null }];
      return { caller, ids: { courseId }, body: { cells, onRefused: 'good_cells' } };
    },
    'PUT /v1/activities/{activityId}/learners/{userId}/completion': async (scene, pick) => {
      const { id: userId } = expectStatus(await people.ask(one(scene, 'learner'), 'GET', '/v1/me'), 200);
      return {
        caller: one(scene, 'instructor'),
        ids: { activityId: String(scene.id('pageId', 0)), userId: String(userId) },
        body: { isCompleted: pick % 2 === 0, reason: 'Agreed' },
      };
    },
    'PUT /v1/line-items/{lineItemId}/results/{userId}/lateness': async (scene, pick) => {
      const caller = one(scene, 'instructor');
      const { id: userId } = expectStatus(await people.ask(one(scene, 'learner'), 'GET', '/v1/me'), 200);
      const lineItems = `/v1/courses/${scene.id('courseId', 0)}/line-items`;
      const lineItemId = await make(caller, 'POST', lineItems, {
        title: `Late essay ${pick}`,
        resultValueMax: '10',
      });
      const result = `/v1/line-items/${lineItemId}/results/${String(userId)}`;
      expectStatus(await people.ask(caller, 'PUT', result, { score: '7.5' }), 200);
      return {
        caller,
        ids: { lineItemId, userId: String(userId) },
        body:
          pick % 2 === 0
            ? { isWaived: true, reason: 'Agreed' }
            : { status: 'extended', graceTokens: pick % 5, reason: 'Agreed' },
      };
    },
    'PATCH /v1/line-items/{lineItemId}': freshLineItem,
    'DELETE /v1/line-items/{lineItemId}': freshLineItem,
  };
}

function quizRecipes({ people }: Kitchen): Record<string, Recipe> {
  const ask = async (
    caller: Caller,
    method: string,
    target: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> =>
    expectStatus(await people.ask(caller, method, target, body), 200, 201, 202);
  /** A quiz in the scene's course that nobody has attempted. */
  const newQuiz = async (
    scene: Scene,
  ): Promise<{ caller: Caller; activityId: string; questionIds: string[] }> => {
    const caller = one(scene, 'instructor');
    const quiz = { type: 'quiz', title: 'Fresh' };
    const { id } = await ask(caller, 'POST', `/v1/sections/${scene.id('sectionId', 0)}/activities`, quiz);
    const questionIds: string[] = [];
    for (const question of QUESTIONS)
      questionIds.push(
        String((await ask(caller, 'POST', `/v1/quizzes/${String(id)}/questions`, question))['id']),
      );
    return { caller, activityId: String(id), questionIds };
  };
  const newAttempt = async (
    scene: Scene,
    settings?: object,
  ): Promise<{ caller: Caller; activityId: string; attemptId: string; questionIds: string[] }> => {
    const { caller: author, activityId, questionIds } = await newQuiz(scene);
    if (settings) await ask(author, 'PATCH', `/v1/quizzes/${activityId}`, settings);
    const caller = one(scene, 'learner');
    const { id } = await ask(caller, 'POST', `/v1/quizzes/${activityId}/attempts`);
    return { caller, activityId, attemptId: String(id), questionIds };
  };
  /** What staff do with an open attempt. */
  const invigilated =
    (body: object): Recipe =>
    async (scene, pick) => {
      const { activityId, attemptId } = await newAttempt(scene);
      const chosen = pick % 2 === 0 ? {} : { attemptIds: [attemptId] };
      return { caller: one(scene, 'instructor'), ids: { activityId }, body: { ...body, ...chosen } };
    };
  const changed: Recipe = async (scene) => ({
    ...{ caller: one(scene, 'instructor'), body: { reason: 'By mistake' } },
    ids: { attemptId: (await newAttempt(scene)).attemptId },
  });
  /** An essay that was handed in, in a quiz of its own. */
  const newScript = async (
    scene: Scene,
  ): Promise<{ activityId: string; questionId: string; scriptId: string }> => {
    const { caller: author, activityId } = await newQuiz(scene);
    const definition = { format: 'plain_text' };
    const essay = { type: 'essay', prompt: 'Why?', points: '4', definition };
    const questionId = String(
      (await ask(author, 'POST', `/v1/quizzes/${activityId}/questions`, essay))['id'],
    );
    const learner = one(scene, 'learner');
    const { id } = await ask(learner, 'POST', `/v1/quizzes/${activityId}/attempts`);
    await ask(learner, 'PUT', `/v1/attempts/${String(id)}/submission`, { answers: { [questionId]: 'So.' } });
    const queue = `/v1/courses/${scene.id('courseId', 0)}/marking-queue?activityId=${activityId}`;
    const { data } = await ask(author, 'GET', queue);
    return { activityId, questionId, scriptId: (data as { id: string }[])[0]!.id };
  };
  const RUBRIC = {
    ...{ title: 'The whole', kind: 'holistic' },
    criteria: [{ id: 'a', title: 'All', levels: [{ id: 'b', title: 'Good', points: '1' }] }],
  };
  /** A question that people mark, in a quiz of its own, with a rubric where that is wanted. */
  const markedQuestion =
    (hasRubric: boolean, body?: object): Recipe =>
    async (scene) => {
      const caller = one(scene, 'instructor');
      const { activityId, questionId } = await newScript(scene);
      const ids = { activityId, questionId };
      const address = `/v1/quizzes/${activityId}/rubrics/${questionId}`;
      if (hasRubric) await ask(caller, 'PUT', address, { rubric: RUBRIC });
      return { caller, ids, ...(body ? { body } : {}) };
    };
  const markedTwice: Recipe = async (scene) => {
    const caller = one(scene, 'instructor');
    const { activityId, questionId } = await newScript(scene);
    await ask(caller, 'PUT', `/v1/quizzes/${activityId}/marking-rules/${questionId}`, { method: 'average' });
    return { caller, ids: { activityId, questionId } };
  };
  /** A marked answer, of which its learner may ask for another mark. */
  const newMark = async (scene: Scene): Promise<{ attemptId: string; questionId: string }> => {
    const { activityId, questionId, scriptId } = await newScript(scene);
    const caller = one(scene, 'instructor');
    await ask(caller, 'PUT', `/v1/quizzes/${activityId}/remark-rule`, { days: 7 });
    await ask(caller, 'PATCH', `/v1/quizzes/${activityId}`, { feedback: 'after_submission' });
    const { workId } = await ask(caller, 'GET', `/v1/scripts/${scriptId}`);
    await ask(caller, 'PUT', `/v1/scripts/${scriptId}/mark`, { kind: 'given', points: '1' });
    return { attemptId: String(workId), questionId };
  };
  /** That a learner asks for another mark. */
  const newRemarkRequest = async (scene: Scene): Promise<string> => {
    const { attemptId, questionId } = await newMark(scene);
    const url = `/v1/attempts/${attemptId}/questions/${questionId}/remark-requests`;
    return String((await ask(one(scene, 'learner'), 'POST', url, { reason: 'Why?' }))['id']);
  };
  const remarkRequest =
    (role: 'instructor' | 'learner', body?: object): Recipe =>
    async (scene) => ({
      ...{ caller: one(scene, role), ids: { remarkRequestId: await newRemarkRequest(scene) } },
      ...(body ? { body } : {}),
    });
  const freshComment: Recipe = async (scene) => {
    const caller = one(scene, 'instructor');
    const address = `/v1/courses/${scene.id('courseId', 0)}/saved-comments`;
    const { id } = await ask(caller, 'POST', address, { text: 'Say why.' });
    return { caller, ids: { commentId: String(id) } };
  };
  const freshRubric: Recipe = async (scene) => {
    const caller = one(scene, 'instructor');
    const { id } = await ask(caller, 'POST', `/v1/courses/${scene.id('courseId', 0)}/rubrics`, RUBRIC);
    return { caller, ids: { rubricId: String(id) } };
  };
  const script: Recipe = async (scene) => ({
    caller: one(scene, 'instructor'),
    ids: { scriptId: (await newScript(scene)).scriptId },
  });
  const OPEN_ATTEMPTS = '/v1/quizzes/{activityId}/open-attempts';
  const responses = ['median', true, '42.1', 'Zebra'];
  /** Null, which takes an answer back, for the questions that come after these. */
  const responseAt = (place: number): unknown => responses[place] ?? null;
  const fresh: Recipe = async (scene) => {
    const { caller, activityId } = await newQuiz(scene);
    return { caller, ids: { activityId } };
  };
  const freshQuestion: Recipe = async (scene, pick) => {
    const { caller, questionIds } = await newQuiz(scene);
    return { caller, ids: { questionId: questionIds[pick % questionIds.length]! } };
  };
  let folders = 0;
  const freshFolder: Recipe = async (scene) => {
    const caller = one(scene, 'instructor');
    const target = `/v1/courses/${scene.id('courseId', 0)}/question-folders`;
    folders += 1;
    const { id } = await ask(caller, 'POST', target, { title: `Fresh ${folders}` });
    return { caller, ids: { folderId: String(id) } };
  };
  const EXCEPTION = '/v1/quizzes/{activityId}/exceptions/{userId}';
  const grants = [
    { maxAttempts: 9 },
    { maxAttempts: null },
    { timeLimitSeconds: 5400, passwordWaived: true },
  ];
  const grantable = async (
    scene: Scene,
  ): Promise<{ caller: Caller; ids: { activityId: string; userId: string } }> => {
    const { caller, activityId } = await newQuiz(scene);
    const { id: userId } = await ask(one(scene, 'learner'), 'GET', '/v1/me');
    return { caller, ids: { activityId, userId: String(userId) } };
  };
  const granted: Recipe = async (scene) => {
    const { caller, ids } = await grantable(scene);
    const address = `/v1/quizzes/${ids.activityId}/exceptions/${ids.userId}`;
    await ask(caller, 'PUT', address, { maxAttempts: 9, reason: 'Ill' });
    return { caller, ids };
  };
  return {
    [`GET ${EXCEPTION}`]: granted,
    [`POST ${EXCEPTION}/attempts`]: async (scene) => ({
      ...(await granted(scene, 0)),
      body: { reason: 'The power failed' },
    }),
    [`DELETE ${EXCEPTION}`]: granted,
    [`GET ${EXCEPTION}/history`]: granted,
    [`PUT ${EXCEPTION}`]: async (scene, pick) => ({
      ...(await grantable(scene)),
      body: { ...grants[pick % grants.length], reason: 'Ill that week' },
    }),
    'PATCH /v1/quizzes/{activityId}': fresh,
    'POST /v1/quizzes/{activityId}/questions': fresh,
    'PATCH /v1/questions/{questionId}': freshQuestion,
    'DELETE /v1/questions/{questionId}': freshQuestion,
    'PATCH /v1/question-folders/{folderId}': freshFolder,
    'DELETE /v1/question-folders/{folderId}': freshFolder,
    'POST /v1/courses/{courseId}/question-filings': async (scene) => {
      const { caller, questionIds } = await newQuiz(scene);
      const body = { questionIds, folderId: scene.id('folderId', 0), addTags: ['Exam'], removeTags: ['x'] };
      return { caller, ids: { courseId: scene.id('courseId', 0)! }, body };
    },
    'PUT /v1/quizzes/{activityId}/questions/order': async (scene) => {
      const { caller, activityId, questionIds } = await newQuiz(scene);
      return { caller, ids: { activityId }, body: { questionIds: questionIds.reverse() } };
    },
    'PUT /v1/quizzes/{activityId}/slots': async (scene) => {
      const { caller, activityId, questionIds } = await newQuiz(scene);
      const slots = questionIds.reverse().map((questionId) => ({ questionId }));
      return { caller, ids: { activityId }, body: { slots } };
    },
    [`POST ${OPEN_ATTEMPTS}/pause`]: invigilated({ reason: 'The fire alarm rang' }),
    'POST /v1/attempts/{attemptId}/ending': changed,
    'POST /v1/attempts/{attemptId}/deletion': changed,
    'POST /v1/attempts/{attemptId}/reopening': async (scene, pick) => {
      const { caller, attemptId } = await newAttempt(scene);
      await ask(caller, 'PUT', `/v1/attempts/${attemptId}/submission`, {});
      const body = { reason: 'Too early', ...(pick % 2 === 0 ? {} : { minutes: 30 }) };
      return { caller: one(scene, 'instructor'), ids: { attemptId }, body };
    },
    [`POST ${OPEN_ATTEMPTS}/messages`]: invigilated({ text: 'Read 5 for 4.' }),
    [`POST ${OPEN_ATTEMPTS}/resumption`]: invigilated({}),
    [`POST ${OPEN_ATTEMPTS}/extension`]: invigilated({ reason: 'The fire alarm rang', minutes: 10 }),
    'POST /v1/quizzes/{activityId}/attempts': async (scene) => {
      const { activityId } = await newQuiz(scene);
      return { caller: one(scene, 'learner'), ids: { activityId } };
    },
    'POST /v1/courses/{courseId}/marking-claims': async (scene) => {
      const { activityId } = await newScript(scene);
      return {
        caller: one(scene, 'instructor'),
        ids: { courseId: scene.id('courseId', 0) ?? '' },
        body: { activityId },
      };
    },
    'POST /v1/quizzes/{activityId}/regrades': async (scene, pick) => {
      const { caller, activityId } = await newQuiz(scene);
      return { caller, ids: { activityId }, body: { policy: 'recompute', dryRun: pick % 2 === 0 } };
    },
    'GET /v1/regrades/{regradeId}/attempts': async (scene) => {
      const { caller, activityId } = await newQuiz(scene);
      const body = { policy: 'recompute', dryRun: true };
      const { id } = await ask(caller, 'POST', `/v1/quizzes/${activityId}/regrades`, body);
      return { caller, ids: { regradeId: String(id) } };
    },
    'PUT /v1/question-versions/{versionId}/accepted-response': async (scene) => {
      const { caller, activityId } = await newQuiz(scene);
      const { data } = await ask(caller, 'GET', `/v1/quizzes/${activityId}/questions`);
      const [first] = data as { versionId: string }[];
      return { caller, ids: { versionId: first!.versionId }, body: { response: 'median' } };
    },
    'POST /v1/courses/{courseId}/rubrics': async (scene) => ({
      ...{ caller: one(scene, 'instructor'), ids: { courseId: scene.id('courseId', 0)! }, body: RUBRIC },
    }),
    'POST /v1/courses/{courseId}/saved-comments': async (scene, pick) => ({
      ...{ caller: one(scene, 'instructor'), ids: { courseId: scene.id('courseId', 0)! } },
      body: { text: 'Say why.', shared: pick % 2 === 0 },
    }),
    'GET /v1/saved-comments/{commentId}': freshComment,
    'PATCH /v1/saved-comments/{commentId}': freshComment,
    'DELETE /v1/saved-comments/{commentId}': freshComment,
    'GET /v1/rubrics/{rubricId}': freshRubric,
    'PATCH /v1/rubrics/{rubricId}': async (scene, pick) => ({
      ...(await freshRubric(scene, pick)),
      body: { rubric: RUBRIC },
    }),
    'DELETE /v1/rubrics/{rubricId}': freshRubric,
    'GET /v1/quizzes/{activityId}/rubrics/{questionId}': markedQuestion(true),
    'PUT /v1/quizzes/{activityId}/rubrics/{questionId}': markedQuestion(false, { rubric: RUBRIC }),
    'DELETE /v1/quizzes/{activityId}/rubrics/{questionId}': markedQuestion(true),
    'POST /v1/quizzes/{activityId}/rubrics/{questionId}/changes': markedQuestion(true, {
      ...{ rubric: RUBRIC, dryRun: true },
    }),
    'GET /v1/rubric-changes/{rubricChangeId}/scripts': async (scene, pick) => {
      const { caller, ids } = await markedQuestion(true)(scene, pick);
      const url = `/v1/quizzes/${ids!['activityId']}/rubrics/${ids!['questionId']}/changes`;
      const { id } = await ask(caller!, 'POST', url, { rubric: RUBRIC, dryRun: true });
      return { caller, ids: { rubricChangeId: String(id) } };
    },
    'GET /v1/quizzes/{activityId}/marking-rules/{questionId}': markedTwice,
    'GET /v1/quizzes/{activityId}/marking-rules/{questionId}/agreement': markedTwice,
    'PUT /v1/quizzes/{activityId}/marking-rules/{questionId}': markedQuestion(false, { method: 'highest' }),
    'DELETE /v1/quizzes/{activityId}/marking-rules/{questionId}': markedTwice,
    'POST /v1/quizzes/{activityId}/marking-rules/{questionId}/changes': markedQuestion(false, {
      ...{ method: 'highest', dryRun: true },
    }),
    'PUT /v1/scripts/{scriptId}/decision': async (scene) => {
      const { activityId, questionId, scriptId } = await newScript(scene);
      const caller = one(scene, 'instructor');
      await ask(caller, 'PUT', `/v1/quizzes/${activityId}/marking-rules/${questionId}`, {
        method: 'by_hand',
      });
      for (const [marker, points] of [
        [caller, '1'],
        [one(scene, 'assistant'), '2'],
      ] as const)
        await ask(marker, 'PUT', `/v1/scripts/${scriptId}/mark`, { kind: 'given', points });
      return { caller, ids: { scriptId }, body: { points: '1.5' } };
    },
    'POST /v1/attempts/{attemptId}/questions/{questionId}/remark-requests': async (scene) => ({
      ...{ caller: one(scene, 'learner'), ids: await newMark(scene), body: { reason: 'Why?' } },
    }),
    'GET /v1/remark-requests/{remarkRequestId}': remarkRequest('learner'),
    'POST /v1/remark-requests/{remarkRequestId}/messages': remarkRequest('learner', { text: 'Why?' }),
    'PUT /v1/remark-requests/{remarkRequestId}/withdrawal': remarkRequest('learner'),
    'PUT /v1/remark-requests/{remarkRequestId}/decision': remarkRequest('instructor', {
      ...{ outcome: 'kept', message: 'We looked again.' },
    }),
    'GET /v1/scripts/{scriptId}': script,
    'GET /v1/scripts/{scriptId}/marks': script,
    'PUT /v1/scripts/{scriptId}/claim': script,
    'DELETE /v1/scripts/{scriptId}/claim': script,
    'PUT /v1/scripts/{scriptId}/mark': async (scene, pick) => ({
      ...{ caller: one(scene, 'instructor'), ids: { scriptId: (await newScript(scene)).scriptId } },
      body: { kind: pick % 2 === 0 ? 'given' : 'draft', points: '1.5' },
    }),
    'PUT /v1/attempts/{attemptId}/answers/{questionId}': async (scene, pick) => {
      const { caller, attemptId, questionIds } = await newAttempt(scene);
      const place = pick % questionIds.length;
      return {
        caller,
        ids: { attemptId, questionId: questionIds[place]! },
        body: { response: responseAt(place) },
      };
    },
    'POST /v1/attempts/{attemptId}/questions/{questionId}/tries': async (scene, pick) => {
      const { caller, attemptId, questionIds } = await newAttempt(scene, { behavior: 'adaptive' });
      const place = pick % questionIds.length;
      return {
        caller,
        ids: { attemptId, questionId: questionIds[place]! },
        body: { response: responseAt(place) },
      };
    },
    'PUT /v1/attempts/{attemptId}/answers': async (scene) => {
      const { caller, attemptId, questionIds } = await newAttempt(scene);
      const answers = questionIds.map((questionId, place) => ({ questionId, response: responseAt(place) }));
      return { caller, ids: { attemptId }, body: { answers } };
    },
    'PUT /v1/attempts/{attemptId}/position': async (scene) => {
      const { caller, attemptId } = await newAttempt(scene, { navigation: 'sequential' });
      return { caller, ids: { attemptId }, body: { position: 2 } };
    },
    'POST /v1/quizzes/{activityId}/preview': async (scene) => {
      const { caller, activityId } = await newQuiz(scene);
      return { caller, ids: { activityId } };
    },
    'POST /v1/attempts/{attemptId}/rest': async (scene) => {
      const { caller, attemptId } = await newAttempt(scene);
      const needs = { restBreakMinutes: 10, reason: 'A back that needs movement' };
      const { id } = (await ask(caller, 'GET', '/v1/me')) as { id: string };
      await ask(one(scene, 'administrator'), 'POST', `/v1/users/${id}/accommodations`, needs);
      return { caller, ids: { attemptId } };
    },
    'POST /v1/attempts/{attemptId}/continuation': async (scene) => {
      const { caller, attemptId } = await newAttempt(scene);
      return { caller, ids: { attemptId } };
    },
    'PUT /v1/attempts/{attemptId}/submission': async (scene) => {
      const { caller, attemptId, questionIds } = await newAttempt(scene);
      const answers = Object.fromEntries(questionIds.map((id, place) => [id, responseAt(place)]));
      return { caller, ids: { attemptId }, body: { answers } };
    },
    'DELETE /v1/line-items/{lineItemId}/results/{userId}/override': async (scene) => {
      const { caller, attemptId } = await newAttempt(scene);
      await ask(caller, 'PUT', `/v1/attempts/${attemptId}/submission`, {});
      const instructor = one(scene, 'instructor');
      const items = await ask(
        instructor,
        'GET',
        `/v1/courses/${scene.id('courseId', 0)}/line-items?limit=100`,
      );
      const newest = (items['data'] as { id: string; activityId: string | null }[]).findLast(
        (item) => item.activityId,
      );
      const { id: userId } = await ask(caller, 'GET', '/v1/me');
      const ids = { lineItemId: newest!.id, userId: String(userId) };
      await ask(instructor, 'PUT', `/v1/line-items/${ids.lineItemId}/results/${ids.userId}`, { score: '1' });
      return { caller: instructor, ids };
    },
  };
}
