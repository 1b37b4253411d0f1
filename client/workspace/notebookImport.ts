/** The notebook file that a person has brought, while it is looked at; and the way to choose one. */
import { createSignal } from '#client/connection/signal.ts'

export const broughtNotebook = createSignal<File | undefined>(undefined)

export const isNotebookFile = (file: File): boolean => file.name.toLowerCase().endsWith('.ipynb')

export function chooseNotebook(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.ipynb'
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) broughtNotebook.set(file)
  })
  input.click()
}
