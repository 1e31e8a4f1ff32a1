import { addDays, addSeconds, firstDayOf, instantOf, localDay, localTime, weekdayOf } from '../calendar';
import { Random } from '../random';
import { DemoCourse, DemoQuiz } from '../types';
import { DemoAttempt, DemoCompletion } from './happenings';
import { PacedActivity, paceOf, plannedDay } from './pacing';
import { chanceOfSuccess, respond } from './quiz-responses';
import { StudyHabits } from './study-habits';

/** One learner in one course: what their weeks of study are made from. */
export interface Studies {
  course: DemoCourse;
  seedingDay: string;
  username: string;
  habits: StudyHabits;
  /** Their ability in this course, in logits. */
  ability: number;
  beginDay: string;
  /** Nothing happens at or after this instant. */
  until: Date;
  random: Random;
}

/** Unlimited quizzes invite a few tries, not dozens. */
const PATIENCE = 3;

/** How much another try helps, in logits. */
const PRACTICE = 0.7;

/** Someone who knew the answer last time seldom loses it. */
const REMEMBERS = 0.93;

/** The completions and quiz attempts of one learner in one course. */
export function studyWeeks(studies: Studies): (DemoCompletion | DemoAttempt)[] {
  return new StudyWeeks(studies).happenings();
}

/** Walks through the outline with a hand on the clock: time only moves forward, in sessions of study. */
class StudyWeeks {
  private readonly done: (DemoCompletion | DemoAttempt)[] = [];
  private readonly firstDay: string;
  private readonly earliestDay: string;
  /** When they finished the last thing they did; unset before the first. */
  private clock?: Date;
  /** Of the pages and videos before the next quiz: how many there were and how many they did. */
  private block = { readings: 0, done: 0 };

  constructor(private readonly studies: Studies) {
    this.firstDay = firstDayOf(studies.course, studies.seedingDay);
    const dayAfterEnrolling = addDays(studies.beginDay, 1);
    this.earliestDay = dayAfterEnrolling > this.firstDay ? dayAfterEnrolling : this.firstDay;
  }

  happenings(): (DemoCompletion | DemoAttempt)[] {
    for (const paced of paceOf(this.studies.course)) {
      if (paced.activity.type === 'quiz') {
        this.maybeTakeQuiz(paced, paced.activity);
        this.block = { readings: 0, done: 0 };
      } else {
        this.maybeRead(paced);
      }
    }
    return this.done;
  }

  private maybeRead(paced: PacedActivity): void {
    const { habits, random, course, username, until } = this.studies;
    this.block.readings += 1;
    if (!random.chance(habits.reads)) return;
    const at = addSeconds(this.sitDownFor(paced), random.between(4 * 60, 16 * 60));
    this.clock = at;
    if (at >= until) return;
    this.block.done += 1;
    this.done.push({
      type: 'completion',
      at,
      courseKey: course.key,
      username,
      activityKey: paced.activity.key,
    });
  }

  private maybeTakeQuiz(paced: PacedActivity, quiz: DemoQuiz): void {
    const { habits, random, until } = this.studies;
    if (!random.chance(habits.takesQuiz)) return;
    const known = new Set<string>();
    for (let number = 1; number <= (quiz.maxAttempts ?? PATIENCE); number += 1) {
      const startsAt = number === 1 ? this.sitDownFor(paced) : this.anotherDay();
      if (startsAt >= until) return;
      const attempt = this.attempt(quiz, number, startsAt, known);
      this.done.push(attempt);
      if (attempt.submittedAt === null || !random.chance(this.wishToRetake(quiz, known))) return;
    }
  }

  /** Plays one attempt; `known` holds the keys of the questions answered right, and is brought up to date. */
  private attempt(quiz: DemoQuiz, number: number, startsAt: Date, known: Set<string>): DemoAttempt {
    const { habits, random, until, course, username } = this.studies;
    const readShare = this.block.readings > 0 ? this.block.done / this.block.readings : 1;
    const ability = this.studies.ability + PRACTICE * (number - 1) + (readShare - 0.8);
    const leavesAfter = random.chance(habits.abandons)
      ? random.integer(1, quiz.questions.length - 1)
      : Infinity;
    const responses: DemoAttempt['responses'] = [];
    let now = startsAt;
    for (const question of quiz.questions.slice(0, leavesAfter)) {
      const chance = chanceOfSuccess(question, ability);
      const right = random.chance(known.has(question.key) ? Math.max(REMEMBERS, chance) : chance);
      if (right) known.add(question.key);
      else known.delete(question.key);
      now = addSeconds(now, random.between(...habits.secondsPerQuestion));
      const isOpen = question.type === 'numeric' || question.type === 'short_text';
      if (isOpen && !right && random.chance(habits.skipsQuestion)) continue;
      responses.push({ questionKey: question.key, savedAt: now, response: respond(question, right, random) });
    }
    const finishedAt = addSeconds(now, random.between(10, 90));
    this.clock = finishedAt;
    return {
      type: 'attempt',
      at: startsAt,
      courseKey: course.key,
      username,
      activityKey: quiz.key,
      number,
      submittedAt: leavesAfter === Infinity && finishedAt < until ? finishedAt : null,
      responses: responses.filter((response) => response.savedAt < until),
    };
  }

  /** Failing makes most learners try again, a middling result some; where the first attempt counts, few. */
  private wishToRetake(quiz: DemoQuiz, known: Set<string>): number {
    const { retakes } = this.studies.habits;
    const share = known.size / quiz.questions.length;
    const wish = share < (quiz.passPercentage ?? 0) / 100 ? retakes : share < 0.85 ? retakes * 0.5 : 0;
    return quiz.grading === 'first' ? wish * 0.2 : wish;
  }

  /** When they turn to this activity: at once if they are at their desk and it is its turn, else in a new session. */
  private sitDownFor(paced: PacedActivity): Date {
    const { habits, random, course } = this.studies;
    const wish = plannedDay(paced, habits, course.durationWeeks * 7) + random.normal(0, 1.2);
    const day = this.ordinaryDay(addDays(this.firstDay, Math.floor(wish)), paced.dueDay);
    if (this.clock === undefined) return this.sessionOn(day < this.earliestDay ? this.earliestDay : day);
    const today = localDay(course, this.clock);
    if (day > today) return this.sessionOn(day);
    return localTime(course, this.clock).hour < 23
      ? addSeconds(this.clock, random.between(60, 240))
      : this.anotherDay();
  }

  /** Half of the weekends stay free, unless the work is nearly due. */
  private ordinaryDay(day: string, dueDay: number): string {
    const untilMonday = 8 - weekdayOf(day);
    const monday = addDays(day, untilMonday);
    const mayWait = untilMonday <= 2 && monday < addDays(this.firstDay, dueDay);
    return mayWait && this.studies.random.chance(0.5) ? monday : day;
  }

  private anotherDay(): Date {
    const today = localDay(
      this.studies.course,
      this.clock ?? instantOf(this.studies.course, this.earliestDay),
    );
    return this.sessionOn(addDays(today, this.studies.random.integer(1, 2)));
  }

  /** Evenings are likelier than mornings, within their own hours. */
  private sessionOn(day: string): Date {
    const { habits, random, course } = this.studies;
    const [earliest, latest] = habits.hours;
    const hour = earliest + (latest - earliest) * Math.max(random.next(), random.next());
    return addSeconds(instantOf(course, day, hour * 60), random.integer(0, 59));
  }
}
