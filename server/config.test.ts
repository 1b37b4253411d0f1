import { describe, expect, it } from 'vitest'
import { parseConfig } from '#server/config.ts'

const wrongOf = (args: readonly string[]): string => {
  const parsed = parseConfig(args, {})
  return parsed.ok ? '' : parsed.error
}

describe('what can be set from outside', () => {
  it('has defaults that serve this machine only', () => {
    expect(parseConfig([], {})).toMatchObject({
      ok: true,
      value: { kind: 'serve', config: { host: '127.0.0.1', port: 4317, model: 'playbook', sample: true } },
    })
  })

  it('takes flags before defaults', () => {
    expect(parseConfig(['--port', '0', '--data', 'elsewhere', '--no-sample'], {})).toMatchObject({
      value: { config: { port: 0, data: 'elsewhere', sample: false } },
    })
  })

  it('names what it does not understand', () => {
    expect(wrongOf(['--prot', '1'])).toContain('--prot')
    expect(wrongOf(['--port', 'many'])).toContain('port')
    expect(wrongOf(['serve'])).toContain('serve')
    expect(parseConfig(['verify'], {}).ok).toBe(false)
  })
})
