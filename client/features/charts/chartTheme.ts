import type { Config } from 'vega-lite'
import type { Theme } from '#client/ui/theme.ts'

export function chartTheme(theme: Theme): Config {
  const [text, muted, line] =
    theme === 'dark' ? ['#e7e8eb', '#a0a5af', '#2a2d33'] : ['#1b1c1f', '#5d6068', '#e2e2dd']
  const mark = theme === 'dark' ? '#8ea4ff' : '#3450c8'
  return {
    background: 'transparent',
    font: 'Inter Variable, sans-serif',
    view: { stroke: null },
    mark: { color: mark },
    line: { strokeWidth: 2 },
    point: { filled: true },
    title: { color: text, fontSize: 13, fontWeight: 600, anchor: 'start', offset: 12 },
    axis: {
      labelColor: muted,
      titleColor: muted,
      titleFontWeight: 500,
      gridColor: line,
      domainColor: line,
      tickColor: line,
      labelFontSize: 11,
      titleFontSize: 11.5,
    },
    legend: { labelColor: muted, titleColor: muted },
    range: {
      category:
        theme === 'dark'
          ? ['#8ea4ff', '#6fd3b0', '#f0bd66', '#ff8f85', '#c9a2f5', '#7cc7f2', '#d7c48a', '#e59ac6']
          : ['#3450c8', '#1a8f6b', '#c77b05', '#c4473c', '#7a3fb8', '#1f86b8', '#8a7a2b', '#b04a86'],
    },
  }
}
