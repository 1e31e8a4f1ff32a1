import { Injectable, type Provider } from '@nestjs/common';
import type { CalledBy, PersonalDataPart, PersonalRows } from './personal-rows';

/**
 * Where in the store personal data is: what each module has declared about its tables. Exports, erasure and the test that compares
 * the map with the schema read it.
 */
@Injectable()
export class PersonalDataMap {
  private readonly given: PersonalDataPart[] = [];

  /**
   * To be called when the application starts, lower modules first.
   *
   * @throws Error for a module that has declared its tables already
   */
  provide(part: PersonalDataPart): void {
    if (this.given.some(({ module }) => module === part.module))
      throw new Error(`The module ${part.module} has declared its personal data twice.`);
    this.given.push(part);
  }

  parts(): readonly PersonalDataPart[] {
    return this.given;
  }

  /** By the name of a column: how that which it names is called. */
  called(): ReadonlyMap<string, CalledBy> {
    return new Map(this.given.flatMap(({ called = {} }) => Object.entries(called)));
  }

  /** In the order in which a person is erased: upper modules first, so that the account itself is last. */
  rows(): readonly PersonalRows[] {
    const shared = this.given.filter(({ module }) => module === 'shared');
    const others = this.given.filter(({ module }) => module !== 'shared');
    return [...shared, ...others.reverse()].flatMap(({ rows }) => rows);
  }
}

/** The provider with which a module declares its personal data. */
export function personalDataOf(part: PersonalDataPart): Provider {
  return {
    provide: `PERSONAL_DATA_OF_${part.module}`,
    inject: [PersonalDataMap],
    useFactory: (map: PersonalDataMap) => {
      map.provide(part);
      return part;
    },
  };
}
