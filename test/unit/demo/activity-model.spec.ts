import { DateTime } from 'luxon';
import {
  addDays,
  DemoAttempt,
  demoCourses,
  DemoHappening,
  demoLearners,
  dueAt,
  firstDayOf,
  happeningsOf,
  horizonOf,
  lastDayOf,
  localDay,
} from '../../../src/demo/content';
import { studyWeeks } from '../../../src/demo/content/activity/study-weeks';
import { habitsOf } from '../../../src/demo/content/activity/study-habits';
import { Random } from '../../../src/demo/content/random';
import { activitiesOf, courseOf, found, isRight, ofType, published, quizOf } from './support';

const schoolOn = (seedingDay: string, seed?: string) =>
  happeningsOf({ courses: demoCourses, learners: demoLearners, seedingDay, seed });

const pairOf = (happening: DemoHappening) => `${happening.courseKey} ${happening.username}`;
const localHour = (happening: DemoHappening) =>
  DateTime.fromJSDate(happening.at, { zone: courseOf(happening).timeZone }).hour;

function groupedAttempts(happenings: DemoHappening[]): DemoAttempt[][] {
  const groups = new Map<string, DemoAttempt[]>();
  for (const attempt of ofType(happenings, 'attempt')) {
    const key = `${pairOf(attempt)} ${attempt.activityKey}`;
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return [...groups.values()];
}

it('the activity model tells the same story for the same day and seed, and another for another seed', () => {
  expect(schoolOn('2026-03-02')).toEqual(schoolOn('2026-03-02'));
  expect(schoolOn('2026-03-02', 'other')).not.toEqual(schoolOn('2026-03-02'));
});

it('the activity model leaves drafts alone', () => {
  const drafts = demoCourses.filter((course) => course.status === 'draft');
  expect(happeningsOf({ courses: drafts, learners: demoLearners, seedingDay: '2026-03-02' })).toEqual([]);
});

it('the activity model lets a late-comer begin on the day after they enrolled, not before', () => {
  const course = found(published[0]);
  const beginDay = addDays(firstDayOf(course, '2026-03-02'), 30);
  const studied = studyWeeks({
    course,
    seedingDay: '2026-03-02',
    username: 'late.comer',
    habits: habitsOf({ kind: 'steady' }),
    ability: 0.5,
    beginDay,
    until: horizonOf('2026-03-02'),
    random: new Random('late-comer'),
  });
  expect(localDay(course, found(studied[0]).at)).toBe(addDays(beginDay, 1));
  expect(studied.length).toBeGreaterThan(10);
});

// A leap day, and days whose ten weeks contain a clock change in either direction; three days of the week.
describe.each(['2028-02-29', '2027-04-10', '2026-11-22'])('seeded on %s', (day) => {
  const happenings = schoolOn(day);
  const enrollments = new Map(ofType(happenings, 'enrollment').map((it) => [pairOf(it), it]));
  const withdrawals = new Map(ofType(happenings, 'withdrawal').map((it) => [pairOf(it), it]));
  const completions = ofType(happenings, 'completion');
  const attempts = ofType(happenings, 'attempt');
  const grades = ofType(happenings, 'grade');

  it('the school is as busy as planned', () => {
    const between = (value: number, min: number, max: number) =>
      expect([value >= min && value <= max, value]).toEqual([true, value]);
    between(enrollments.size, 90, 110);
    between(withdrawals.size, 4, 12);
    between(completions.length, 1200, 2000);
    between(attempts.length, 360, 440);
    between(grades.length, 140, 185);
  });

  it('everything happens in order of time and before the seeding day', () => {
    const times = happenings.map((happening) => happening.at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(horizonOf(day).getTime());
    for (const { submittedAt } of attempts) {
      if (submittedAt) expect(submittedAt.getTime()).toBeLessThan(horizonOf(day).getTime());
    }
  });

  it('every learner takes one to three published courses, each of them once', () => {
    expect(ofType(happenings, 'enrollment')).toHaveLength(enrollments.size);
    for (const learner of demoLearners) {
      const count = [...enrollments.values()].filter((it) => it.username === learner.username).length;
      expect([1, 2, 3]).toContain(count);
    }
    for (const course of published) {
      const count = [...enrollments.values()].filter((it) => it.courseKey === course.key).length;
      expect(count).toBeGreaterThanOrEqual(20);
    }
  });

  it('everything refers to what exists', () => {
    for (const completion of completions) {
      const activity = activitiesOf(courseOf(completion)).find((it) => it.key === completion.activityKey);
      expect(['page', 'video']).toContain(activity?.type);
    }
    for (const attempt of attempts) {
      const keys = quizOf(attempt).questions.map((question) => question.key);
      expect(keys).toEqual(expect.arrayContaining(attempt.responses.map((response) => response.questionKey)));
    }
    for (const grade of grades) {
      const course = courseOf(grade);
      expect(course.assignments.map((assignment) => assignment.key)).toContain(grade.assignmentKey);
      expect(grade.gradedBy).toBe(course.instructor);
    }
  });

  it('nobody acts, or is graded, before they enrolled or after they left', () => {
    for (const [pair, withdrawal] of withdrawals) {
      expect(enrollments.get(pair)?.at.getTime()).toBeLessThan(withdrawal.at.getTime());
      expect(withdrawal.endDay).toBe(localDay(courseOf(withdrawal), withdrawal.at));
    }
    for (const enrollment of enrollments.values()) {
      expect(enrollment.beginDay).toBe(localDay(courseOf(enrollment), enrollment.at));
    }
    for (const happening of [...completions, ...attempts, ...grades]) {
      const enrollment = enrollments.get(pairOf(happening));
      expect(enrollment?.at.getTime()).toBeLessThan(happening.at.getTime());
      const end = withdrawals.get(pairOf(happening))?.endDay ?? '9999-12-31';
      const last = happening.type === 'attempt' ? (happening.submittedAt ?? happening.at) : happening.at;
      expect(localDay(courseOf(happening), last) < end).toBe(true);
    }
  });

  it('study ends with the course and keeps to waking hours', () => {
    for (const happening of [...completions, ...attempts]) {
      const course = courseOf(happening);
      expect(localDay(course, happening.at) <= lastDayOf(course, day)).toBe(true);
      expect(localHour(happening)).toBeGreaterThanOrEqual(6);
    }
    const evening = completions.filter((completion) => localHour(completion) >= 17).length;
    expect(evening / completions.length).toBeGreaterThan(0.4);
  });

  it('nobody completes the same thing twice', () => {
    const done = completions.map((completion) => `${pairOf(completion)} ${completion.activityKey}`);
    expect(new Set(done).size).toBe(done.length);
  });

  it('attempts follow one another within the limit, and only the last may be unfinished', () => {
    for (const group of groupedAttempts(happenings)) {
      expect(group.map((attempt) => attempt.number)).toEqual(group.map((_, index) => index + 1));
      expect(group.length).toBeLessThanOrEqual(quizOf(group[0] as DemoAttempt).maxAttempts ?? 3);
      for (const [index, attempt] of group.entries()) {
        const next = group[index + 1];
        if (next) expect(attempt.submittedAt?.getTime()).toBeLessThan(next.at.getTime());
      }
    }
    const unfinished = attempts.filter((attempt) => attempt.submittedAt === null);
    expect(unfinished.length).toBeGreaterThanOrEqual(3);
    expect(unfinished.some((attempt) => attempt.responses.length > 0)).toBe(true);
  });

  it('responses are saved one by one during the attempt, are well formed, and are right or wrong', () => {
    let right = 0;
    let wrong = 0;
    for (const attempt of attempts) {
      const keys = attempt.responses.map((response) => response.questionKey);
      expect(new Set(keys).size).toBe(keys.length);
      const times = [
        attempt.at,
        ...attempt.responses.map(({ savedAt }) => savedAt),
        attempt.submittedAt ?? horizonOf(day),
      ];
      const inMilliseconds = times.map((time) => time.getTime());
      expect(inMilliseconds).toEqual([...new Set(inMilliseconds)].sort((a, b) => a - b));
      for (const { questionKey, response } of attempt.responses) {
        const question = quizOf(attempt).questions.find((it) => it.key === questionKey);
        if (!question) throw new Error(`no question ${questionKey}`);
        if (question.type === 'single_choice' || question.type === 'multiple_choice') {
          const given = [response.value].flat();
          expect(given.length).toBeGreaterThan(0);
          expect(question.options.map((option) => option.key)).toEqual(expect.arrayContaining(given));
        }
        if (isRight(question, response)) right += 1;
        else wrong += 1;
      }
    }
    expect(right / (right + wrong)).toBeGreaterThan(0.6);
    expect(right / (right + wrong)).toBeLessThan(0.9);
  });

  it('assignments are graded once each, after they were due, on working days, within the full mark', () => {
    const graded = grades.map((grade) => `${pairOf(grade)} ${grade.assignmentKey}`);
    expect(new Set(graded).size).toBe(graded.length);
    for (const grade of grades) {
      const course = courseOf(grade);
      const assignment = course.assignments.find((it) => it.key === grade.assignmentKey);
      if (!assignment) throw new Error(`no assignment ${grade.assignmentKey}`);
      const due = dueAt(course, assignment.dueWeek, day);
      expect(grade.at.getTime()).toBeGreaterThan(due.getTime());
      expect(grade.scoreDay).toBe(localDay(course, grade.late ? grade.at : due));
      expect(DateTime.fromISO(localDay(course, grade.at)).weekday).toBeLessThanOrEqual(5);
      expect(localHour(grade)).toBeGreaterThanOrEqual(9);
      expect(localHour(grade)).toBeLessThan(20);
      expect(grade.score !== null).toBe(grade.status === 'fully graded');
      if (grade.score !== null) {
        expect(grade.score).toMatch(/^\d+(\.5)?$/);
        expect(Number(grade.score)).toBeLessThanOrEqual(Number(assignment.maxScore));
        expect(Number(grade.score)).toBeGreaterThan(0);
      }
    }
  });

  it('some work is late, some missing, most commented', () => {
    expect(grades.filter((grade) => grade.late).length).toBeGreaterThanOrEqual(5);
    expect(grades.filter((grade) => grade.status === 'not submitted').length).toBeGreaterThanOrEqual(3);
    const commented = grades.filter((grade) => grade.comment !== null).length;
    expect(commented / grades.length).toBeGreaterThan(0.6);
    expect(commented).toBeLessThan(grades.length);
  });
});
