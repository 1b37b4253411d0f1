/** How close together things stand: roomy, until a person says otherwise in this browser. */
export type Density = 'roomy' | 'compact'

const KEY = 'countersign-density'

export const densityOf = (): Density => (localStorage.getItem(KEY) === 'compact' ? 'compact' : 'roomy')

export function applyDensity(density: Density): void {
  document.documentElement.dataset['density'] = density
}

export function chooseDensity(density: Density): void {
  localStorage.setItem(KEY, density)
  applyDensity(density)
}
