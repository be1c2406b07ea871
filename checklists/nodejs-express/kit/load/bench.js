// `npm run bench`: every variant in turns at a set rate of arrivals, a table, and results.json for the advisor.
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { issueToken } from '../core/auth.js'
import { USUAL, VARIANTS } from '../twins/variants.js'
import { bytes, flatOut, paced } from './client.js'
import { contentDigest, kitDigest } from './digest.js'
import { judge, RULE } from './rule.js'
import { start } from './server.js'
import { interval, mean } from './statistics.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
// Seconds at the rate, flat out and to warm up. `short` shows that everything runs, and its figures mean nothing.
const PROFILES = {
  full: { realistic: [6, 1.5, 0.5], toy: [3, 1.5, 0.5], graceMs: 1_000 },
  quick: { realistic: [2, 0.5, 0.5], toy: [1, 0.5, 0.2], graceMs: 1_000 },
  short: { realistic: [0.15, 0.05, 0.05], toy: [0.05, 0.05, 0], graceMs: 60_000 },
}
const TOY = { includes: [], routes: 1, request: () => ({ method: 'GET', path: '/healthz' }) }

const { values: options } = parseArgs({
  options: {
    profile: { type: 'string', default: 'full' },
    runs: { type: 'string', default: '5' },
    rate: { type: 'string' },
    only: { type: 'string', default: 'realistic,toy' },
    variants: { type: 'string' },
    output: { type: 'string', default: 'results.json' },
  },
})

const kit = JSON.parse(readFileSync(`${ROOT}/kit.json`, 'utf8'))
const load = await import(`../kits/${kit.kit}/load.js`)
const rate = whole('rate', options.rate ?? kit.rate, 1, 20_000)
const runs = whole('runs', options.runs, 1, 9)
const times = PROFILES[options.profile] ?? fail(`--profile is one of ${Object.keys(PROFILES).join(', ')}.`)
const names = options.variants?.split(',') ?? [...new Set([...USUAL, kit.framework])]
for (const name of names) if (!Object.hasOwn(VARIANTS, name)) fail(`--variants knows no ${name}.`)
const besides = {}
const secret = randomBytes(32).toString('hex')
process.env.KIT_SECRET = secret

function whole(name, given, least, most) {
  const value = Number(given)
  return Number.isInteger(value) && value >= least && value <= most ? value : fail(`--${name} is ${least} to ${most}.`)
}

function fail(words) {
  console.error(words)
  process.exit(2)
}

function prepared(id, work) {
  const tokens = new Map()
  const complete = ({ role, tenant = 'acme', headers = {}, ...rest }) => {
    const key = `${tenant} ${role}`
    if (role && !tokens.has(key)) tokens.set(key, issueToken(secret, { tenant, role, expires: 4_000_000_000 }))
    const sign = role ? { authorization: `Bearer ${tokens.get(key)}` } : {}
    const type = rest.body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(rest.body) } : {}
    return { ...rest, headers: { ...sign, ...type, ...headers } }
  }
  return { id, ...work, complete, message: (index) => complete(work.request(index, secret)) }
}

async function run(server, work, [seconds, flat, warmup]) {
  if (warmup) await paced(server.port, work, { rate, seconds: warmup })
  const before = await server.sample()
  const figures = await paced(server.port, work, { rate, seconds, graceMs: times.graceMs })
  const { loopMs, memoryMb } = await server.sample()
  const { answers, perSecond } = await flatOut(server.port, work, { seconds: flat })
  const { cpuMs } = await server.sample()
  return {
    ...figures,
    cpu_ms: Math.round(((cpuMs - before.cpuMs) / (figures.sent + answers)) * 1000) / 1000,
    memory_mb: Math.round(memoryMb * 10) / 10,
    loop_ms: Math.round(loopMs * 1000) / 1000,
    per_second: perSecond,
  }
}

async function measured(work) {
  const servers = new Map()
  const variants = Object.fromEntries(names.map((name) => [name, []]))
  try {
    for (const name of names) servers.set(name, await start(kit.kit, name, { ...kit.context, secret }))
    for (const name of names) {
      // once more than every run, for the compiler: what a program does in its first second is not how it runs
      await paced(servers.get(name).port, work, { rate: Math.max(rate, 200), seconds: times[work.id][0] / 2 })
    }
    for (let round = 0; round < runs; round += 1) {
      const order = round % 2 ? names.slice().reverse() : names
      for (const name of order) {
        variants[name].push(await run(servers.get(name), work, times[work.id]))
        if (process.stderr.isTTY) process.stderr.write(`\r${work.id}, run ${round + 1} of ${runs}: ${name}          `)
      }
    }
    if (load.besides && work.id === 'realistic' && options.profile !== 'short') {
      for (const [name, server] of servers) {
        besides[name] = await load.besides({ ...server, bytes: (one) => bytes(work.complete(one)) })
      }
    }
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()))
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  const all = Object.entries(variants).map(([name, list]) => [name, columns(list)])
  return { id: work.id, includes: work.includes, routes: work.routes, variants: Object.fromEntries(all) }
}

function columns(list) {
  return Object.fromEntries(Object.keys(list[0]).map((key) => [key, list.map((one) => one[key])]))
}

function versions() {
  const of = (name) => JSON.parse(readFileSync(`${ROOT}/node_modules/${name}/package.json`, 'utf8')).version
  const packages = { express: 'express', fastify: 'fastify', hono: 'hono', nestjs: '@nestjs/core' }
  const measured = Object.entries(packages).filter(([name]) => names.includes(name))
  return { node: process.versions.node, ...Object.fromEntries(measured.map(([name, path]) => [name, of(path)])) }
}

function machine() {
  const [cpu] = os.cpus()
  return {
    cpu: cpu?.model.trim() || 'unknown',
    cores: os.availableParallelism(),
    memory_gb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    load: Math.round(os.loadavg()[0] * 100) / 100,
  }
}

function table({ id, variants }) {
  const rows = [['', 'p50', 'p95', 'p99 ms', '95% interval', 'CPU ms', 'loop ms', 'MB', 'flat out/s']]
  for (const [name, all] of Object.entries(variants)) {
    const of = (key) => mean(all[key])
    const [low, high] = interval(all.p99_ms)
    const figures = [of('p50_ms'), of('p95_ms'), of('p99_ms')].map((value) => value.toFixed(2))
    const more = [of('cpu_ms').toFixed(3), of('loop_ms').toFixed(2), of('memory_mb').toFixed(0)]
    rows.push([name, ...figures, `${low.toFixed(2)} to ${high.toFixed(2)}`, ...more, of('per_second').toFixed(0)])
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) => row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join('  ')
  return [`${id} (${id === 'realistic' ? load.measures : 'one route that does nothing'})`, ...rows.map(line)].join('\n')
}

const work = []
for (const id of options.only.split(',')) {
  work.push(await measured(prepared(id, id === 'toy' ? TOY : load.realistic)))
}
const seen = Object.entries(besides).map(([name, words]) => `${name}: ${words}`)
const results = {
  format: 'advisor-results/1',
  kit: { id: kit.kit, digest: kitDigest(ROOT), service: kit.service },
  on: new Date().toISOString().slice(0, 10),
  profile: options.profile,
  framework: kit.framework,
  measures: load.measures,
  rate,
  seconds: times.realistic[0],
  machine: machine(),
  versions: versions(),
  work,
  ...(seen.length ? { besides } : {}),
}
writeFileSync(options.output, `${JSON.stringify({ digest: contentDigest(results), ...results })}\n`)
for (const one of work) console.log(`${table(one)}\n`)
if (seen.length) console.log(`${seen.join('\n')}\n`)
const { verdict, words } = judge(results, kit.latency_budget_ms)
const told = { raw: 'Raw has earned its keep.', framework: 'Take the framework.' }[verdict] ?? 'No verdict.'
console.log(`${RULE}\n\n${told} ${words}\n\nWritten to ${options.output}: upload it on the service's page.`)
process.exitCode = verdict ? 0 : 3
