import type { PaletteEntry } from '#client/features/shell/CommandPalette.tsx'
import type { WindowLayout } from '#client/features/shell/useWindowLayout.ts'
import { useBlockActs, type BlockKind } from '#client/workspace/useBlockActs.ts'
import { chooseDensity, densityOf } from '#client/ui/density.ts'
import { themeOf, chooseTheme } from '#client/ui/theme.ts'
import { inboxOf } from '#client/workspace/blocks.ts'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { helpShown } from '#client/workspace/helpShown.ts'
import { keyOf, NOTEBOOK_KEYS, printed, windowKeyOf, type NotebookAct } from '#client/workspace/keys.ts'
import { usePage, type RightTab, type View } from '#client/workspace/page.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { chooseNotebook } from '#client/workspace/notebookImport.ts'
import { downloadNotebook } from '#client/workspace/downloadNotebook.ts'
import { notebookDoes } from '#client/workspace/notebookDoes.ts'
import { queueShown } from '#client/workspace/queueShown.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'

const KINDS: readonly (readonly [BlockKind, string])[] = [
  ['objective', 'Add an objective'],
  ['constraint', 'Add a constraint'],
  ['sql', 'Add an SQL step'],
  ['python', 'Add a Python step'],
  ['chart', 'Add a chart'],
  ['note', 'Add a note'],
  ['packages', 'Python packages of this workspace'],
]
const VIEWS: readonly (readonly [View, string])[] = [
  ['notebook', 'Show the notebook'],
  ['canvas', 'Show the canvas'],
  ['lineage', 'Show the whole lineage'],
]
const TABS: readonly (readonly [RightTab, string])[] = [
  ['agent', 'Show the agent'],
  ['review', 'Show the inbox'],
  ['lineage', 'Show where a result comes from'],
  ['comments', 'Show the comments'],
  ['details', 'Show what is on record about the block'],
]

/** What the palette does by itself, so that the canvas has it too. */
const BY_ITSELF: ReadonlySet<NotebookAct> = new Set(['undo', 'redo', 'insert-below', 'next-pending'])

/** What the palette offers now: in the past nothing that changes anything. */
export function usePaletteEntries({
  isLeftOpen,
  isRightOpen,
  isHistoryOpen,
  change,
}: WindowLayout): readonly PaletteEntry[] {
  const session = useSession()
  const state = useWorkspace()
  const blocks = useBlocks()
  const page = usePage()
  const mayWrite = useMayWrite()
  const acts = useBlockActs(blocks)
  const next = inboxOf(state)[0]
  const doInNotebook = useSignal(notebookDoes)
  const keyed = NOTEBOOK_KEYS.filter(
    ({ act, isLook }) => doInNotebook && !BY_ITSELF.has(act) && (mayWrite || isLook),
  ).map(({ act, keys, says }): PaletteEntry => ({
    id: `key-${act}`,
    group: 'Act',
    name: says,
    keys: printed(keys[0] ?? ''),
    run: () => doInNotebook?.(act),
  }))
  const doing: readonly PaletteEntry[] = !mayWrite
    ? []
    : [
        ...KINDS.map(([kind, name]): PaletteEntry => ({
          id: `add-${kind}`,
          group: 'Act',
          name,
          ...(kind === 'sql' ? { keys: keyOf('insert-below') } : {}),
          run: () => acts.insert(kind, page.selection.get() ?? blocks.at(-1)?.id),
        })),
        { id: 'import-notebook', group: 'Act', name: 'Import a Jupyter notebook …', run: chooseNotebook },
        { id: 'undo', group: 'Act', name: 'Undo the last block action', keys: keyOf('undo'), run: acts.undo },
        { id: 'redo', group: 'Act', name: 'Redo the block action', keys: keyOf('redo'), run: acts.redo },
      ]
  const showing: readonly PaletteEntry[] = [
    ...VIEWS.map(([view, name]): PaletteEntry => ({
      id: `view-${view}`,
      group: 'Show',
      name,
      run: () => page.setView(view),
    })),
    ...TABS.map(([tab, name]): PaletteEntry => ({
      id: `tab-${tab}`,
      group: 'Show',
      name,
      run: () => page.openTab(tab),
    })),
    {
      id: 'help',
      group: 'Show',
      name: 'Show all keys',
      keys: windowKeyOf('help'),
      run: () => helpShown.set(true),
    },
    { id: 'queue', group: 'Show', name: 'Show what runs and waits', run: () => queueShown.set(true) },
    {
      id: 'left',
      group: 'Show',
      name: isLeftOpen ? 'Hide data and outline' : 'Show data and outline',
      keys: windowKeyOf('left'),
      run: () => change({ isLeftOpen: !isLeftOpen }),
    },
    {
      id: 'right',
      group: 'Show',
      name: isRightOpen ? 'Hide the right panel' : 'Show the right panel',
      keys: windowKeyOf('right'),
      run: () => change({ isRightOpen: !isRightOpen }),
    },
    {
      id: 'history',
      group: 'Show',
      name: isHistoryOpen ? 'Hide the history' : 'Show the history',
      keys: windowKeyOf('history'),
      run: () => change({ isHistoryOpen: !isHistoryOpen }),
    },
    {
      id: 'theme',
      group: 'Show',
      name: 'Switch between light and dark',
      run: () => chooseTheme(themeOf() === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'density',
      group: 'Show',
      name:
        densityOf() === 'compact'
          ? 'Give blocks and lists more room'
          : 'Put blocks and lists closer together',
      run: () => chooseDensity(densityOf() === 'compact' ? 'roomy' : 'compact'),
    },
  ]
  const going: readonly PaletteEntry[] = [
    ...(next
      ? [
          {
            id: 'next',
            group: 'Go to' as const,
            name: `Next proposal that waits: ${next.title}`,
            keys: keyOf('next-pending'),
            run: () => {
              page.openTab('review')
              page.jumpTo(next.stepId)
            },
          },
        ]
      : []),
    ...blocks.map((block): PaletteEntry => ({
      id: block.id,
      group: 'Go to',
      name: block.draft?.text.toJSON().split('\n', 1)[0]?.slice(0, 80) || blockTitleOf(state, block.id),
      run: () => page.jumpTo(block.id),
    })),
  ]
  const taking: readonly PaletteEntry[] = [
    {
      id: 'download-notebook',
      group: 'Act',
      name: 'Download the workspace as a Jupyter notebook',
      run: () => void downloadNotebook(session.workspaceId, state.name),
    },
  ]
  return [...doing, ...taking, ...keyed, ...showing, ...going]
}
