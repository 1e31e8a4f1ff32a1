import type { OpenAPIObject } from '@nestjs/swagger';

/** A request body to be sent as it stands. */
export interface ExampleBody {
  summary: string;
  value: object;
}

export type ExampleBodies = Readonly<Record<string, ExampleBody>>;

/** Where `@Endpoint` leaves the bodies for this step. */
export const BODIES = 'x-bodies';

interface Operation {
  description?: string;
  requestBody?: { content?: Record<string, Content> };
  [BODIES]?: ExampleBodies;
}

interface Content {
  examples?: Record<string, { summary?: string; value?: unknown }>;
}

const NOTHING: ExampleBodies = {
  nothing: { summary: 'Changes nothing: add the fields to change', value: {} },
};

/**
 * Gives each operation the bodies that Swagger UI offers. Who presses Execute must not overwrite what a school has, so the
 * one body of a PATCH is that of no change; what a change may look like is shown in the description, where nobody can press it.
 */
export function giveExampleBodies(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths))
    for (const [method, value] of Object.entries(item as Record<string, unknown>)) {
      const operation = value as Operation;
      const { [BODIES]: bodies } = operation;
      delete operation[BODIES];
      const json = operation.requestBody?.content?.['application/json'];
      if (!json) continue;
      if (bodies) json.examples = { ...bodies };
      if (method !== 'patch') continue;
      operation.description = [operation.description, ...Object.values(json.examples ?? {}).map(shown)]
        .filter((part) => part !== undefined)
        .join('\n\n');
      json.examples = { ...NOTHING };
    }
}

function shown({ summary = 'For example', value }: { summary?: string; value?: unknown }): string {
  return `${summary}:\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
