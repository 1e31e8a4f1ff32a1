import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../../shared/database/columns';

/** What has been used of an allowance within its present time. Swept once that is over. */
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
