import { z } from 'zod'
import { PersonId } from '#shared/ids.ts'

/** Owner: everything. Editor: objectives, constraints, own steps, uploads, agents. Reviewer: decides. Auditor: reads. */
export const Role = z.enum(['owner', 'editor', 'reviewer', 'auditor'])
export type Role = z.infer<typeof Role>

export const Member = z.strictObject({ personId: PersonId, name: z.string().min(1).max(200), role: Role })
export type Member = z.infer<typeof Member>

export const canWrite = (role: Role): boolean => role === 'owner' || role === 'editor'
