// Percentiles and exact bootstrap intervals. Runs are what is drawn again, not requests: requests of one run share its
// luck, and an interval over them would look far narrower than another run shows it to be.

// The nearest rank of sorted values.
export function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

// The 95 % interval of the mean, over every way to draw as many runs again: counted, not sampled.
export function interval(values) {
  const n = values.length
  const outcomes = []
  const walk = (index, left, sum, ways) => {
    if (index === n - 1) {
      outcomes.push([(sum + left * values[index]) / n, ways / factorial(left)])
      return
    }
    for (let taken = 0; taken <= left; taken += 1) {
      walk(index + 1, left - taken, sum + taken * values[index], ways / factorial(taken))
    }
  }
  walk(0, n, 0, factorial(n))
  outcomes.sort((a, b) => a[0] - b[0])
  const total = n ** n
  return [quantile(outcomes, total * 0.025), quantile(outcomes, total * 0.975)]
}

function quantile(outcomes, ways) {
  let seen = 0
  for (const [value, count] of outcomes) {
    seen += count
    if (seen >= ways) return value
  }
  return outcomes.at(-1)[0]
}

function factorial(n) {
  return n < 2 ? 1 : n * factorial(n - 1)
}
