import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThan, type Repository } from 'typeorm';
import { OperationFile } from './operation-file.entity';

@Injectable()
export class OperationFilesRepository {
  constructor(@InjectRepository(OperationFile) private readonly files: Repository<OperationFile>) {}

  async insert(file: OperationFile): Promise<void> {
    await this.files.insert(file);
  }

  async has(id: string): Promise<boolean> {
    return this.files.existsBy({ id });
  }

  /** What the operation has made; undefined where there is nothing, or nothing any more. */
  async madeBy(operationId: string): Promise<string | undefined> {
    const file = await this.files.findOne({ select: { id: true }, where: { madeBy: operationId } });
    return file?.id;
  }

  /** False where there is none. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.files.delete({ id });
    return affected === 1;
  }

  /** Those of inputs, and of results that nobody can fetch any more. */
  async ids(now: Date): Promise<string[]> {
    const rows = await this.files.find({
      select: { id: true },
      where: [{ keptUntil: IsNull() }, { keptUntil: LessThan(now) }],
    });
    return rows.map(({ id }) => id);
  }
}
