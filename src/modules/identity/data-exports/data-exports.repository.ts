import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type Repository } from 'typeorm';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { DataExport } from './data-export.entity';

@Injectable()
export class DataExportsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(DataExport) private readonly exports: Repository<DataExport>,
  ) {}

  async insert(made: Pick<DataExport, 'id' | 'userId' | 'askedBy' | 'askedAt'>): Promise<void> {
    await this.exports.insert(made);
  }

  async find(id: string): Promise<DataExport | null> {
    return this.exports.findOneBy({ id });
  }

  /** Whether it is still wanted: an erasure takes it away. Until the transaction ends, nobody can. */
  async lock(id: string): Promise<boolean> {
    const row = await this.database.row('SELECT 1 FROM data_exports WHERE id = ? FOR UPDATE', [toBinary(id)]);
    return row !== undefined;
  }

  /** Those of the person, but for one. */
  async others({ id, userId }: Pick<DataExport, 'id' | 'userId'>): Promise<string[]> {
    const found = await this.exports.find({ select: { id: true }, where: { userId, id: Not(id) } });
    return found.map((one) => one.id);
  }

  async noteFetch(id: string, by: string, at: Date): Promise<void> {
    await this.database.run(
      'UPDATE data_exports SET fetches = fetches + 1, fetched_by = ?, fetched_at = ? WHERE id = ?',
      [toBinary(by), at, toBinary(id)],
    );
  }
}
