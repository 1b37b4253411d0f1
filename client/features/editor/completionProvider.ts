/** Hands our completions to Monaco, once for all editors: which tables are in scope is asked of the editor's model. */
import { chartCompletionsAt } from '#client/features/editor/chartCompletions.ts'
import { pythonCompletionsAt } from '#client/features/editor/pythonCompletions.ts'
import { monaco } from '#client/features/editor/monaco.ts'
import { completionsAt, type Completion, type ScopeTable } from '#client/features/editor/sqlCompletions.ts'
import { schemaOf, scopeOf } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

const states = new WeakMap<monaco.editor.ITextModel, () => WorkspaceState>()

export function offerCompletions(model: monaco.editor.ITextModel, state: () => WorkspaceState): void {
  states.set(model, state)
}

const tablesOf = (state: WorkspaceState): readonly ScopeTable[] =>
  [...scopeOf(state).values()].map((named) => ({ name: named.name, columns: schemaOf(named) ?? [] }))

const { CompletionItemKind } = monaco.languages
const KINDS: Readonly<Record<Completion['kind'], monaco.languages.CompletionItemKind>> = {
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Struct,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
}

for (const [language, find] of [
  ['sql', completionsAt],
  ['chart', chartCompletionsAt],
  ['python', pythonCompletionsAt],
] as const)
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', '"', "'"],
    provideCompletionItems(model, position) {
      const state = states.get(model)
      if (!state) return { suggestions: [] }
      const { from, to, found } = find(model.getValue(), model.getOffsetAt(position), tablesOf(state()))
      const range = monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to))
      return {
        suggestions: found.map(({ kind, label, written, detail }, at) => ({
          label: { label, description: detail },
          kind: KINDS[kind],
          insertText: written,
          filterText: written.startsWith('"') && model.getValue()[from] !== '"' ? label : written,
          sortText: String(at).padStart(6, '0'),
          range,
        })),
      }
    },
  })
