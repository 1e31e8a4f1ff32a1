import { Injectable } from '@nestjs/common';
import { GROUPS } from '../release-rule';
import { completion } from './completion/completion';
import type { AnyConditionKind } from './condition-kind';
import { date } from './date/date';
import { group } from './group/group';
import { person } from './person/person';
import { score } from './score/score';
import { tag } from './tag/tag';

/** The kinds of conditions that are about the course itself, in the order in which they are shown. */
export const OWN_KINDS: readonly AnyConditionKind[] = [date, completion, score, person, group, tag];

/** Every kind of condition that a release rule may have. One that is not here is refused, and never holds where it is stored. */
@Injectable()
export class ConditionKinds {
  private readonly kinds = new Map(OWN_KINDS.map((kind) => [kind.name, kind]));

  /**
   * To be called when the application starts, by the module that knows what the condition is about.
   *
   * @throws Error for a name that is taken
   */
  provide(kind: AnyConditionKind): void {
    if (this.kinds.has(kind.name) || (GROUPS as readonly string[]).includes(kind.name))
      throw new Error(`Two kinds of conditions have the name ${kind.name}.`);
    this.kinds.set(kind.name, kind);
  }

  find(name: unknown): AnyConditionKind | undefined {
    return typeof name === 'string' ? this.kinds.get(name) : undefined;
  }

  all(): AnyConditionKind[] {
    return [...this.kinds.values()];
  }
}
