import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { CALLER_COLUMNS, type CallerRow } from '../caller';
import { ObserverLink, type LinkSource } from './observer-link.entity';
import { PairingCode } from './pairing-code.entity';

/** Somebody at the other end of a link that holds now. */
export interface LinkedAccount {
  /** Null: of the roster. */
  linkId: string | null;
  id: string;
  givenName: string;
  familyName: string;
  source: LinkSource;
  since: Date;
  until: Date | null;
}

/** A day of UTC, as rosters have their links. */
const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** The links that hold at an instant and on its day, of one end `own`: whose they are, and who is at the `other`. */
function linksOf(own: 'observer' | 'learner', other: 'observer' | 'learner'): string {
  const rosters = { observer: 'guardian_id', learner: 'learner_id' };
  return `SELECT l.id AS linkId, l.${other}_id AS person, l.source, l.since, l.until FROM observer_links l
      WHERE l.${own}_id = ? AND l.standing = 1 AND (l.until IS NULL OR l.until > ?)
    UNION ALL
    SELECT NULL, p.${rosters[other]}, 'roster', MIN(p.valid_from), CAST(NULL AS DATETIME(3)) FROM person_links p
      WHERE p.${rosters[own]} = ? AND (p.valid_until IS NULL OR p.valid_until > ?) GROUP BY p.${rosters[other]}`;
}

@Injectable()
export class ObserversRepository {
  constructor(
    @InjectRepository(ObserverLink) private readonly links: Repository<ObserverLink>,
    @InjectRepository(PairingCode) private readonly codes: Repository<PairingCode>,
    private readonly database: Database,
  ) {}

  /** The learners whom somebody observes now, or whoever observes a learner; by name. One statement. */
  async linked(userId: string, as: 'observer' | 'learner', now: Date): Promise<LinkedAccount[]> {
    const other = as === 'observer' ? 'learner' : 'observer';
    const id = toBinary(userId);
    const rows = await this.database.rows<
      Omit<LinkedAccount, 'linkId' | 'id'> & { linkId: Buffer | null; person: Buffer }
    >(
      `SELECT l.linkId, l.person, u.given_name AS givenName, u.family_name AS familyName, l.source, l.since, l.until
       FROM (${linksOf(as, other)}) l JOIN users u ON u.id = l.person AND u.disabled_at IS NULL
         ${other === 'learner' ? "AND u.role = 'learner'" : ''}
       ORDER BY u.family_name, u.given_name, u.id, l.since`,
      [id, now, id, dayOf(now)],
    );
    return rows.map(({ linkId, person, ...row }) => ({
      ...{ linkId: linkId && fromBinary(linkId), id: fromBinary(person) },
      ...{ ...row, since: new Date(row.since), until: row.until && new Date(row.until) },
    }));
  }

  /** The account of a learner whom somebody observes now; undefined where they do not. One statement. */
  async observed(observerId: string, learnerId: string, now: Date): Promise<CallerRow | undefined> {
    const [observer, learner] = [toBinary(observerId), toBinary(learnerId)];
    return this.database.row(
      `SELECT ${CALLER_COLUMNS.sql} FROM users u WHERE u.id = ? AND u.role = 'learner' AND u.disabled_at IS NULL
         AND (EXISTS (SELECT 1 FROM observer_links l WHERE l.observer_id = ? AND l.learner_id = u.id
                AND l.standing = 1 AND (l.until IS NULL OR l.until > ?))
           OR EXISTS (SELECT 1 FROM person_links p WHERE p.guardian_id = ? AND p.learner_id = u.id
                AND (p.valid_until IS NULL OR p.valid_until > ?)))`,
      [learner, observer, now, observer, dayOf(now)],
      CALLER_COLUMNS,
    );
  }

  /** The roles of accounts that are not suspended, locked until the transaction ends; in the order of their ids. */
  async lockRoles(userIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: Buffer; role: string }>(
      'SELECT u.id, u.role FROM users u WHERE u.id IN (?) AND u.disabled_at IS NULL ORDER BY u.id FOR UPDATE',
      [userIds.map(toBinary)],
    );
    return new Map(rows.map(({ id, role }) => [fromBinary(id), role]));
  }

  async find(id: string): Promise<ObserverLink | null> {
    return this.links.findOneBy({ id });
  }

  /** Ends links that have run out, so that they do not stand in the way of new ones. */
  async endPast(observerId: string, learnerId: string, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE observer_links SET standing = NULL, ended_at = until
       WHERE observer_id = ? AND learner_id = ? AND standing = 1 AND until <= ?`,
      [toBinary(observerId), toBinary(learnerId), now],
    );
  }

  async insert(link: Omit<ObserverLink, 'observer' | 'learner'>): Promise<void> {
    await this.links.insert(link);
  }

  /** Ends the links that are standing; false if there is none. */
  async end(
    link: Partial<Pick<ObserverLink, 'id' | 'observerId' | 'learnerId' | 'source'>>,
    by: string,
    at: Date,
  ): Promise<boolean> {
    const { affected } = await this.links.update(
      { ...link, standing: 1 },
      { standing: null, endedAt: at, endedBy: by },
    );
    return affected === 1;
  }

  /** A new open code takes the place of the one before. False where somebody has the same code by chance, or made one at the same time. */
  async issue(code: Omit<PairingCode, 'user' | 'openMarker'>): Promise<boolean> {
    await this.close([code.userId]);
    try {
      await this.codes.insert({ ...code, openMarker: 1 });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Nobody can use the open codes of the learners any more. */
  async close(userIds: readonly string[]): Promise<void> {
    await this.codes.update(
      { userId: In([...userIds]), openMarker: 1 },
      { openMarker: null, codeHash: null },
    );
  }

  /** The open code with this hash that has not expired. */
  async open(codeHash: Buffer, now: Date): Promise<PairingCode | undefined> {
    const code = await this.codes.findOneBy({ codeHash, openMarker: 1 });
    return code && now < code.expiresAt ? code : undefined;
  }

  /** Uses the code up; false if somebody else was quicker. */
  async use(id: string): Promise<boolean> {
    const { affected } = await this.codes.update({ id, openMarker: 1 }, { openMarker: null, codeHash: null });
    return affected === 1;
  }
}
