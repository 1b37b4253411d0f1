/** The API's description, made of the same route table that the server answers by. */
import { z } from 'zod'
import { NONE, type Route, type RouteSpec } from '#server/transport/route.ts'

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): unknown =>
  z.toJSONSchema(type, { io, unrepresentable: 'any', target: 'draft-2020-12' })

const ParametersOf = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
})

function parametersOf(type: z.ZodType, place: 'path' | 'query'): readonly unknown[] {
  if (type === NONE) return []
  const { properties, required } = ParametersOf.parse(schemaOf(type, 'input'))
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }))
}

const problemAnswer = {
  description: 'No, and why.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['status', 'code', 'detail'],
        properties: {
          status: { type: 'integer' },
          code: { type: 'string' },
          detail: { type: 'string' },
          field: { type: 'string' },
        },
      },
    },
  },
}

function contentOf(spec: RouteSpec): Record<string, unknown> {
  const others = (spec.produces ?? []).map((type) => [type, {}] as const)
  const isJson = spec.answer !== undefined || spec.produces === undefined
  const asJson = { schema: spec.answer ? schemaOf(spec.answer, 'output') : {} }
  return { ...(isJson ? { 'application/json': asJson } : {}), ...Object.fromEntries<unknown>(others) }
}

function requestBodyOf(spec: RouteSpec): Record<string, unknown> {
  if (spec.multipart) {
    const properties = {
      name: { type: 'string' },
      types: { type: 'string' },
      file: { type: 'string', format: 'binary' },
    }
    const schema = { type: 'object', required: ['file'], properties }
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  if (spec.body === NONE) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(spec.bodyAsSent ?? spec.body, 'input') } },
    },
  }
}

export function openApiOf(routes: readonly Route[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { spec } of routes) {
    const path = spec.path.replace(/:(\w+)/g, '{$1}')
    const operation = {
      summary: spec.summary,
      ...(spec.access === 'public' ? { security: [] } : {}),
      parameters: [...parametersOf(spec.params, 'path'), ...parametersOf(spec.query, 'query')],
      ...requestBodyOf(spec),
      responses: { '2XX': { description: 'Yes.', content: contentOf(spec) }, '4XX': problemAnswer },
    }
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operation }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign', version },
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'countersign_session' },
      },
    },
    paths,
  }
}
