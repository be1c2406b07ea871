// Validation that says which field is wrong and what it should be.
import { Problem } from './problem.js'

export function fields(body, shape) {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid('body', 'an object')
  for (const name of Object.keys(body)) if (!Object.hasOwn(shape, name)) throw invalid(name, 'left out')
  for (const [name, rule] of Object.entries(shape)) {
    if (body[name] === undefined && rule.optional) continue
    if (!rule.test(body[name])) throw invalid(name, rule.words)
  }
  return body
}

export const text = (most) => ({
  words: `a text of 1 to ${most} characters`,
  test: (value) => typeof value === 'string' && value.length > 0 && value.length <= most,
})

export const whole = (least, most) => ({
  words: `a whole number from ${least} to ${most}`,
  test: (value) => Number.isSafeInteger(value) && value >= least && value <= most,
})

export const optional = (rule) => ({ ...rule, optional: true })

function invalid(name, words) {
  return new Problem(422, 'invalid', `${name} must be ${words}.`)
}
