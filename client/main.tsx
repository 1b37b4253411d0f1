import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '#client/ui/tokens.css'
import '#client/ui/controls.css'
import '#client/features/shell/shell.css'
import '#client/features/notebook/notebook.css'
import '#client/features/review/review.css'
import '#client/features/grid/grid.css'
import '#client/features/shell/panels.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '#client/App.tsx'
import { applyTheme, themeOf } from '#client/ui/theme.ts'

applyTheme(themeOf())
const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
