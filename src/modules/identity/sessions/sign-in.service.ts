import { Injectable } from '@nestjs/common';
import { WrongCredentialsError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { CredentialsRepository } from '../passwords/credentials.repository';
import { PasswordHasher } from '../passwords/password-hasher';
import type { Client } from './client';
import { type SessionTokens, SessionsService } from './sessions.service';

@Injectable()
export class SignInService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly guesses: GuessLimiter,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Signs in with a username or email address. Every failure runs the same statements and one password check and ends with
   * the same error, so that neither text nor time reveals which accounts exist. Tries of an unknown name are counted like
   * those of an account. Throws a TooManyTriesError, a PasswordsBusyError or a WrongCredentialsError.
   */
  async signIn(login: string, password: string, client: Client): Promise<SessionTokens> {
    const { network } = client;
    const { account, comparedForm, isKnownNetwork } = await this.credentials.findByLogin(login, network);
    const target = account ? { userId: account.id } : { name: comparedForm };
    const isRight = await this.guesses.signIn({ target, network, isKnownNetwork }, async () => {
      const matches = await this.hasher.verify(account?.passwordHash, password, network);
      return matches && !account?.disabledAt;
    });
    if (!account || !isRight) throw new WrongCredentialsError();
    return this.sessions.open(account, client);
  }
}
