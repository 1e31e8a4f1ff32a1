import { Injectable } from '@nestjs/common';
import { WrongCredentialsError } from '../identity.errors';
import { CredentialsRepository } from '../passwords/credentials.repository';
import { PasswordHasher } from '../passwords/password-hasher';
import type { Client } from './client';
import { type SessionTokens, SessionsService } from './sessions.service';

@Injectable()
export class SignInService {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Signs in with a username or mail address. Whatever is wrong, one query and one check of a password come
   * before one and the same error, so that neither words nor time tell which accounts exist.
   */
  async signIn(login: string, password: string, client: Client): Promise<SessionTokens> {
    const account = await this.credentials.findByLogin(login);
    const matches = await this.hasher.verify(account?.passwordHash, password);
    if (!account || !matches || account.disabledAt) throw new WrongCredentialsError();
    return this.sessions.open(account, client);
  }
}
