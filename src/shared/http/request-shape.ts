import { TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage, type TypeMetadata } from 'class-transformer/cjs/storage';
import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../errors/domain-error';
import { giveSentence } from './field-sentences';
import { sentences } from './http.sentences';

export type RequestClass = new () => object;

/** A field that stands for an object of another class, or for a list of them. */
interface Nested {
  /** Of an object that was sent. Where one of several classes is meant, a field of the object, the discriminator, says which. */
  shapeOf: (sent: object, place: string, faults: FieldError[]) => RequestShape | undefined;
  isList: boolean;
}

interface Field {
  nested: Nested | undefined;
  transforms: ((parameters: TransformFnParams) => unknown)[];
}

/** Longer names are cut where a fault quotes them. */
const LONGEST_NAME = 64;

/**
 * The fields that a class of requests has, all the way down, by the decorators of class-validator and class-transformer.
 * It makes an instance of what was sent and refuses unknown names, and anything but an object where one is expected. The
 * two libraries never see unknown names, because they look names up along the prototype chain: to them, every class has
 * a field `constructor`.
 *
 * Where a field may be any object, that object is passed on as it was sent.
 */
export class RequestShape {
  private static readonly known = new Map<RequestClass, RequestShape>();

  /** By name; without a prototype's names. */
  private readonly fields: ReadonlyMap<string, Field>;

  private constructor(private readonly type: RequestClass) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    rules.forEach(giveSentence);
    this.fields = new Map(rules.map(({ propertyName }) => [propertyName, fieldOf(type, propertyName)]));
  }

  static of(type: RequestClass): RequestShape {
    let shape = this.known.get(type);
    if (!shape) this.known.set(type, (shape = new RequestShape(type)));
    return shape;
  }

  get hasFields(): boolean {
    return this.fields.size > 0;
  }

  /**
   * An instance with those of the fields that have the right shape; `faults` gets the others, and what is unknown.
   * `path` is that of the value in the request, empty for the request itself.
   */
  read(sent: object, path: string, faults: FieldError[]): object {
    const instance = new this.type() as Record<string, unknown>;
    for (const [name, value] of Object.entries(sent) as [string, unknown][]) {
      const field = this.fields.get(name);
      const place = placeOf(name, path);
      if (!field) faults.push(unknownField(name, path));
      else {
        const read = field.nested ? readNested(field.nested, value, place, faults) : value;
        instance[name] = field.transforms.reduce<unknown>(
          (present, transform) =>
            transform({
              value: present,
              key: name,
              obj: sent,
              type: TransformationType.PLAIN_TO_CLASS,
              options: {},
            }),
          read,
        );
      }
    }
    return instance;
  }
}

/** What JSON calls an object. */
export function isJsonObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function fieldOf(type: RequestClass, name: string): Field {
  const nested = defaultMetadataStorage.findTypeMetadata(type, name);
  return {
    nested: nested && { shapeOf: shapeOf(nested), isList: nested.reflectedType === Array },
    transforms: defaultMetadataStorage
      .findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS)
      .map(({ transformFn }) => transformFn),
  };
}

function shapeOf({ typeFunction, options: { discriminator } }: TypeMetadata): Nested['shapeOf'] {
  if (!discriminator) {
    const shape = RequestShape.of(typeFunction());
    return () => shape;
  }
  const { property, subTypes } = discriminator;
  const shapes = new Map(subTypes.map(({ name, value }) => [name, RequestShape.of(value as RequestClass)]));
  return (sent, place, faults) => {
    const name = (sent as Record<string, unknown>)[property];
    const shape = typeof name === 'string' ? shapes.get(name) : undefined;
    const field = placeOf(property, place);
    if (!shape)
      faults.push({
        field,
        rule: 'isIn',
        message: sentences.mustBeOneOf({ field, values: [...shapes.keys()].join(', ') }),
      });
    return shape;
  };
}

/** Null is checked by the field's own rules. */
function readNested(
  { shapeOf: shapeFor, isList }: Nested,
  value: unknown,
  place: string,
  faults: FieldError[],
): unknown {
  if (value === null) return value;
  if (!isList) return readObject(shapeFor, value, place, faults);
  if (Array.isArray(value))
    return value.map((item, index) => readObject(shapeFor, item, `${place}[${index}]`, faults));
  faults.push({ field: place, rule: 'isArray', message: sentences.mustBeList({ field: place }) });
  return undefined;
}

function readObject(
  shapeFor: Nested['shapeOf'],
  value: unknown,
  place: string,
  faults: FieldError[],
): unknown {
  if (isJsonObject(value)) return shapeFor(value, place, faults)?.read(value, place, faults);
  faults.push({ field: place, rule: 'isObject', message: sentences.mustBeObject({ field: place }) });
  return undefined;
}

/** The fault that a request has a field of this name. `path` is that of the object it is in. */
export function unknownField(name: string, path = ''): FieldError {
  const field = placeOf(name, path);
  return { field, rule: 'unknownField', message: sentences.unknownField({ field }) };
}

function placeOf(name: string, path: string): string {
  return path === '' ? quoted(name) : `${path}.${quoted(name)}`;
}

function quoted(name: string): string {
  if (name === '') return '""';
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME).toWellFormed()}…`;
}
