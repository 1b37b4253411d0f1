import type { ProposedOrder } from '#shared/notebookFile/cellOrder.ts'
import type { ImportChoice } from '#shared/notebookFile/importPlan.ts'

type Props = {
  readonly proposed: ProposedOrder
  readonly hasFacts: boolean
  readonly choice: ImportChoice
  readonly onChoose: (choice: ImportChoice) => void
}

const BY: Readonly<Record<ProposedOrder['by'], string>> = {
  file: '',
  runs: 'As it was run: the numbers of the runs tell it, and the order of the file would read names before they are bound',
  names: 'By names: what is read comes after what binds it, and else the order of the file',
}

/** Where the order of the file is not the one that makes sense, the person says which; and whether names change. */
export function PlanChoice({ proposed, hasFacts, choice, onChoose }: Props) {
  if (!hasFacts) return null
  return (
    <div className="plan-choice">
      {proposed.by !== 'file' && (
        <fieldset>
          <legend>Order of the blocks</legend>
          <label>
            <input
              type="radio"
              name="import-order"
              checked={choice.order === 'proposed'}
              onChange={() => onChoose({ ...choice, order: 'proposed' })}
            />{' '}
            {BY[proposed.by]}
          </label>
          <label>
            <input
              type="radio"
              name="import-order"
              checked={choice.order === 'file'}
              onChange={() => onChoose({ ...choice, order: 'file' })}
            />{' '}
            As in the file
          </label>
        </fieldset>
      )}
      <label>
        <input
          type="checkbox"
          checked={choice.isRenaming}
          onChange={(event) => onChoose({ ...choice, isRenaming: event.target.checked })}
        />{' '}
        Give each result a name of its own (df, df_2, …) and change the code where it reads them
      </label>
    </div>
  )
}
