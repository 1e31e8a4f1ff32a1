import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** What the staff of a course tell all of its learners. */
@Entity('announcements')
@Index('ix_announcements_order', ['courseId', 'publishesAt', 'id'])
@Index('ix_announcements_author', ['createdBy'])
export class Announcement {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Markdown. */
  @Column({ type: 'mediumtext' })
  body: string;

  /** `body` as sanitized HTML. */
  @Column({ type: 'mediumtext' })
  bodyHtml: string;

  /** From then on learners see it; null: it is a draft. */
  @InstantColumn({ nullable: true })
  publishesAt: Date | null;

  /** Learners who want them get a mail. */
  @BooleanColumn({ default: true })
  sendsMail: boolean;

  /** When the mails were begun; null before. They are sent once, whatever becomes of the announcement. */
  @InstantColumn({ nullable: true })
  mailedAt: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @UuidColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
