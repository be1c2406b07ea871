// What the benchmark sends: questions of several tenants, each with a downstream call.
export const measures = 'time to the answer'
export const realistic = {
  includes: ['auth', 'logging', 'json', 'downstream'],
  routes: 6,
  request: (index) => ({
    method: 'POST',
    path: '/v1/answers',
    role: 'writer',
    tenant: `tenant-${index % 5}`,
    body: JSON.stringify({ question: 'Which of the two shall we build it on, and why?' }),
  }),
}
