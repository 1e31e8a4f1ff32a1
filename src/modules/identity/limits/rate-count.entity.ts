import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../../shared/database/columns';

/** How much of an allowance has been used in its current window. Deleted when the window is over. */
@Entity('rate_counts')
@Index('ix_rate_counts_end', ['endsAt'])
export class RateCount {
  /** SHA-256 of what is counted. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  id: Buffer;

  @Column({ type: 'int' })
  uses: number;

  @InstantColumn()
  endsAt: Date;
}
