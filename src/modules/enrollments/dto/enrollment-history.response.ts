import { ApiProperty } from '@nestjs/swagger';
import { STORED_STATES, type StoredState } from '../../courses';
import type { Author } from '../../identity';
import { namedEnum } from '../../../shared/http/named-schemas';
import { ENROLLMENT_SOURCES, type EnrollmentSource } from '../states/enrollment-sources';
import type { MoveRecord, SpellRecord } from '../states/enrollment-history.repository';

namedEnum('StoredEnrollmentState', STORED_STATES);

/** A person who began or changed an enrollment. */
export class EnrollmentActor {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000a1' })
  id: string;

  @ApiProperty({ example: 'Ines' })
  givenName: string;

  @ApiProperty({ example: 'Novak' })
  familyName: string;
}

const ACTOR = {
  type: () => EnrollmentActor,
  nullable: true,
  description: 'Null where no person did it, where it was not kept, and for the learner.',
} as const;
const END = { type: String, format: 'date', nullable: true, example: null } as const;

/** One change of a state, of days, or of how far a role reaches. */
export class EnrollmentMoveResponse {
  @ApiProperty({ type: 'integer', description: 'The version of the enrollment after it.', example: 2 })
  number: number;

  @ApiProperty({ enum: STORED_STATES, example: 'active' })
  from: StoredState;

  @ApiProperty({
    enum: STORED_STATES,
    description: 'As `from` where the state stayed.',
    example: 'suspended',
  })
  to: StoredState;

  @ApiProperty({ format: 'date', description: 'After it.', example: '2026-03-02' })
  beginDate: string;

  @ApiProperty({ ...END, description: 'After it.' })
  endDate: string | null;

  @ApiProperty({ description: 'After it: the course belongs to the instructor.', example: false })
  isOwner: boolean;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    nullable: true,
    description: 'After it: the groups to which the assistant is limited; null: to none.',
    example: null,
  })
  groupIds: string[] | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-20T09:00:00.000Z' })
  at: Date;

  @ApiProperty({ enum: ENROLLMENT_SOURCES, example: 'staff' })
  source: EnrollmentSource;

  @ApiProperty(ACTOR)
  by: EnrollmentActor | null;

  @ApiProperty({ type: String, nullable: true, description: 'For staff.', example: 'On leave until April' })
  reason: string | null;
}

/** The time from one coming of a person to their leaving. */
export class EnrollmentSpellResponse {
  @ApiProperty({ type: 'integer', description: 'Counts from 1.', example: 1 })
  spell: number;

  @ApiProperty({
    enum: STORED_STATES,
    description: 'The state that is stored. The one in force may follow from days: see the enrollment.',
    example: 'active',
  })
  state: StoredState;

  @ApiProperty({ format: 'date', example: '2026-03-02' })
  beginDate: string;

  @ApiProperty(END)
  endDate: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the enrollment was made or made again; null where that was not kept.',
    example: '2026-02-25T11:00:00.000Z',
  })
  begunAt: Date | null;

  @ApiProperty({ enum: ENROLLMENT_SOURCES, example: 'staff' })
  source: EnrollmentSource;

  @ApiProperty(ACTOR)
  begunBy: EnrollmentActor | null;

  @ApiProperty({ type: [EnrollmentMoveResponse], description: 'The earliest first.' })
  moves: EnrollmentMoveResponse[];
}

export class EnrollmentHistoryResponse {
  @ApiProperty({ type: [EnrollmentSpellResponse], description: 'The latest first.' })
  spells: EnrollmentSpellResponse[];
}

/** The learner is told what happened and when, and not who on the staff did it, or why. */
export function toEnrollmentHistoryResponse(
  spells: readonly SpellRecord[],
  moves: readonly MoveRecord[],
  { isStaff }: { isStaff: boolean },
): EnrollmentHistoryResponse {
  const shown = (author: Author): EnrollmentActor | null => (isStaff ? author : null);
  const inSpell = Map.groupBy(moves, ({ spell }) => spell);
  return {
    spells: spells.map(({ author, ...spell }) => ({
      ...{ ...spell, begunBy: shown(author) },
      moves: (inSpell.get(spell.spell) ?? []).map(({ number, fromState, toState, ...move }) => ({
        ...{ number, from: fromState, to: toState, beginDate: move.toBeginDate, endDate: move.toEndDate },
        ...{ isOwner: move.toIsOwner, groupIds: move.toGroupIds },
        ...{ at: move.movedAt, source: move.source, by: shown(move.author) },
        reason: isStaff ? move.reason : null,
      })),
    })),
  };
}
