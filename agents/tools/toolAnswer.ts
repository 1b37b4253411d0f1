/** A tool's answer as the text of a tool message, and back. The playbook reads its answers through here. */
import { z } from 'zod'
import { ACT_TOOLS } from '#agents/tools/act.ts'
import { LOOK_TOOLS } from '#agents/tools/look.ts'
import { contentOf, fence } from '#agents/untrusted.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { parsedJson } from '#shared/parsedJson.ts'

export const TOOLS = { ...LOOK_TOOLS, ...ACT_TOOLS } as const
export type ToolName = keyof typeof TOOLS
export type AnswerOf<N extends ToolName> = z.infer<(typeof TOOLS)[N]['answer']>

/** Every answer may quote data (names of columns are data too), so every answer is fenced. */
export const textOf = (answer: unknown, origins: readonly string[]): string =>
  fence({ origins, content: JSON.stringify(answer) })

/** What a tool message says: the tool's answer, or a sentence about why there is none (unknown tool, malformed arguments). */
export function answerIn<N extends ToolName>(tool: N, text: string): Result<AnswerOf<N>, string> {
  const content = contentOf(text)
  if (content === undefined) return err(text)
  const schema: z.ZodType<AnswerOf<N>> = answerSchemas[tool]
  const parsed = schema.safeParse(parsedJson(content))
  return parsed.success ? ok(parsed.data) : err(z.prettifyError(parsed.error))
}

const answerSchemas: { readonly [N in ToolName]: z.ZodType<AnswerOf<N>> } = {
  list_datasets: TOOLS.list_datasets.answer,
  describe_dataset: TOOLS.describe_dataset.answer,
  sample_rows: TOOLS.sample_rows.answer,
  read_step: TOOLS.read_step.answer,
  read_result: TOOLS.read_result.answer,
  read_lineage: TOOLS.read_lineage.answer,
  outline_plan: TOOLS.outline_plan.answer,
  propose_step: TOOLS.propose_step.answer,
  revise_step: TOOLS.revise_step.answer,
  ask_person: TOOLS.ask_person.answer,
  conclude: TOOLS.conclude.answer,
}
