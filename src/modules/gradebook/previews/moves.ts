import type { Rational } from '../../../shared/decimals/rational';
import type { CourseRules } from '../rules/stored-rules';
import { courseTotal } from '../totals/course-total';
import type { ItemStanding } from '../totals/standing';
import type { TotalKind } from '../totals/total-kind';
import { nameOf } from '../totals/totals-view';

/** A total by one set of rules. */
export interface Told {
  /** Exact; null for no total. */
  share: Rational | null;
  /** By the scheme; null without one. */
  grade: string | null;
}

/** What a change of rules does to somebody's total. */
export interface Move<Learner> {
  learner: Learner;
  from: Told;
  to: Told;
}

/** How many learners a change concerns. */
export interface MoveCounts {
  learners: number;
  up: number;
  down: number;
  /** Who has no total by one of the rules. */
  gained: number;
  lost: number;
  renamed: number;
}

/** A total by rules; of a period that they do not have there is none. */
export function toldTotal(
  rules: CourseRules,
  items: readonly ItemStanding[],
  kind: TotalKind,
  periodId: string | null,
): Told {
  const { share } = courseTotal(rules, items, kind, periodId);
  return { share, grade: nameOf(share, rules.scheme) };
}

/**
 * Who is moved by a change, of all that are added one after another: it keeps as many as are shown, those with the greatest moves, so that memory
 * does not grow with the course. Who gains or loses a total comes first; of equal ones, who was added first.
 */
export class Moves<Learner> {
  readonly counts: MoveCounts = { learners: 0, up: 0, down: 0, gained: 0, lost: 0, renamed: 0 };
  /** How many have each grade, by name: before and after. */
  readonly grades = new Map<string, { before: number; after: number }>();
  private shown: Move<Learner>[] = [];

  constructor(private readonly most: number) {}

  add(moves: readonly Move<Learner>[]): void {
    for (const move of moves) this.count(move);
    this.shown = [...this.shown, ...moves.filter(isMove)].sort(greatestFirst).slice(0, this.most);
  }

  /** The greatest first. */
  get greatest(): readonly Move<Learner>[] {
    return this.shown;
  }

  /** Those that somebody has after the change. */
  get gradesAfter(): string[] {
    return [...this.grades].flatMap(([name, { after }]) => (after > 0 ? name : []));
  }

  /** How many totals or grades change. */
  get changed(): number {
    const { up, down, gained, lost } = this.counts;
    return up + down + gained + lost + this.onlyRenamed;
  }

  private onlyRenamed = 0;

  private count({ from, to }: Move<Learner>): void {
    this.counts.learners += 1;
    const isRenamed = from.grade !== to.grade;
    if (isRenamed) this.counts.renamed += 1;
    const way = wayOf(from.share, to.share);
    if (way) this.counts[way] += 1;
    else if (isRenamed) this.onlyRenamed += 1;
    this.countGrade(from.grade, 'before');
    this.countGrade(to.grade, 'after');
  }

  private countGrade(grade: string | null, when: 'before' | 'after'): void {
    if (grade === null) return;
    const counted = this.grades.get(grade) ?? { before: 0, after: 0 };
    counted[when] += 1;
    this.grades.set(grade, counted);
  }
}

function wayOf(from: Rational | null, to: Rational | null): 'up' | 'down' | 'gained' | 'lost' | undefined {
  if (from === null || to === null) return from === to ? undefined : from === null ? 'gained' : 'lost';
  const compared = to.compare(from);
  return compared === 0 ? undefined : compared > 0 ? 'up' : 'down';
}

function isMove({ from, to }: Move<unknown>): boolean {
  return from.grade !== to.grade || wayOf(from.share, to.share) !== undefined;
}

/** Null: it cannot be measured, since there is no total by one of the rules. */
export function distanceOf({ from, to }: Move<unknown>): Rational | null {
  if (from.share === null || to.share === null) return null;
  return to.share.minus(from.share);
}

function greatestFirst(one: Move<unknown>, other: Move<unknown>): number {
  const [distance, others] = [distanceOf(one), distanceOf(other)];
  if (distance === null || others === null) return Number(others === null) - Number(distance === null);
  return others.abs().compare(distance.abs());
}
