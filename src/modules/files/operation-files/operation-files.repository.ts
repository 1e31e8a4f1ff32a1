import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
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

  /** False where there is none. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.files.delete({ id });
    return affected === 1;
  }

  async ids(): Promise<string[]> {
    const rows = await this.files.find({ select: { id: true } });
    return rows.map(({ id }) => id);
  }
}
