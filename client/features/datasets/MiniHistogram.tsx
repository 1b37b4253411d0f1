import { visibleText } from '#client/ui/visibleText.ts'
import type { ColumnProfile } from '#shared/profile.ts'

const WIDTH = 72
const HEIGHT = 16

/** The distribution in a line; what it shows is also said in words. */
export function MiniHistogram({ column }: { readonly column: Pick<ColumnProfile, 'histogram'> }) {
  const { histogram } = column
  if (histogram.length === 0) return null
  const most = Math.max(...histogram.map((bin) => bin.count), 1)
  const width = WIDTH / histogram.length
  const top = histogram.reduce((one, other) => (other.count > one.count ? other : one))
  const words = `most frequent: ${seen(top.from)}${top.from === top.to ? '' : ` to ${seen(top.to)}`} (${top.count})`
  return (
    <svg className="mini-histogram" width={WIDTH} height={HEIGHT} role="img" aria-label={words}>
      <title>{words}</title>
      {histogram.map((bin, index) => {
        const height = Math.max(1, (bin.count / most) * HEIGHT)
        return (
          <rect
            key={`${bin.from} ${bin.to}`}
            x={index * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
          />
        )
      })}
    </svg>
  )
}

const seen = (value: string): string =>
  visibleText(value.slice(0, 80))
    .map(({ text }) => text)
    .join('')
