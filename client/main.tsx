import '#client/schemasWithoutCode.ts'
import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '#client/ui/tokens.css'
import '#client/ui/controls.css'
import '#client/ui/overlays.css'
import '#client/features/shell/shell.css'
import '#client/features/notebook/notebook.css'
import '#client/features/notebook/block.css'
import '#client/features/notebook/prose.css'
import '#client/features/notebook/constraint.css'
import '#client/features/notebook/stepCode.css'
import '#client/features/notebook/result.css'
import '#client/features/review/review.css'
import '#client/features/review/inbox.css'
import '#client/features/charts/charts.css'
import '#client/features/grid/grid.css'
import '#client/features/results/results.css'
import '#client/features/shell/panels.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyDensity, densityOf } from '#client/ui/density.ts'
import { applyTheme, themeOf } from '#client/ui/theme.ts'

applyTheme(themeOf())
applyDensity(densityOf())
const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
// Only now: what it imports makes schemas at once, wherever the build puts it.
void import('#client/App.tsx').then(({ App }) => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
})
