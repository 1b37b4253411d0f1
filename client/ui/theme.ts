/** Light or dark: as the system has it, until a person says otherwise in this browser. */
export type Theme = 'light' | 'dark'

const KEY = 'countersign-theme'

export function themeOf(): Theme {
  const chosen = localStorage.getItem(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  dispatchEvent(new Event('countersign-theme'))
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  applyTheme(theme)
}
