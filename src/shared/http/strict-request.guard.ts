import { Readable } from 'node:stream';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { type FieldError, UnsupportedContentError } from '../errors/domain-error';
import { sentences } from './http.sentences';
import { invalidRequest } from './validation';

/** What a handler accepts, by its parameters and decorators. */
interface Intake {
  query: boolean;
  body: boolean;
  form: boolean;
  /** The body is bytes, which the route reads itself. */
  stream: boolean;
}

/**
 * Global, after the caller is known: refuses what a route does not accept, instead of ignoring it. Where a route takes a
 * query or a body, validation checks its fields; this is about the routes that take none, where `?dryRun=true` would
 * otherwise be ignored and the change be made.
 */
@Injectable()
export class StrictRequestGuard implements CanActivate {
  /** By handler: reading decorators takes longer than all else that is done here. */
  private readonly intakes = new Map<unknown, Intake>();

  canActivate(context: ExecutionContext): true {
    const intake = this.intakeOf(context);
    const request = context.getArgByIndex<FastifyRequest>(0);
    if (!intake.form && request.isMultipart())
      throw new UnsupportedContentError('request.unsupported_content', sentences.sendJson());
    const isStream = request.body instanceof Readable;
    if (isStream && !intake.stream)
      throw new UnsupportedContentError('request.unsupported_content', sentences.sendJson());
    const faults: FieldError[] = [];
    if (!intake.query) for (const name in request.query as object) faults.push(unknownParameter(name));
    if (!intake.body && !intake.form && !intake.stream) faults.push(...faultsOfBody(request.body));
    if (faults.length > 0) throw invalidRequest(faults);
    return true;
  }

  private intakeOf(context: ExecutionContext): Intake {
    const handler = context.getHandler();
    let intake = this.intakes.get(handler);
    if (intake === undefined) {
      intake = readIntake(context.getClass(), handler);
      this.intakes.set(handler, intake);
    }
    return intake;
  }
}

function readIntake(controller: object, handler: { name: string }): Intake {
  const parameters = Object.keys(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) as object | undefined) ?? {},
  );
  const takes = (kind: RouteParamtypes): boolean =>
    parameters.some((parameter) => parameter.startsWith(`${kind}:`));
  const consumes = (Reflect.getMetadata('swagger/apiConsumes', handler) as string[] | undefined) ?? [];
  return {
    query: takes(RouteParamtypes.QUERY),
    body: takes(RouteParamtypes.BODY),
    form: consumes.includes('multipart/form-data'),
    stream: consumes.includes('application/offset+octet-stream'),
  };
}

function unknownParameter(field: string): FieldError {
  return { field, rule: 'unknownField', message: sentences.unknownParameter({ field }) };
}

/** An empty object says nothing, and many clients send one with every POST. */
function faultsOfBody(body: unknown): FieldError[] {
  if (body === undefined) return [];
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return [{ field: 'body', rule: 'noBody', message: sentences.noBody() }];
  return Object.keys(body).map((field) => ({
    field,
    rule: 'unknownField',
    message: sentences.noBodyField({ field }),
  }));
}
