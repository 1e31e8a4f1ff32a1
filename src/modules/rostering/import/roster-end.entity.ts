import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';

/** The end that the last import asked for. A row that imports have not ended has no entry. */
@Entity('roster_ends')
export class RosterEnd {
  /** Of KIND_NUMBERS. */
  @PrimaryColumn({ type: 'tinyint' })
  kind: number;

  @UuidColumn({ primary: true })
  rowId: string;

  /** A day for enrollments, `ended` for other kinds. */
  @Column({ type: 'varchar', length: 10 })
  ended: string;
}
