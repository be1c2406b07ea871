// The printed rule. The advisor applies the same one to results.json; a test there holds both against each other.
import { interval, mean } from './statistics.js'

export const RULE = [
  'Raw has earned its keep when the framework misses the latency budget and raw meets it, or when the p99 gap is at',
  'least 10% of the budget and its 95% bootstrap interval lies above zero. Otherwise take the framework.',
  'No verdict: fewer than 5 runs, a saturated or unstable run, or two runs of raw more than 5% apart.',
].join('\n')
export const LEAST_RUNS = 5
export const MOST_APART = 0.05

// Results hold a list of figures for each measure; here each run has its own.
function runsOf(columns = { p99_ms: [] }) {
  return columns.p99_ms.map((_, at) => Object.fromEntries(Object.keys(columns).map((key) => [key, columns[key][at]])))
}

const p99 = (runs) => runs.map((run) => run.p99_ms)

// {verdict: 'raw' | 'framework' | null, reason, words}
export function judge({ framework, work }, budget) {
  const measured = work.find((one) => one.id === 'realistic')?.variants
  if (!measured) return none('synthetic', 'Only the toy route was measured.')
  const names = ['raw', 'raw-again', framework]
  const variants = Object.fromEntries(names.map((name) => [name, runsOf(measured[name])]))
  for (const name of names) {
    if (variants[name].length < LEAST_RUNS) return none('incomplete', `${name} has fewer than ${LEAST_RUNS} runs.`)
  }
  for (const name of names) {
    for (const [index, run] of variants[name].entries()) {
      const trouble = troubleOf(run, variants[name], budget)
      if (trouble) return none(trouble[0], `Run ${index + 1} of ${name}: ${trouble[1]}`)
    }
  }
  const [raw, again, other] = names.map((name) => mean(p99(variants[name])))
  if (Math.abs(again - raw) > MOST_APART * raw) {
    const apart = ((100 * Math.abs(again - raw)) / raw).toFixed(1)
    return none('apart', `Two runs of the same program came out ${apart}% apart: the machine was too busy.`)
  }
  if (!(budget > 0)) return none('no-budget', 'The service has no latency budget to hold this against.')
  const gaps = variants[framework].map((run, index) => run.p99_ms - variants.raw[index].p99_ms)
  const [low, high] = interval(gaps)
  const told = `${framework} ${other.toFixed(1)} ms, raw ${raw.toFixed(1)} ms, budget ${budget} ms, gap ${mean(gaps).toFixed(1)} ms (95%: ${low.toFixed(1)} to ${high.toFixed(1)})`
  const missed = other > budget && raw <= budget
  if (missed || (mean(gaps) >= budget / 10 && low > 0)) return { verdict: 'raw', reason: 'earned', words: told }
  return { verdict: 'framework', reason: 'not-earned', words: told }
}

export function troubleOf(run, runs, budget) {
  if (run.answered < 0.98 * run.sent) {
    return ['saturated', `${run.answered} of ${run.sent} requests were answered in time, so it is saturated.`]
  }
  if (run.failed > 0.001 * run.sent) return ['saturated', `${run.failed} of ${run.sent} requests failed.`]
  if (run.late_ms > Math.max(2, (budget ?? 0) / 10)) {
    return ['unstable', `the load itself was up to ${run.late_ms} ms late: the machine was too busy.`]
  }
  const sorted = p99(runs).sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]
  if (run.p99_ms > 2 * median && run.p99_ms > median + 5) {
    return ['unstable', `its p99 of ${run.p99_ms} ms is more than twice the median of the runs (${median} ms).`]
  }
  return null
}

function none(reason, words) {
  return { verdict: null, reason, words }
}
