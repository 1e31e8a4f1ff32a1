import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import {
  AlreadyRegisteredError,
  InvalidOneTimeTokenError,
  RegistrationClosedError,
  UserNotFoundError,
  UsernameTakenError,
} from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { KnownNetworksRepository } from '../limits/known-networks.repository';
import { MailLimiter } from '../limits/mail-limiter';
import { OneTimeTokensRepository } from '../one-time-tokens/one-time-tokens.repository';
import { CredentialsRepository } from '../passwords/credentials.repository';
import { PasswordHasher } from '../passwords/password-hasher';
import { requireGoodPassword } from '../passwords/password-rules';
import type { Account, NewUser } from '../users/user.entity';
import { UsersRepository } from '../users/users.repository';
import { derivedUsername } from './derived-username';
import { accountExistsMail, confirmationMail } from './registration-mails';

/** Maximum length of the part of a username before the suffix that makes it unique. */
const LONGEST_BASE = 200;

const REQUESTED = 'identity.registration_requested';

/** The fields of a registration. */
export interface Registration {
  email: string;
  /** Derived from the names if left out. */
  username?: string;
  password: string;
  givenName: string;
  /** Empty if left out: the person has one name. */
  familyName?: string;
  timeZone?: string;
  locale?: string;
}

type PendingRegistration = Omit<Registration, 'password'> & { passwordHash: string };

@Injectable()
export class RegistrationsService {
  constructor(
    private readonly outbox: Outbox,
    private readonly users: UsersRepository,
    private readonly credentials: CredentialsRepository,
    private readonly oneTimeTokens: OneTimeTokensRepository,
    private readonly hasher: PasswordHasher,
    private readonly mailer: Mailer,
    private readonly mails: MailLimiter,
    private readonly guesses: GuessLimiter,
    private readonly networks: KnownNetworksRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Only queues the registration: whether there is an account already is looked up after the response was sent, so that
   * neither its text nor its time reveals it.
   */
  async request({ password, ...registration }: Registration, network: string): Promise<void> {
    this.requireOpen();
    await this.mails.ask(network);
    const { email, username = email } = registration;
    requireGoodPassword(password, { username, email }, 'password');
    const passwordHash = await this.hasher.hash(password, network);
    const pending: PendingRegistration = { ...registration, passwordHash };
    await this.outbox.enqueue(REQUESTED, pending);
  }

  /** Mails a token to a new address. If there is an account, mails its own address that it exists. */
  @OutboxConsumer(REQUESTED)
  async sendToken(pending: PendingRegistration): Promise<void> {
    const { publicUrl } = this.settings;
    const account = await this.credentials.findByEmail(pending.email);
    const address = account?.email ?? pending.email;
    if (!(await this.mails.mayMail(address))) return;
    if (account) {
      await this.mailer.send(accountExistsMail({ email: address, locale: account.locale }, publicUrl));
    } else {
      const token = await this.oneTimeTokens.issue('registration', { payload: pending });
      await this.mailer.send(confirmationMail(pending, token, publicUrl));
    }
  }

  /** Creates the account of a learner with a mailed token. */
  async confirm(token: string, network: string): Promise<Account> {
    this.requireOpen();
    const grant = await this.oneTimeTokens.find<PendingRegistration>('registration', token);
    if (!grant) {
      await this.guesses.unknownToken(network);
      throw new InvalidOneTimeTokenError();
    }
    return this.transactions.run(async () => {
      if (!(await this.oneTimeTokens.use(token))) throw new InvalidOneTimeTokenError();
      const user = await this.open(grant.payload);
      await this.networks.remember(user.id, network, this.clock.now());
      return user;
    });
  }

  private async open(pending: PendingRegistration): Promise<Account> {
    const { email } = pending;
    if (await this.credentials.findByEmail(email)) throw new AlreadyRegisteredError();
    const id = newId();
    const { username, givenName, familyName = '' } = pending;
    const wanted = username ?? derivedUsername(givenName, familyName);
    await this.addUnder(wanted, { ...pending, familyName, id, role: 'learner' });
    const user = await this.users.find(id);
    if (!user) throw new UserNotFoundError();
    return user;
  }

  /** Adds the account with the wanted username, or with the end of the id appended if that is taken. */
  private async addUnder(wanted: string, account: Omit<NewUser, 'username'>): Promise<void> {
    const now = this.clock.now();
    const isTaken = (await this.users.findByUsername(wanted)) !== null;
    try {
      if (!isTaken) return await this.users.add([{ ...account, username: wanted }], now);
    } catch (error) {
      // Somebody else has got it since it was looked up.
      if (!(error instanceof UsernameTakenError)) throw error;
    }
    const username = `${wanted.slice(0, LONGEST_BASE)}.${account.id.slice(-6)}`;
    await this.users.add([{ ...account, username }], now);
  }

  private requireOpen(): void {
    if (this.settings.registration === 'closed') throw new RegistrationClosedError();
  }
}
