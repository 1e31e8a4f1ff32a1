import { Injectable } from '@nestjs/common';
import { ReleaseRulesError } from '../courses.errors';
import type { Target } from './kinds/condition-kind';
import { ConditionKinds } from './kinds/registry';
import type { RuledCourse } from './prepared-course';
import { ruleFaults } from './rule-faults';
import { conditionsOf } from './release-rule';

/** Which targets there are that are no activities. Declared here because rules are checked here; upper modules provide it. */
export interface TargetSource {
  /** Those of the ids that the course has. One statement. */
  existing(courseId: string, ids: readonly string[]): Promise<Set<string>>;
}

/** Looks for rules that can never be met, before they are published. */
@Injectable()
export class ReleaseChecks {
  private readonly sources = new Map<string, TargetSource>();

  constructor(private readonly kinds: ConditionKinds) {}

  /** To be called when the application starts, by the module that has targets of the sort. */
  provide(what: string, source: TargetSource): void {
    this.sources.set(what, source);
  }

  /** Throws ReleaseRulesError. Asks nobody for a sort of targets that no rule has. */
  async require(courseId: string, course: RuledCourse): Promise<void> {
    const existing = await this.existing(courseId, course);
    const faults = ruleFaults(course, this.kinds, ({ id }) => existing.has(id));
    if (faults.length > 0) throw new ReleaseRulesError(faults);
  }

  private async existing(courseId: string, { sections }: RuledCourse): Promise<Set<string>> {
    const rules = sections.flatMap(({ release, activities }) => [
      release,
      ...activities.map((own) => own.release),
    ]);
    const targets = rules
      .flatMap((rule) => (rule ? conditionsOf(rule, '') : []))
      .flatMap(
        ({ condition }): readonly Target[] => this.kinds.find(condition.kind)?.targets(condition) ?? [],
      );
    const found = await Promise.all(
      [...Map.groupBy(targets, ({ what }) => what)].map(async ([what, named]) => {
        const ids = [...new Set(named.map(({ id }) => id))];
        return (await this.sources.get(what)?.existing(courseId, ids)) ?? [];
      }),
    );
    return new Set(found.flatMap((ids) => [...ids]));
  }
}
