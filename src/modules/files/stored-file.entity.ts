import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, LargeIntegerColumn, UuidColumn } from '../../shared/database/columns';
import { FileContent } from './file-content.entity';
import type { PurposeName } from './purposes/registry';

/** A file as a person uploaded it: content with a name. It never changes. */
@Entity('files')
@Index('ix_files_content', ['contentId'])
@Index('ix_files_uploaded_by', ['uploadedBy', 'bytes'])
@Index('ix_files_look_at', ['lookAt'])
export class StoredFile {
  @IdColumn()
  id: string;

  @UuidColumn()
  contentId: string;

  @ManyToOne(() => FileContent, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'content_id', foreignKeyConstraintName: 'fk_files_content' })
  content?: unknown;

  /** For people. Never a path. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 20 })
  purpose: PurposeName;

  /** As the content has it, so that the sum of a person's files is read from one index. */
  @LargeIntegerColumn()
  bytes: number;

  @UuidColumn()
  uploadedBy: string;

  @InstantColumn()
  uploadedAt: Date;

  /** When its owners are next asked whether anybody holds it. One that nobody holds is removed then. */
  @InstantColumn()
  lookAt: Date;
}
