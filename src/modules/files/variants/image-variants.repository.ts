import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { ImageWidth, VariantType } from './image-sizes';
import { ImageVariant } from './image-variant.entity';

const COLUMNS = ['id', 'contentId', 'width', 'mediaType', 'sha256', 'bytes', 'madeAt'] as const;
const VARIANT = columnsOf(ImageVariant, 'v', COLUMNS);
const NEW_VARIANT = insertOf(ImageVariant, COLUMNS);

export type StoredVariant = Omit<ImageVariant, 'content'>;

/** Named SQL: every picture that is shown smaller is read by it. */
@Injectable()
export class ImageVariantsRepository {
  constructor(private readonly database: Database) {}

  async find(contentId: string, width: ImageWidth, type: VariantType): Promise<StoredVariant | undefined> {
    return this.database.row(
      `SELECT ${VARIANT.sql} FROM file_variants v WHERE v.content_id = ? AND v.width = ? AND v.media_type = ?`,
      [toBinary(contentId), width, type],
      VARIANT,
    );
  }

  /**
   * Adds it unless there is one already, and returns the one that there is now. Until the transaction ends, the content cannot be
   * removed.
   */
  async add(variant: StoredVariant): Promise<StoredVariant> {
    await this.database.insert(NEW_VARIANT, [variant], 'id = id');
    const kept = await this.find(variant.contentId, variant.width, variant.mediaType);
    if (!kept) throw new Error('A variant that was just written is not there.');
    return kept;
  }
}
