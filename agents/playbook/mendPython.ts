/** Mends slips in Python that have one likely cause: a misspelt name, a known library not imported, an output without its name, gaps that a model can't take. */
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import type { SeenProposal } from '#agents/seen.ts'

export type PythonStep = Pick<SeenProposal, 'code' | 'findings'>

/** Names by which everybody calls them, and the line that brings them. */
const IMPORTS: Readonly<Record<string, string>> = {
  pd: 'import pandas as pd',
  np: 'import numpy as np',
  plt: 'import matplotlib.pyplot as plt',
  pa: 'import pyarrow as pa',
  pandas: 'import pandas',
  numpy: 'import numpy',
  scipy: 'import scipy',
  sklearn: 'import sklearn',
  stats: 'from scipy import stats',
  math: 'import math',
  re: 'import re',
  json: 'import json',
  datetime: 'import datetime',
  itertools: 'import itertools',
  Counter: 'from collections import Counter',
  defaultdict: 'from collections import defaultdict',
  KMeans: 'from sklearn.cluster import KMeans',
  PCA: 'from sklearn.decomposition import PCA',
  LinearRegression: 'from sklearn.linear_model import LinearRegression',
  LogisticRegression: 'from sklearn.linear_model import LogisticRegression',
  Ridge: 'from sklearn.linear_model import Ridge',
  RandomForestClassifier: 'from sklearn.ensemble import RandomForestClassifier',
  RandomForestRegressor: 'from sklearn.ensemble import RandomForestRegressor',
  StandardScaler: 'from sklearn.preprocessing import StandardScaler',
  OneHotEncoder: 'from sklearn.preprocessing import OneHotEncoder',
  SimpleImputer: 'from sklearn.impute import SimpleImputer',
  make_pipeline: 'from sklearn.pipeline import make_pipeline',
  train_test_split: 'from sklearn.model_selection import train_test_split',
  cross_val_score: 'from sklearn.model_selection import cross_val_score',
}

const NO_NAME =
  /Nothing is called (\w+)(?: here\.(?: Did you mean (\w+)\?)?|; there is a table (\w+),)|name '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?/

export function mendedPythonName({ code }: PythonStep, { text }: Trouble): Mended | undefined {
  const found = NO_NAME.exec(text)
  const name = found?.[1] ?? found?.[4]
  if (name === undefined) return undefined
  const line = Object.hasOwn(IMPORTS, name) ? IMPORTS[name] : undefined
  if (line !== undefined)
    return { code: `${line}\n${code}`, said: `${name} was used without being imported, so I import it.` }
  const near = found?.[2] ?? found?.[3] ?? found?.[5]
  if (near === undefined) return undefined
  const use = new RegExp(String.raw`(?<![.\w])${name}(?!\w|\s*=(?!=))`, 'g')
  return {
    code: outsideTexts(code, (part) => part.replaceAll(use, near)),
    said: `Nothing is called ${name}; the nearest name is ${near}, so I use that.`,
  }
}

export function mendedPackage({ code }: PythonStep, { text }: Trouble): Mended | undefined {
  const [, name, near] =
    /^The package (\w+) is not in the environment.*Did you mean (\w+)\?$/.exec(text) ?? []
  if (name === undefined || near === undefined) return undefined
  const use = new RegExp(String.raw`^(\s*(?:import|from)\s+)${name}\b`, 'gm')
  return {
    code: code.replaceAll(use, (_, before: string) => `${before}${near}`),
    said: `There is no package ${name}; the nearest name is ${near}, so I import that.`,
  }
}

const NO_OUTPUT =
  /^Nothing is bound to (\w+), the name of its output|^The code ran, but nothing is called (\w+)/

/** The last line's value, or what was bound last, is taken for the result: that is said, for the reviewer to judge. */
export function mendedOutput({ code }: PythonStep, { text }: Trouble): Mended | undefined {
  const found = NO_OUTPUT.exec(text)
  const output = found?.[1] ?? found?.[2]
  if (output === undefined) return undefined
  const twin = /(\w+) is not the same:/.exec(text)?.[1] ?? /Did you mean (\w+)\?/.exec(text)?.[1]
  const bound = [...code.matchAll(/^([A-Za-z_]\w*)(?:\s*:\s*[\w[\], .]+)?\s*=(?!=)/gm)].at(-1)?.[1]
  const lines = code.trimEnd().split('\n')
  const last = lines.at(-1) ?? ''
  const isValue =
    /^[A-Za-z_]\w*(?:[.[(].*)?$/.test(last) && !/^(?:print|display|import|from|del|return)\b/.test(last)
  if (isValue && twin === undefined)
    return {
      code: [...lines.slice(0, -1), `${output} = ${last}`].join('\n'),
      said: `Nothing was called ${output}: I give that name to the value of the last line.`,
    }
  const meant = twin ?? bound
  return meant === undefined
    ? undefined
    : {
        code: `${code.trimEnd()}\n${output} = ${meant}`,
        said: `Nothing was called ${output}: I hand over ${meant}, ${twin ? 'which has nearly that name' : 'which was bound last'}. If another was meant, say so.`,
      }
}

const NO_COLUMN =
  /KeyError[^:]*: (?:'([^']+)'|"\['([^']+)'\] not (?:in index|found in axis)"|"Label\(s\) \['([^']+)'\] do not exist")|object has no attribute '(\w+)'/

/** Only by the name that the check before running put forward. */
export function mendedColumn({ code, findings = [] }: PythonStep, { text }: Trouble): Mended | undefined {
  const found = NO_COLUMN.exec(text)
  const name = found?.slice(1).find((one) => one !== undefined)
  if (name === undefined) return undefined
  const near = findings
    .filter((one) => one.text.includes(name))
    .flatMap((one) => /Did you mean (.+?)\?$/.exec(one.text)?.[1] ?? [])[0]
  if (near === undefined) return undefined
  const quoted = new RegExp(String.raw`(['"])${escaped(name)}\1`, 'g')
  const mended = code
    .replaceAll(quoted, (_, mark: string) => `${mark}${near}${mark}`)
    .replaceAll(new RegExp(String.raw`(?<=\w\.)${escaped(name)}\b(?!\()`, 'g'), near)
  return {
    code: mended,
    said: `There is no column called ${name}; the nearest name is ${near}, so I use that.`,
  }
}

const GAPS = /in line (\d+): Input (X|y) contains NaN/

/** Rows with a gap are left out just before the model sees them, in what it is given to learn from. */
export function mendedGaps({ code }: PythonStep, { text }: Trouble): Mended | undefined {
  const [, at, side] = GAPS.exec(text) ?? []
  const lines = code.split('\n')
  const line = lines[Number(at) - 1]
  const [, indent, x, y] =
    /^(\s*)\S.*?\.fit(?:_transform|_predict)?\((\w+)(?:,\s*(\w+))?\s*\)/.exec(line ?? '') ?? []
  if (indent === undefined || x === undefined || (side === 'y' && y === undefined)) return undefined
  const before =
    side === 'y' && y !== undefined
      ? [`${indent}${y} = ${y}.dropna()`, `${indent}${x} = ${x}.loc[${y}.index]`]
      : [
          `${indent}${x} = ${x}.dropna()`,
          ...(y === undefined ? [] : [`${indent}${y} = ${y}.loc[${x}.index]`]),
        ]
  return {
    code: [...lines.slice(0, Number(at) - 1), ...before, ...lines.slice(Number(at) - 1)].join('\n'),
    said: `${side === 'y' ? 'What is to be learnt' : 'What it learns from'} has gaps, which this model can’t take: I leave out rows with a gap. If they shall be filled instead, say so.`,
  }
}

/** Names in texts and comments are no names. */
const outsideTexts = (code: string, change: (part: string) => string): string =>
  code
    .split(/("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*)/)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join('')

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
