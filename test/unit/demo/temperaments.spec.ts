import {
  addDays,
  demoCourses,
  DemoHappening,
  demoLearners,
  dueAt,
  firstDayOf,
  happeningsOf,
  localDay,
  TemperamentKind,
} from '../../../src/demo/content';
import { activitiesOf, courseOf, earnedShare, mean, ofType, quizOf, temperamentOf } from './support';

const DAY = 24 * 3600 * 1000;

const seedingDay = '2026-03-02';
const happenings = happeningsOf({ courses: demoCourses, learners: demoLearners, seedingDay });
const enrollments = ofType(happenings, 'enrollment');
const completions = ofType(happenings, 'completion');
const firstAttempts = ofType(happenings, 'attempt').filter((attempt) => attempt.number === 1);

const by = <T extends DemoHappening>(items: T[], kind: TemperamentKind): T[] =>
  items.filter((item) => temperamentOf(item.username) === kind);

/** Mean share of points in first attempts that were handed in. */
const success = (kind: TemperamentKind) =>
  mean(
    by(firstAttempts, kind)
      .filter((attempt) => attempt.submittedAt)
      .map(earnedShare),
  );

/** Completions for each page and video that the enrolled learners could have completed. */
const diligence = (kind: TemperamentKind) => {
  const readings = by(enrollments, kind).map(
    (enrollment) => activitiesOf(courseOf(enrollment)).filter((activity) => activity.type !== 'quiz').length,
  );
  return by(completions, kind).length / readings.reduce((sum, count) => sum + count, 0);
};

/** Mean days between the first attempt at a quiz and its due instant. */
const daysToSpare = (kind: TemperamentKind) =>
  mean(
    by(firstAttempts, kind).map((attempt) => {
      const due = dueAt(courseOf(attempt), quizOf(attempt).dueWeek, seedingDay);
      return (due.getTime() - attempt.at.getTime()) / DAY;
    }),
  );

/** Mean days from the first day of the course. */
const daysIn = (items: DemoHappening[]) =>
  mean(
    items.map((item) => {
      const first = Date.parse(firstDayOf(courseOf(item), seedingDay));
      return (Date.parse(localDay(courseOf(item), item.at)) - first) / DAY;
    }),
  );

it('the strong do best in quizzes, the struggling worst', () => {
  expect(success('strong')).toBeGreaterThan(success('steady') + 0.1);
  expect(success('steady')).toBeGreaterThan(success('last_minute'));
  expect(success('last_minute')).toBeGreaterThan(success('struggling') + 0.1);
  expect(success('struggling')).toBeGreaterThan(0.25);
});

it('the struggling and the drop-outs leave more pages unread than the steady', () => {
  expect(diligence('steady')).toBeGreaterThan(0.8);
  expect(diligence('struggling')).toBeLessThan(diligence('steady') - 0.15);
  expect(diligence('drops_out')).toBeLessThan(diligence('struggling'));
});

it('early birds have days to spare before a quiz is due, the last minute hardly one', () => {
  expect(daysToSpare('early_bird')).toBeGreaterThan(daysToSpare('steady') + 2);
  expect(daysToSpare('steady')).toBeGreaterThan(daysToSpare('last_minute') + 1);
  expect(daysToSpare('last_minute')).toBeLessThan(1.5);
});

it('slow starters enroll later and read the first section later, but not the last', () => {
  const firstSection = (kind: TemperamentKind) =>
    by(completions, kind).filter((it) =>
      courseOf(it).sections[0]?.activities.some((activity) => activity.key === it.activityKey),
    );
  expect(daysIn(by(enrollments, 'slow_starter'))).toBeGreaterThan(daysIn(by(enrollments, 'steady')) + 3);
  expect(daysIn(firstSection('slow_starter'))).toBeGreaterThan(daysIn(firstSection('steady')) + 7);
  const lastQuizzes = (kind: TemperamentKind) =>
    by(firstAttempts, kind).filter((it) => activitiesOf(courseOf(it)).at(-1)?.key === it.activityKey);
  expect(daysIn(lastQuizzes('slow_starter'))).toBeLessThan(daysIn(lastQuizzes('steady')) + 5);
});

it('drop-outs are not seen after their week, and only some of them say goodbye', () => {
  const withdrawn = new Set(ofType(happenings, 'withdrawal').map((withdrawal) => withdrawal.username));
  for (const { username, temperament } of demoLearners) {
    if (temperament.kind !== 'drops_out') continue;
    expect(withdrawn.has(username)).toBe(temperament.withdraws);
    const acts = [...completions, ...firstAttempts].filter((happening) => happening.username === username);
    for (const happening of acts) {
      const course = courseOf(happening);
      const silentDay = addDays(firstDayOf(course, seedingDay), temperament.week * 7);
      expect(localDay(course, happening.at) < silentDay).toBe(true);
    }
  }
});

it('instructors give the strong better marks than the struggling', () => {
  const marks = (kind: TemperamentKind) =>
    mean(
      by(ofType(happenings, 'grade'), kind).flatMap((grade) => {
        const assignment = courseOf(grade).assignments.find((it) => it.key === grade.assignmentKey);
        return grade.score === null ? [] : [Number(grade.score) / Number(assignment?.maxScore)];
      }),
    );
  expect(marks('strong')).toBeGreaterThan(marks('steady') + 0.05);
  expect(marks('steady')).toBeGreaterThan(marks('struggling') + 0.1);
});
