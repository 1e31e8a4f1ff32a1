import { Injectable } from '@nestjs/common';
import { stateName } from '../../../shared/http/etag';
import type { ActivityType } from './activity-types/registry';

/**
 * What the module that owns a type of activity tells of its activities in an outline, besides title and content: dates,
 * points, where the reader stands. Declared here because the outline is made here; the owner provides it.
 */
export interface OutlineSource<Facts extends object> {
  /**
   * The facts of the course's activities by their ids, ready for JSON. One statement, whatever the size of the course.
   *
   * @param learnerId the learner who reads, whose own state is told; null for staff, who have none.
   */
  outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, Facts>>;
}

/** Facts by the id of the activity. */
export type OutlineFacts = ReadonlyMap<string, object>;

/** The state of an outline to which no other module adds anything. */
export const WITHOUT_FACTS = 'none';

/** The sources of facts, each for one type of activity. */
@Injectable()
export class OutlineSources {
  private readonly sources = new Map<ActivityType, OutlineSource<object>>();

  /** To be called when the application starts, by the owner of the type. */
  provide(type: ActivityType, source: OutlineSource<object>): void {
    this.sources.set(type, source);
  }

  /** The facts of activities of these types, or of all. Asks nobody for types of which no facts are told. */
  async factsOf(
    courseId: string,
    learnerId: string | null,
    types: Iterable<ActivityType> = this.sources.keys(),
  ): Promise<OutlineFacts> {
    const sources = [...types].flatMap((type) => this.sources.get(type) ?? []);
    const told = await Promise.all(sources.map((source) => source.outlineFacts(courseId, learnerId)));
    return new Map(told.flatMap((facts) => [...facts]));
  }
}

/**
 * A short name of the facts for the ETag of their outline: they change with settings, with time and with what the reader
 * does, none of which makes a new version of the course's content. 16 hexadecimal digits, or `none`.
 */
export function stateOf(facts: OutlineFacts): string {
  if (facts.size === 0) return WITHOUT_FACTS;
  const sorted = [...facts].sort(([one], [other]) => (one < other ? -1 : 1));
  return stateName(sorted);
}
