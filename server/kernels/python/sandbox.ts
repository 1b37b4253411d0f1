/**
 * The command that starts a Python program shut in by bubblewrap: no network, no environment, no capability, no files but
 * Python's own and what is named here. Processes that run a step are shut in once more by the program itself
 * (`program/isolate.py`), each from the others.
 */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

export type SandboxTools = {
  readonly bwrap: string
  /** Needed only by a server that runs as root: limits on processes do not bind root. */
  readonly setpriv: string | undefined
}

export type Shared = { readonly from: string; readonly to: string; readonly isWritable: boolean }

export type Confined = {
  readonly tools: SandboxTools
  readonly isRoot: boolean
  /** Python's own prefix and executable, shown at the same place within. */
  readonly python: { readonly prefix: string; readonly executable: string }
  readonly shared: readonly Shared[]
  readonly env: Readonly<Record<string, string>>
  readonly command: readonly string[]
}

/** Whom everything in the sandbox is done by when the server is root: nobody. */
const NOBODY = '65534'
const TEMPORARY_BYTES = 268_435_456
/** What a dynamically linked program needs of the system. */
const LIBRARIES = ['/usr/lib', '/usr/lib64', '/usr/lib32', '/etc/ld.so.cache'] as const

export function sandboxed({ tools, isRoot, python, shared, env, command }: Confined): readonly string[] {
  const shown: readonly Shared[] = [
    ...LIBRARIES.filter((path) => existsSync(path)).map((path) => readOnly(path)),
    ...(python.prefix === '/usr' ? [] : [readOnly(python.prefix)]),
    ...(python.executable.startsWith(`${python.prefix}/`) && python.prefix !== '/usr'
      ? []
      : [readOnly(python.executable)]),
    ...(isRoot && tools.setpriv ? [readOnly(tools.setpriv)] : []),
    ...shared,
  ]
  const folders = [...new Set(shown.flatMap(({ to }) => foldersAbove(to)))].sort()
  return [
    tools.bwrap,
    '--unshare-pid',
    '--unshare-net',
    '--unshare-ipc',
    '--unshare-uts',
    ...(isRoot ? [] : ['--unshare-user']),
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    '--cap-drop',
    'ALL',
    ...(isRoot ? ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'].flatMap((one) => ['--cap-add', one]) : []),
    ...folders.flatMap((folder) => ['--perms', '0755', '--dir', folder]),
    ...['/lib', '/lib64'].flatMap((link) =>
      existsSync(`/usr${link}`)
        ? ['--symlink', `usr${link}`, link]
        : existsSync(link)
          ? ['--ro-bind', link, link]
          : [],
    ),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--perms',
    '1777',
    '--size',
    String(TEMPORARY_BYTES),
    '--tmpfs',
    '/tmp',
    '--perms',
    '0755',
    '--dir',
    '/scratch',
    ...shown.flatMap(({ from, to, isWritable }) => [isWritable ? '--bind' : '--ro-bind', from, to]),
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(isRoot ? asNobody(tools.setpriv) : []),
    ...command,
  ]
}

const asNobody = (setpriv = 'setpriv'): readonly string[] => [
  setpriv,
  '--reuid',
  NOBODY,
  '--regid',
  NOBODY,
  '--clear-groups',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--no-new-privs',
]

const readOnly = (path: string): Shared => ({ from: path, to: path, isWritable: false })

/** bubblewrap makes missing folders for its own user only; nobody must get through them as well. */
function foldersAbove(path: string): readonly string[] {
  const above = dirname(path)
  return above === '/' || above === '.' ? [] : [...foldersAbove(above), above]
}

/** What this machine has for it, or what is missing and how to get it. */
export function findSandboxTools(
  isRoot: boolean,
  has: (path: string) => boolean = existsSync,
): { readonly ok: true; readonly value: SandboxTools } | { readonly ok: false; readonly error: string } {
  const find = (name: string): string | undefined =>
    ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin'].map((folder) => `${folder}/${name}`).find(has)
  const bwrap = find('bwrap')
  const setpriv = find('setpriv')
  if (!bwrap)
    return {
      ok: false,
      error: 'bubblewrap is missing, without which a Python step is not shut in: apt-get install bubblewrap',
    }
  if (isRoot && !setpriv)
    return {
      ok: false,
      error:
        'setpriv is missing, without which a server that runs as root can’t limit a Python step: apt-get install util-linux',
    }
  return { ok: true, value: { bwrap, setpriv } }
}
