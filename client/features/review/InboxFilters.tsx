import { NO_FILTER, tierNow, type InboxFilter } from '#client/features/review/inbox.ts'
import { Button } from '#client/ui/Button.tsx'
import { visibleText } from '#client/ui/visibleText.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

type Props = {
  readonly state: WorkspaceState
  readonly waiting: readonly Proposal[]
  readonly filter: InboxFilter
  readonly onFilter: (filter: InboxFilter) => void
}

export function InboxFilters({ state, waiting, filter, onFilter }: Props) {
  const tiers = [...new Set(waiting.map((one) => tierNow(state, one) ?? ''))].sort()
  const objectives = [...new Set(waiting.flatMap((one) => one.objectiveId ?? []))]
  const wordsOfObjective = (id: (typeof objectives)[number]): string =>
    shownText(state.objectives.get(id)?.text ?? 'An objective').slice(0, 60)
  const isFiltered = Object.values(filter).some((one) => one !== '')
  return (
    <div className="inbox-filters" role="group" aria-label="Filter the inbox">
      <input
        className="field"
        type="search"
        aria-label="Find in title, code or claims"
        placeholder="Find …"
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
      />
      <Choice
        label="Tier"
        all="All tiers"
        value={filter.tier}
        choices={tiers.map((tier) => [tier, tier])}
        onChoose={(tier) => onFilter({ ...filter, tier })}
      />
      <Choice
        label="Author"
        all="Anyone"
        value={filter.author}
        choices={[
          ['agent', 'Agent'],
          ['human', 'People'],
        ]}
        onChoose={(author) => onFilter({ ...filter, author })}
      />
      <Choice
        label="Objective"
        all="All objectives"
        value={filter.objective}
        choices={objectives.map((id) => [id, wordsOfObjective(id)])}
        onChoose={(objective) => onFilter({ ...filter, objective })}
      />
      {isFiltered && (
        <Button isSmall look="quiet" onClick={() => onFilter(NO_FILTER)}>
          Show all
        </Button>
      )}
    </div>
  )
}

/** An option holds text only: marks become the escapes that stand for them. */
const shownText = (text: string): string =>
  visibleText(text)
    .map((piece) => piece.text)
    .join('')

type ChoiceProps = {
  readonly label: string
  readonly all: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, words: string])[]
  readonly onChoose: (value: string) => void
}

function Choice({ label, all, value, choices, onChoose }: ChoiceProps) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{all}</option>
      {choices.map(([choice, words]) => (
        <option key={choice} value={choice}>
          {words}
        </option>
      ))}
    </select>
  )
}
