import { Entity, Index } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';

/** Somebody wants no mail of the announcements of a course. */
@Entity('announcement_mutes')
@Index('ix_announcement_mutes_person', ['userId'])
export class AnnouncementMute {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;
}
