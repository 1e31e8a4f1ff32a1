import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { JsonColumn, UuidColumn } from '../../../../shared/database/columns';
import { Activity } from '../activity.entity';

/** What an activity held in a published version, but for its title. Never changed; versions share it while it stays the same. */
@Entity('activity_bodies')
export class ActivityBody {
  @UuidColumn({ primary: true })
  activityId: string;

  @ManyToOne(() => Activity, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_activity_bodies_activity' })
  activity?: unknown;

  /** `BODY_DIGEST` of the columns below. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  digest: Buffer;

  @Column({ type: 'mediumtext', nullable: true })
  content: string | null;

  @Column({ type: 'mediumtext', nullable: true })
  contentHtml: string | null;

  @Column({ type: 'varchar', length: 2000, nullable: true })
  videoUrl: string | null;

  @JsonColumn({ nullable: true })
  ownFields: object | null;
}

const hashed = (alias: string, column: string): string => `SHA2(COALESCE(${alias}.${column}, ''), 256)`;

/** The digest of an activity's body, in SQL: the server hashes the texts, which need not leave it for that. */
export function bodyDigest(alias: string): string {
  const columns = ['content', 'content_html', 'video_url', 'own_fields'].map((column) =>
    hashed(alias, column),
  );
  return `UNHEX(SHA2(CONCAT(${alias}.content IS NULL, ${columns.join(', ')}), 256))`;
}
