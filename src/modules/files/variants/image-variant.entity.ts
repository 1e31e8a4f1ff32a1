import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { FileContent } from '../file-content.entity';
import type { ImageWidth, VariantType } from './image-sizes';

/** A content that was made smaller. It is removed with the content that it was made of. The id is its key in the storage. */
@Entity('file_variants')
@Index('uq_file_variants_content', ['contentId', 'width', 'mediaType'], { unique: true })
export class ImageVariant {
  @IdColumn()
  id: string;

  @UuidColumn()
  contentId: string;

  @ManyToOne(() => FileContent, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'content_id', foreignKeyConstraintName: 'fk_file_variants_content' })
  content?: unknown;

  /** As it was asked for: the picture itself may be narrower. */
  @Column({ type: 'smallint' })
  width: ImageWidth;

  @Column({ type: 'varchar', length: 20 })
  mediaType: VariantType;

  @Column({ type: 'binary', length: 32 })
  sha256: Buffer;

  @Column({ type: 'int' })
  bytes: number;

  @InstantColumn()
  madeAt: Date;
}
