import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';

/** The last word of the roster on the end of a row; no entry where by the roster the row lasts. */
@Entity('roster_ends')
export class RosterEnd {
  /** Of KIND_NUMBERS. */
  @PrimaryColumn({ type: 'tinyint' })
  kind: number;

  @UuidColumn({ primary: true })
  rowId: string;

  /** The end in the words of its kind: a day for enrollments. */
  @Column({ type: 'varchar', length: 10 })
  ended: string;
}
