import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { AccommodationFields } from './accommodation-fields';

export const ACCOMMODATION_CHANGES = ['created', 'changed', 'ended'] as const;
export type AccommodationChangeKind = (typeof ACCOMMODATION_CHANGES)[number];

/** An accommodation's fields as history keeps them: instants are texts. */
export type AccommodationState = Omit<AccommodationFields, 'validFrom' | 'validUntil'> & {
  validFrom: string;
  validUntil: string | null;
};

/** One step in the history of an accommodation, never changed afterwards. */
@Entity('accommodation_changes')
@Index('ix_accommodation_changes_order', ['accommodationId', 'id'])
export class AccommodationChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  accommodationId: string;

  @Column({ type: 'varchar', length: 10 })
  kind: AccommodationChangeKind;

  /** Null for the first step. */
  @JsonColumn({ nullable: true })
  beforeState: AccommodationState | null;

  @JsonColumn()
  afterState: AccommodationState;

  @UuidColumn()
  changedBy: string;

  @InstantColumn()
  changedAt: Date;
}
