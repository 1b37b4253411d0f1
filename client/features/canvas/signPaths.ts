/** The icons of a sheet as paths to be drawn, on a ground of 24 by 24. */
export function signPathsIn(sheet: Element | null): ReadonlyMap<string, Path2D> {
  const signs = [...(sheet?.querySelectorAll<HTMLElement>('[data-sign]') ?? [])]
  return new Map(signs.map((sign) => [sign.dataset['sign'] ?? '', pathOf(sign.querySelector('svg'))]))
}

function pathOf(svg: SVGSVGElement | null): Path2D {
  const whole = new Path2D()
  for (const part of svg?.children ?? []) whole.addPath(partOf(part))
  return whole
}

function partOf(part: Element): Path2D {
  const number = (name: string): number => Number(part.getAttribute(name) ?? 0)
  const path = new Path2D(part.getAttribute('d') ?? '')
  switch (part.tagName) {
    case 'circle':
      path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI)
      break
    case 'ellipse':
      path.ellipse(number('cx'), number('cy'), number('rx'), number('ry'), 0, 0, 2 * Math.PI)
      break
    case 'rect':
      path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'))
      break
    case 'line':
      path.moveTo(number('x1'), number('y1'))
      path.lineTo(number('x2'), number('y2'))
      break
  }
  return path
}
