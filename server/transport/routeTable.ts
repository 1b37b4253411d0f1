/** Every route under HTTP, in one table: the server answers by it, describes itself by it, and is tested by it. */
import type { TransportPorts } from '#server/transport/ports.ts'
import { openApiOf } from '#server/transport/openApi.ts'
import { json, NONE, route, type Route } from '#server/transport/route.ts'
import { aboutRoutes } from '#server/transport/routes/about.ts'
import { artifactRoutes } from '#server/transport/routes/artifacts.ts'
import { bundleRoutes } from '#server/transport/routes/bundle.ts'
import { commandRoutes } from '#server/transport/routes/commands.ts'
import { datasetRoutes } from '#server/transport/routes/datasets.ts'
import { draftRoutes } from '#server/transport/routes/drafts.ts'
import { memberRoutes } from '#server/transport/routes/members.ts'
import { notebookRoutes } from '#server/transport/routes/notebooks.ts'
import { recordRoutes } from '#server/transport/routes/record.ts'
import { tableRoutes } from '#server/transport/routes/tables.ts'
import { workspaceRoutes } from '#server/transport/routes/workspaces.ts'

export function routeTable(ports: TransportPorts, temporary: string): readonly Route[] {
  const routes = [
    ...aboutRoutes(ports),
    ...workspaceRoutes(ports),
    ...memberRoutes(ports),
    ...commandRoutes(),
    ...recordRoutes(),
    ...datasetRoutes(ports, temporary),
    ...artifactRoutes(ports),
    ...tableRoutes(ports),
    ...draftRoutes(ports),
    ...bundleRoutes(ports),
    ...notebookRoutes(ports),
  ]
  const description: Route = route(
    {
      method: 'GET',
      path: '/api/openapi.json',
      access: 'person',
      summary: 'This description.',
      params: NONE,
      query: NONE,
      body: NONE,
    },
    () => json(openApiOf([...routes, description], ports.version)),
  )
  return [...routes, description]
}
