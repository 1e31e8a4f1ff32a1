import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray } from 'class-validator';
import type { FieldError } from '../../../shared/errors/domain-error';
import { IsId } from '../../../shared/http/field-rules';
import { sentences as ofRequests } from '../../../shared/http/http.sentences';
import { readPart } from '../../../shared/http/nested-reading';
import { invalidRequest, readAs } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type DateMoves,
  type NamedThing,
  type ThingCount,
} from '../../courses';
import { ScheduleLiveSessionDto } from './dto/live-session.dto';
import { LiveSessionsRepository } from './live-sessions.repository';
import { type SessionFacts, sessionFaults } from './session-rules';

interface SessionDocument extends SessionFacts {
  activityId: string;
  /** Of the activity, for people. */
  title: string;
}

interface SessionsDocument {
  sessions: SessionDocument[];
}

class PackagedSessions {
  @IsArray()
  sessions: unknown[];
}

class PackagedSession extends ScheduleLiveSessionDto {
  @IsId()
  activityId: string;
}

/** When and where the sessions of a course take place. Who came stays where it is. */
@Injectable()
export class CarriedSessions implements CarryPart<SessionsDocument>, OnModuleInit {
  readonly name = 'sessions';
  readonly order = 3;
  readonly ofActivities = true;

  constructor(
    private readonly sessions: LiveSessionsRepository,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<SessionsDocument> {
    return { sessions: await this.sessions.carried(scope) };
  }

  names({ sessions }: SessionsDocument): NamedThing[] {
    return sessions.map(({ activityId: id }, index) => ({
      ...{ what: 'activity:live_session', id, field: `sessions.sessions[${index}].activityId` },
    }));
  }

  counts({ sessions }: SessionsDocument): ThingCount[] {
    return [{ part: 'live_sessions', count: sessions.length }];
  }

  /** A session begins at the same local time and is as long as before. That it was cancelled was said of the day that it had. */
  moved({ sessions }: SessionsDocument, moves: DateMoves): SessionsDocument {
    if (moves.change.kind === 'keep') return { sessions };
    return {
      sessions: sessions.map(({ startsAt, endsAt, ...session }) => {
        const { activityId: id, title } = session;
        const thing = { of: 'live_sessions', id, title };
        const moved = moves.together({ startsAt, endsAt }, ['startsAt', 'endsAt'], thing);
        return { ...session, ...moved, isCancelled: false };
      }),
    };
  }

  write({ sessions }: SessionsDocument): object {
    const inOrder = sessions.toSorted((one, other) => (one.activityId < other.activityId ? -1 : 1));
    return { sessions: inOrder.map(({ title: _title, ...session }) => session) };
  }

  read(sent: object, field: string): SessionsDocument {
    const { read, faults } = readAs(PackagedSessions, sent, field);
    const sessions = (faults.length > 0 ? [] : read.sessions).flatMap(
      (session, index) => readSession(session, `${field}.sessions[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { sessions };
  }

  async restore({ sessions }: SessionsDocument, { courseId, now }: CarryTarget): Promise<void> {
    await this.sessions.restore(
      sessions.map(({ title: _title, ...session }) => ({ ...session, courseId })),
      now,
    );
  }
}

function readSession(sent: unknown, field: string, faults: FieldError[]): SessionDocument | undefined {
  const read = readPart(PackagedSession, sent, field, faults);
  if (!read) return undefined;
  const own: FieldError[] = [];
  const { activityId, startsAt = null, endsAt = null, location = null, joinAddress = null } = read;
  for (const [name, value] of Object.entries({ startsAt, endsAt }))
    if (typeof value === 'string') {
      const place = `${field}.${name}`;
      own.push({ field: place, rule: 'isInstant', message: ofRequests.instant({ field: place }) });
    }
  faults.push(...own);
  if (own.length > 0) return undefined;
  const facts = {
    ...{ startsAt: startsAt as Date | null, endsAt: endsAt as Date | null, location, joinAddress },
    isCancelled: read.isCancelled ?? false,
  };
  const unfit = sessionFaults(facts);
  faults.push(...unfit.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
  return { activityId: activityId.toLowerCase(), title: '', ...facts };
}
