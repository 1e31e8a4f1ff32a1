import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Announcement } from './announcement.entity';

/** Somebody has read an announcement. */
@Entity('announcement_reads')
@Index('ix_announcement_reads_person', ['userId'])
export class AnnouncementRead {
  @UuidColumn({ primary: true })
  announcementId: string;

  @ManyToOne(() => Announcement, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({
    name: 'announcement_id',
    foreignKeyConstraintName: 'fk_announcement_reads_announcement',
  })
  announcement?: unknown;

  @UuidColumn({ primary: true })
  userId: string;

  @InstantColumn()
  readAt: Date;
}
