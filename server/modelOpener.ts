/** Opens the configured model once, when the first turn needs it: its library is large, and many servers never ask one. */
import type { ModelConfig, OpenedModel } from '#agents/models.ts'
import type { Result } from '#shared/result.ts'

export function modelOpener(config: ModelConfig): () => Promise<Result<OpenedModel, string>> {
  let opened: Promise<Result<OpenedModel, string>> | undefined
  const open = async (): Promise<Result<OpenedModel, string>> => {
    const { openModel } = await import('#agents/models.ts')
    return openModel(config, async () => {
      const { openPlaybook } = await import('#agents/playbook/playbookModel.ts')
      return openPlaybook()
    })
  }
  return async () => {
    const model = await (opened ??= open())
    // What could not be opened is tried again: a key may have been set, a server started.
    if (!model.ok) opened = undefined
    return model
  }
}
