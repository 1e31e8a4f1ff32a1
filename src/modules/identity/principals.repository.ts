import { Injectable } from '@nestjs/common';
import {
  type AccessClaims,
  type PlatformRole,
  type Principal,
  PrincipalSource,
} from '../../shared/auth/principal';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';

interface PrincipalRow {
  role: PlatformRole;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  locale: string;
  timeZone: string;
  createdAt: Date;
  version: number;
}

@Injectable()
export class PrincipalsRepository extends PrincipalSource {
  constructor(private readonly database: Database) {
    super();
  }

  /** Every request pays for this query, so it is one, by two primary keys, and brings what "who am I" answers. */
  async find({ sub, sid }: AccessClaims): Promise<Principal | undefined> {
    const row = await this.database.row<PrincipalRow>(
      `SELECT u.role, u.username, u.email, u.given_name AS givenName, u.family_name AS familyName, u.locale,
              u.time_zone AS timeZone, u.created_at AS createdAt, u.version
       FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = ? AND s.user_id = ? AND s.revoked_at IS NULL AND u.disabled_at IS NULL`,
      [toBinary(sid), toBinary(sub)],
    );
    return row && { userId: sub, sessionId: sid, ...row };
  }
}
