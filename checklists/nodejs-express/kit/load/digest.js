// Digests that bind results to the kit that made them.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES = ['.npmrc', 'biome.json', 'package.json', 'package-lock.json']
const PARTS = new Set([...FILES, 'core', 'kits', 'load', 'samples', 'tests', 'twins'])

// Over every file of the kit but what is filled in for one service; what stands beside them, such as a log, is not one.
export function kitDigest(root) {
  const lines = files(root).map((path) => `${sha256(readFileSync(join(root, path)))}  ${path}\n`)
  return `sha256:${sha256(lines.join(''))}`
}

function files(root, below = '') {
  const found = []
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name
    if (!below && !PARTS.has(entry.name)) continue
    if (entry.isDirectory()) found.push(...files(root, path))
    else found.push(path)
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

// Over the content of a value: keys in order, no spaces, so that a file that was only formatted anew stays the same.
export function contentDigest(value) {
  return `sha256:${sha256(canonical(value))}`
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex')
}
