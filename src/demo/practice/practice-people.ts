import type { Caller } from '../../shared/auth/caller';
import { callerOf } from '../caller-of';
import { idUnder } from '../id-under';
import { demoAdministrator, demoInstructors, demoLearners, practiceCourse } from '../content';

/** Those who are in the practice room, as if they had signed in. */
export class PracticePeople {
  /** @param userIds by username */
  constructor(private readonly userIds: ReadonlyMap<string, string>) {}

  instructor(): Caller {
    return this.staff(practiceCourse.instructor);
  }

  staff(username: string): Caller {
    const person = demoInstructors.find((each) => each.username === username);
    if (!person) throw new Error(`The demo school has no instructor ${username}.`);
    return callerOf(person, 'instructor', this.userIds);
  }

  /** The id of the school's administrator. */
  administrator(): string {
    return idUnder(this.userIds, demoAdministrator.username);
  }

  learner(username: string): Caller {
    const person = demoLearners.find((each) => each.username === username);
    if (!person) throw new Error(`The demo school has no learner ${username}.`);
    return callerOf(person, 'learner', this.userIds);
  }
}
