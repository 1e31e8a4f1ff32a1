import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { InvalidError } from '../../shared/errors/domain-error';
import type { Sentence } from '../../shared/sentences/sentence';
import { USERNAME_PATTERN } from './account-fields';
import { isEmailAddress } from './email-address';
import { sentences } from './identity.sentences';
import { GuessLimiter } from './limits/guess-limiter';
import { CredentialsRepository } from './passwords/credentials.repository';
import { PasswordHasher } from './passwords/password-hasher';
import { requireGoodPassword } from './passwords/password-rules';
import type { NewSchool } from './schools/new-school';
import { SchoolsRepository } from './schools/schools.repository';
import { SchoolsService } from './schools/schools.service';
import type { School } from './org.entity';
import { PasswordsService } from './passwords/passwords.service';
import type { NewUser } from './users/user.entity';
import { Observing } from './observers/observing';
import { UsersRepository } from './users/users.repository';
import { type AccountToMake, UsersService } from './users/users.service';

/** An account to create together with others. */
export type AccountToCreate = Omit<NewUser, 'id' | 'passwordHash'>;

export interface AdministratorToEnsure {
  username: string;
  email: string;
  password: string;
  givenName?: string;
  familyName?: string;
}

/** What new courses of a school begin with; null where it has no opinion. `timeZone` is an IANA name, `locale` a BCP 47 tag. */
export type SchoolStandards = Pick<School, 'timeZone' | 'locale'>;

const ROWS_A_STATEMENT = 1000;
const LONGEST_USERNAME = 255;

/** What identity offers to other modules and to commands. */
@Injectable()
export class IdentityFacade {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: UsersService,
    private readonly schools: SchoolsRepository,
    private readonly organizations: SchoolsService,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordsService,
    private readonly hasher: PasswordHasher,
    private readonly guesses: GuessLimiter,
    private readonly observing: Observing,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Adds a school. Returns its id. Throws SchoolParentError. */
  async createSchool(school: NewSchool): Promise<string> {
    const { id } = await this.organizations.create(school);
    return id;
  }

  /** What new courses of the school begin with; undefined without such a school. It stays until the transaction ends. */
  async holdSchool(schoolId: string): Promise<SchoolStandards | undefined> {
    return (await this.schools.hold(schoolId)) ?? undefined;
  }

  /** Whether there are no accounts yet, as in a new database. One query. */
  async isEmpty(): Promise<boolean> {
    return this.users.isEmpty();
  }

  /**
   * Whether a person says the right password of a thing, such as a quiz. After as many wrong ones in a minute as a sign-in may
   * have, throws TooManyTriesError. To be called outside a transaction, so that a wrong guess is counted whatever comes of it.
   *
   * @param thing names it for ever: its kind and id
   */
  async saysPassword(thing: string, userId: string, password: string, said: string): Promise<boolean> {
    return this.guesses.passwordOf(thing, userId, () => Promise.resolve(isSamePassword(password, said)));
  }

  /**
   * Whether a person says a code that opens a thing, such as a key of a course: what `check` finds. Wrong ones are limited for the person, and for the
   * thing from a network and from everywhere (decision 89). Throws TooManyTriesError. To be called outside a transaction.
   *
   * @param thing names it for ever: its kind and id
   * @param by `network` is as `networkOf` gives it
   */
  async guessesCode(
    thing: string,
    by: { userId: string; network: string },
    check: () => Promise<boolean>,
  ): Promise<boolean> {
    return this.guesses.codeOf(thing, by, check);
  }

  /** Counts a token from a mail that is unknown. Throws TooManyTriesError. */
  async countUnknownToken(network: string): Promise<void> {
    await this.guesses.unknownToken(network);
  }

  /** Has somebody observe a learner, in the name of an administrator. Errors as those of the route. */
  async linkObserver(administratorId: string, learnerId: string, observerUsername: string): Promise<void> {
    await this.observing.linkByHand({ userId: administratorId }, learnerId, {
      observerUsername,
      until: null,
    });
  }

  /** Whether an account has this username. One query. */
  async isTaken(username: string): Promise<boolean> {
    return (await this.users.findByUsername(username)) !== null;
  }

  /**
   * Creates many accounts and returns their ids, in the same order. All get the same password, hashed once: for the demo
   * school, whose password is published. Without one, nobody can sign in until a password is set.
   */
  async createMany(accounts: AccountToCreate[], sharedPassword?: string): Promise<string[]> {
    const passwordHash = sharedPassword === undefined ? null : await this.hasher.hash(sharedPassword);
    const users = accounts.map((account) => ({ ...account, id: newId(), passwordHash }));
    await this.transactions.run(async () => {
      for (let start = 0; start < users.length; start += ROWS_A_STATEMENT)
        await this.users.add(users.slice(start, start + ROWS_A_STATEMENT), this.clock.now());
    });
    return users.map(({ id }) => id);
  }

  /**
   * Makes this username and password sign in an administrator: creates the account, or makes the existing one an active
   * administrator and sets its password. Changes nothing where that is the case already.
   *
   * Throws an InvalidError for a malformed username or email address, a WeakPasswordError or an EmailTakenError.
   */
  async ensureAdministrator(wanted: AdministratorToEnsure): Promise<'created' | 'updated' | 'unchanged'> {
    checkNames(wanted);
    requireGoodPassword(wanted.password, wanted, 'password');
    const existing = await this.users.findByUsername(wanted.username);
    if (!existing) {
      await this.accounts.make(newAdministrator(wanted));
      return 'created';
    }
    const credentials = await this.credentials.find(existing.id);
    const isKnown = await this.hasher.verify(credentials?.passwordHash, wanted.password);
    if (isKnown && existing.role === 'administrator' && existing.disabledAt === null) return 'unchanged';
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.users.change(existing.id, { role: 'administrator' }, undefined, now);
      await this.users.endSuspension(existing.id, now);
      if (!isKnown) await this.passwords.set(existing.id, wanted.password);
    });
    return 'updated';
  }
}

function newAdministrator(wanted: AdministratorToEnsure): AccountToMake {
  return { givenName: 'Stoa', familyName: 'Administrator', ...wanted, role: 'administrator' };
}

function checkNames({ username, email }: AdministratorToEnsure): void {
  if (!USERNAME_PATTERN.test(username) || username.length > LONGEST_USERNAME)
    throw malformed('username', sentences.malformedUsername({ most: LONGEST_USERNAME }));
  if (!isEmailAddress(email)) throw malformed('email', sentences.malformedEmail());
}

function malformed(field: string, fault: Sentence): InvalidError {
  const fields = [{ field, rule: 'format', message: fault }];
  return new InvalidError('identity.invalid_name', sentences.malformedName({ fault }), fields);
}

/** Compares without telling by the time it takes how much is right. The same letters in another Unicode form are the same. */
function isSamePassword(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text.normalize('NFC')).digest();
  return timingSafeEqual(digest(one), digest(other));
}
