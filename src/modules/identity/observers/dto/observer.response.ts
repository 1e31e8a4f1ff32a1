import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { LINK_SOURCES, type LinkSource } from '../observer-link.entity';
import type { LinkedAccount } from '../observers.repository';

namedEnum('ObserverLinkSource', LINK_SOURCES);

export class PairingCodeResponse {
  @ApiProperty({ example: 'K7MPQ4', description: 'Told once. Good for one person.' })
  code: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T09:00:00.000Z' })
  expiresAt: Date;
}

/** Somebody at the other end of a link that holds now. */
export class LinkedAccountResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({
    enum: LINK_SOURCES,
    example: 'code',
    description: 'Whether the roster has it, the learner gave a code, or an administrator made it.',
  })
  source: LinkSource;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  since: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'The first instant at which it holds no more; null: without an end.',
  })
  until: Date | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Of the link, by which an administrator ends it; null: it is of the roster.',
  })
  linkId: string | null;
}

export class LinkedAccountsResponse {
  @ApiProperty({ type: [LinkedAccountResponse] })
  data: LinkedAccountResponse[];
}

export function toLinkedAccountResponse(link: LinkedAccount): LinkedAccountResponse {
  const { id, givenName, familyName, source, since, until, linkId } = link;
  return { id, givenName, familyName, source, since, until, linkId };
}
