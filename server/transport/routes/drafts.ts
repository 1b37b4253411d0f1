/** What preflight says of a draft while it is typed. Asks only: nothing is recorded, and nothing of the draft is executed. */
import { z } from 'zod'
import { lockText, wantedIn } from '#shared/packages.ts'
import { authorise } from '#shared/decide/authority.ts'
import { DraftAnalysed, DraftAsked } from '#shared/draftAnalysis.ts'
import type { TransportPorts } from '#server/transport/ports.ts'
import { problem, problemOf } from '#server/transport/problem.ts'
import { json, no, NONE, OfWorkspace, route, type Route } from '#server/transport/route.ts'

const SUPERSEDED = problem(409, 'superseded', 'You asked about another draft before this one was read.')

const Wanted = z.strictObject({ wanted: z.string().min(1).max(20_000) })
/** The code of the step to propose. */
const Locked = z.strictObject({ code: z.string() })

export const draftRoutes = ({ drafts, packages }: TransportPorts): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/preflight',
      access: 'member',
      summary:
        'What preflight says of code that is not proposed: findings with their places, what it reads, what comes out. Of one person, the latest question is answered.',
      params: OfWorkspace,
      query: NONE,
      body: DraftAsked,
      answer: DraftAnalysed,
    },
    async ({ person, host, body }) => {
      const actor = { kind: 'human', id: person().personId } as const
      const refusal = authorise(host().state(), { type: 'ProposeStep' }, actor)
      if (refusal) return no(problemOf(refusal))
      const analysed = await drafts.analyse(person(), host().state, body)
      return analysed ? json(analysed) : no(SUPERSEDED)
    },
  ),
  route(
    {
      method: 'POST',
      path: '/api/workspaces/:w/packages',
      access: 'member',
      summary:
        'What wished-for Python packages come to, each with its version and the hash of its file: the code of a packages step. Asks the registry; installs and records nothing.',
      params: OfWorkspace,
      query: NONE,
      body: Wanted,
      answer: Locked,
    },
    async ({ person, host, body }) => {
      const actor = { kind: 'human', id: person().personId } as const
      const refusal = authorise(host().state(), { type: 'ProposeStep' }, actor)
      if (refusal) return no(problemOf(refusal))
      const wanted = wantedIn(body.wanted)
      if (!wanted.ok) return no(problem(422, 'no-package', `${wanted.error}.`, 'wanted'))
      const lock = await packages.resolve(wanted.value)
      return lock.ok
        ? json({ code: lockText(lock.value) })
        : no(problem(422, 'not-found', lock.error, 'wanted'))
    },
  ),
]
