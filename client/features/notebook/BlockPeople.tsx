import { initialsOf, personClassOf, useOthers } from '#client/workspace/usePresence.ts'

/** Who else is in this block right now. */
export function BlockPeople({ id }: { readonly id: string }) {
  const here = useOthers().filter((one) => one.block === id)
  if (here.length === 0) return null
  return (
    <ul className="block-people" aria-label="Also in this block">
      {here.map((one) => (
        <li key={one.id} className={`avatar ${personClassOf(one.id)}`} title={`${one.name} is here`}>
          {initialsOf(one.name)}
        </li>
      ))}
    </ul>
  )
}
