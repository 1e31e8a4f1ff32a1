import { Injectable } from '@nestjs/common';
import { BanksRepository } from '../banks/banks.repository';
import { FolderTree } from '../banks/folder-tree';
import { FoldersRepository } from '../banks/folders.repository';
import { tagForm } from '../banks/tags';
import { UNSCORED_TYPES } from '../question-types/registry';
import { Conditions } from '../../../shared/database/conditions';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { Pot } from './drawing';
import { MOST_CANDIDATES_OF_A_DRAW, type SlotDraw } from './draws';

/** The id of no bank, for a course that has none. */
const NO_BANK = '00000000-0000-0000-0000-000000000000';

/** Of a statement that asks whether draws find a question. */
const DRAWS_AT_ONCE = 100;

/** That the key of a question, as it is asked now, takes it out: nobody is asked it any more. */
const IS_TAKEN_OUT = `EXISTS (SELECT 1 FROM question_versions v JOIN key_revisions k ON k.id = v.key_revision_id
  WHERE v.id = q.latest_version_id AND k.voided = 'taken_out')`;

/** What draws find in the bank of their course, or in one that is shared with it. */
@Injectable()
export class DrawsRepository {
  constructor(
    private readonly database: Database,
    private readonly banks: BanksRepository,
    private readonly folders: FoldersRepository,
  ) {}

  /**
   * The questions that each draw finds. The number of statements does not depend on how many draws or questions there are.
   *
   * @param withTakenOut those as well that a correction has taken out: to leave them out, the key of every question is looked up
   */
  async pots(courseId: string, draws: readonly SlotDraw[], withTakenOut = false): Promise<Pot[]> {
    const isOwn = draws.some(({ bankId }) => !bankId);
    const own = isOwn ? await this.banks.find(courseId) : undefined;
    const banks = draws.map(({ bankId }) => bankId ?? own ?? NO_BANK);
    const tree = new FolderTree(await this.folders.ofBanks([...new Set(banks)]));
    const filters = draws.map((each, index) => {
      const conditions = conditionsOf(banks[index] ?? NO_BANK, each, tree);
      return withTakenOut ? conditions : conditions.add(`NOT ${IS_TAKEN_OUT}`);
    });
    const rows = await this.database.rows<{ place: number; id: Buffer }>(
      filters
        .map(
          ({ sql }, place) =>
            `(SELECT ${place} AS place, q.id AS id FROM questions q FORCE INDEX (ix_questions_bank) WHERE ${sql}
              ORDER BY q.id LIMIT ${MOST_CANDIDATES_OF_A_DRAW})`,
        )
        .join(' UNION ALL '),
      filters.flatMap(({ params }): SqlValue[] => params),
    );
    const found = Map.groupBy(rows, ({ place }) => Number(place));
    return draws.map(({ slotId, count }, place) => ({
      ...{ slotId, count, candidates: (found.get(place) ?? []).map(({ id }) => fromBinary(id)) },
    }));
  }

  /** The slots of those draws of its bank that find the question. Takes a statement for each hundred draws. */
  async finding(bankId: string, questionId: string, draws: readonly SlotDraw[]): Promise<Set<string>> {
    if (draws.length === 0) return new Set();
    const tree = new FolderTree(await this.folders.ofBank(bankId));
    const finding = new Set<string>();
    for (let begin = 0; begin < draws.length; begin += DRAWS_AT_ONCE) {
      const some = draws.slice(begin, begin + DRAWS_AT_ONCE);
      const filters = some.map((each) => conditionsOf(bankId, each, tree).add(`NOT ${IS_TAKEN_OUT}`));
      const rows = await this.database.query<{ place: number }>(
        filters
          .map(({ sql }, place) => `SELECT ${place} AS place FROM questions q WHERE q.id = ? AND ${sql}`)
          .join(' UNION ALL '),
        filters.flatMap(({ params }): SqlValue[] => [toBinary(questionId), ...params]),
      );
      for (const { place } of rows) finding.add(some[Number(place)]?.slotId ?? '');
    }
    return finding;
  }
}

function conditionsOf(
  bankId: string,
  { folderId, below, tags, tagsMatch, types }: SlotDraw,
  tree: FolderTree,
): Conditions {
  const conditions = new Conditions().add('q.bank_id = ? AND q.archived_at IS NULL', toBinary(bankId));
  // What is worth nothing cannot be worth what a draw says.
  conditions.add(`q.type NOT IN (${UNSCORED_TYPES.map(() => '?').join(', ')})`, ...UNSCORED_TYPES);
  if (folderId !== null) conditions.among('q.folder_id', below ? tree.withBelow(folderId) : [folderId]);
  if (types.length > 0) conditions.add(`q.type IN (${types.map(() => '?').join(', ')})`, ...types);
  const forms = [...new Set(tags.map(tagForm))];
  if (forms.length > 0)
    conditions.add(
      `(SELECT COUNT(*) FROM question_tags g WHERE g.question_id = q.id AND g.form IN (${forms.map(() => '?').join(', ')})) >= ?`,
      ...forms,
      tagsMatch === 'all' ? forms.length : 1,
    );
  return conditions;
}
