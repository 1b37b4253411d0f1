/** Monaco with what we use of it, loaded when the first editor is shown. */
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/python/register'
import 'monaco-editor/languages/definitions/sql/register'
// oxlint-disable-next-line import/default -- made by the bundler
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import * as monaco from 'monaco-editor/editor'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

const font = { fontFamily: "'JetBrains Mono Variable', monospace", fontSize: 13, lineHeight: 20 }

for (const [name, base, background, accent] of [
  ['countersign-light', 'vs', '#ffffff', '3450c8'],
  ['countersign-dark', 'vs-dark', '#1b1d21', '8ea4ff'],
] as const)
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: 'keyword', foreground: accent },
      { token: 'operator.sql', foreground: accent },
    ],
    colors: { 'editor.background': background, 'editorGutter.background': background },
  })

// A chart is JSON; Monaco's own JSON comes with a worker that we do not need for colours.
monaco.languages.register({ id: 'chart' })
monaco.languages.setMonarchTokensProvider('chart', {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'keyword'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword'],
    ],
  },
})

export const editorOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  ...font,
  minimap: { enabled: false },
  lineNumbersMinChars: 3,
  folding: false,
  glyphMargin: false,
  scrollBeyondLastLine: false,
  overviewRulerLanes: 0,
  renderLineHighlight: 'none',
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 9, horizontalScrollbarSize: 9 },
  padding: { top: 8, bottom: 8 },
  automaticLayout: true,
  fixedOverflowWidgets: true,
  contextmenu: false,
  wordWrap: 'on',
  tabSize: 2,
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, strings: true, comments: false },
  suggest: { showStatusBar: false, preview: false },
  unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
}

export { monaco }
