import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type Repository } from 'typeorm';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { PersonLink } from './person-link.entity';
import { User } from './user.entity';

const NAMER = columnsOf(User, 'u', ['id', 'relation', 'agentSourcedIds']);
const NAMED = columnsOf(User, 'u', ['id', 'sourcedId', 'relation']);

type Namer = Pick<User, 'id' | 'relation' | 'agentSourcedIds'>;
type Named = Pick<User, 'id' | 'sourcedId' | 'relation'>;
type Pair = Pick<PersonLink, 'learnerId' | 'guardianId' | 'namedBy' | 'relation'>;

/** A person whom a link connects with an account. */
export interface LinkedPerson {
  role: 'guardian' | 'learner';
  person: Pick<User, 'id' | 'givenName' | 'familyName'>;
  relation: string;
  validFrom: string;
  validUntil: string | null;
}

/** Guardians and the learners whose guardians they are. */
@Injectable()
export class PersonLinksRepository {
  constructor(
    @InjectRepository(PersonLink) private readonly links: Repository<PersonLink>,
    private readonly database: Database,
  ) {}

  /**
   * Makes the links of some accounts what their rows in the roster name: adds new ones, and ends those that are named no
   * longer. A person who is named before they have an account is linked once they have one. In the order of ids, after
   * the given one; a handful of statements.
   *
   * @returns the last account; undefined if there are no more.
   */
  async refresh(after: string | undefined, limit: number, today: string): Promise<string | undefined> {
    const namers = await this.namers(after, limit);
    const last = namers.at(-1);
    if (!last) return undefined;
    const wanted = new Map((await this.pairsOf(namers)).map((pair) => [keyOf(pair), pair]));
    const current = await this.links.findBy({
      namedBy: In(namers.map(({ id }) => id)),
      validUntil: IsNull(),
    });
    const over = current.filter((link) => !wanted.has(keyOf(link)));
    if (over.length > 0) await this.links.update({ id: In(over.map(({ id }) => id)) }, { validUntil: today });
    const known = new Set(current.map(keyOf));
    const added = [...wanted.values()].filter((pair) => !known.has(keyOf(pair)));
    if (added.length > 0)
      await this.links.insert(
        added.map((pair) => ({ ...pair, id: newId(), validFrom: today, validUntil: null })),
      );
    return last.id;
  }

  /** Guardians of the account and learners whose guardian it is, each of them once; present links first. */
  async of(userId: string): Promise<LinkedPerson[]> {
    const links = await this.links
      .createQueryBuilder('l')
      .innerJoinAndMapOne('l.learner', User, 'learner', 'learner.id = l.learnerId')
      .innerJoinAndMapOne('l.guardian', User, 'guardian', 'guardian.id = l.guardianId')
      .where('l.learner_id = :id OR l.guardian_id = :id', { id: toBinary(userId) })
      .orderBy({ 'l.validUntil': 'ASC', 'l.validFrom': 'ASC', 'l.id': 'ASC' })
      .getMany();
    const people = new Map<string, LinkedPerson>();
    for (const link of links) {
      const role = link.learnerId === userId ? 'guardian' : 'learner';
      const { id, givenName, familyName } = link[role] as User;
      const { relation, validFrom, validUntil } = link;
      const key = `${id} ${relation} ${validUntil ?? ''}`;
      if (!people.has(key))
        people.set(key, { role, person: { id, givenName, familyName }, relation, validFrom, validUntil });
    }
    return [...people.values()];
  }

  /** Accounts whose row names somebody, or named somebody at the last import. */
  private async namers(after: string | undefined, limit: number): Promise<Namer[]> {
    return this.database.query(
      `SELECT ${NAMER.sql} FROM users u
       WHERE (u.agent_sourced_ids IS NOT NULL OR EXISTS (
           SELECT 1 FROM person_links l WHERE l.named_by = u.id AND l.valid_until IS NULL))
         ${after === undefined ? '' : 'AND u.id > ?'} ORDER BY u.id LIMIT ?`,
      [...(after === undefined ? [] : [toBinary(after)]), limit],
      NAMER,
    );
  }

  private async pairsOf(namers: readonly Namer[]): Promise<Pair[]> {
    const named = new Set(namers.flatMap(agentsOf));
    if (named.size === 0) return [];
    const found = await this.database.query(
      `SELECT ${NAMED.sql} FROM users u WHERE u.sourced_id IN (?)`,
      [[...named]],
      NAMED,
    );
    const bySourcedId = new Map(found.map((person) => [person.sourcedId, person]));
    return namers.flatMap((namer) =>
      agentsOf(namer).flatMap((sourcedId) => {
        const other = bySourcedId.get(sourcedId);
        return other ? (pairOf(namer, other) ?? []) : [];
      }),
    );
  }
}

/** Who is whose guardian, if one of the two is; a guardian's own row may name the learner. */
function pairOf(namer: Namer, other: Named): Pair | undefined {
  if (other.relation !== null && namer.relation === null)
    return { learnerId: namer.id, guardianId: other.id, namedBy: namer.id, relation: other.relation };
  if (namer.relation !== null && other.relation === null)
    return { learnerId: other.id, guardianId: namer.id, namedBy: namer.id, relation: namer.relation };
  return undefined;
}

function agentsOf({ agentSourcedIds }: Namer): string[] {
  return agentSourcedIds === null ? [] : agentSourcedIds.split(',');
}

function keyOf({ learnerId, guardianId, namedBy, relation }: Pair): string {
  return `${learnerId} ${guardianId} ${namedBy} ${relation}`;
}
