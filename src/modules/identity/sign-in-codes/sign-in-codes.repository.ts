import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { User } from '../users/user.entity';
import { type CodeEnd, SignInCode } from './sign-in-code.entity';

const HOLDER = columnsOf(User, 'u', ['id', 'username', 'email', 'role', 'disabledAt']);

const NEW_CODE = insertOf(SignInCode, [
  ...(['id', 'userId', 'courseId', 'openMarker', 'codeHash', 'keyName', 'issuedBy'] as const),
  ...(['issuedAt', 'expiresAt', 'endedAt', 'ending'] as const),
]);

/** An account, as far as it decides whether it may have a code. */
export type CodeHolder = RowOf<typeof HOLDER>;

@Injectable()
export class SignInCodesRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(SignInCode) private readonly codes: Repository<SignInCode>,
  ) {}

  /** The accounts, which stay as they are until the transaction ends. */
  async lockHolders(userIds: readonly string[]): Promise<CodeHolder[]> {
    return this.database.query(
      `SELECT ${HOLDER.sql} FROM users u WHERE u.id IN (?) ORDER BY u.id FOR UPDATE`,
      [userIds.map(toBinary)],
      HOLDER,
    );
  }

  async insert(codes: readonly Omit<SignInCode, 'user'>[]): Promise<void> {
    await this.database.insert(NEW_CODE, codes);
  }

  /** The code of the person that is open at the instant. */
  async open(userId: string, now: Date): Promise<SignInCode | undefined> {
    const found = await this.codes.findOneBy({ userId, openMarker: 1 });
    return found && now < found.expiresAt ? found : undefined;
  }

  /** Ends the open codes of the people. */
  async end(userIds: readonly string[], ending: CodeEnd, at: Date): Promise<void> {
    if (userIds.length === 0) return;
    await this.codes.update(
      { userId: In([...userIds]), openMarker: 1 },
      { openMarker: null, codeHash: null, endedAt: at, ending },
    );
  }

  /** Uses the code up; false if somebody else was quicker, or it has ended. */
  async use(id: string, at: Date): Promise<boolean> {
    const { affected } = await this.codes.update(
      { id, openMarker: 1, endedAt: IsNull() },
      { openMarker: null, codeHash: null, endedAt: at, ending: 'used' },
    );
    return affected === 1;
  }
}
