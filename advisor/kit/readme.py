"""The README of a kit: what it is for, how to run it, how its figures are read.

In: a checklist's words, what a kit is ordered for. Out: Markdown. Must not know: files, zips.
"""

from advisor.checklist.model import Checklist
from advisor.kit.order import KitOrder

RULE = (
    "Raw has earned its keep when the framework misses the latency budget and raw meets it, or when the p99 gap is at "
    "least 10% of the budget and its 95% bootstrap interval lies above zero. Otherwise take the framework.\n\n"
    "There is no verdict on fewer than 5 runs, on a saturated or unstable run, or where two runs of raw come out more "
    "than 5% apart: then the machine was too busy."
)


def readme(checklist: Checklist, order: KitOrder) -> str:
    """What a colleague needs who has never seen the advisor."""
    component = next(one for one in checklist.next_steps.components if one.id == order.kit)
    budget = "none stated" if order.latency_budget_ms is None else f"{order.latency_budget_ms:g} ms (p99)"
    waits = "" if order.downstream_ms is None else f", of which {order.downstream_ms:g} ms wait for other services"
    measures = "".join(f"- {one}\n" for one in component.measures)
    reasons = "".join(f"- {_line(one)}\n" for one in order.reasons) or "- No reason is given yet.\n"
    answers = "".join(f"| {_cell(statement)} | {_cell(answer)} |\n" for statement, answer in order.answers)
    return f"""# {component.title}: prototype kit for {_line(order.service)}

One small service, written once around a shared core and served by raw Node.js and by frameworks. It shows what the
framework costs for work shaped like yours, so that nobody has to argue about it.

| | |
|---|---|
| Service | {_cell(order.service)}, of {_cell(order.platform)} |
| Latency budget | {budget}{waits} |
| Arrival rate | {order.rate} requests a second |
| Stands for the framework | {order.framework} |

## Run it

You need a Node.js line that still gets security fixes, and nothing else: no database, no service to install.

```sh
npm ci
npm test          # the contract that every variant keeps, and the drills
npm run bench     # about six minutes; prints a table and writes results.json
```

`npm run bench -- --profile quick` takes two minutes. Run it on a machine that does nothing else, best of the kind that
the service will run on; `--rate 200` sets another rate of arrivals.

Then upload `results.json` on the service's page of the advisor, under *Prototype kit*. It becomes evidence for the
latency statement. On its own it changes no answer and no verdict.

## What it does

{component.contract}

What to look at:

{measures}
A request counts from the moment it was due, so a stalled server is charged for everybody who had to wait. Latency is
measured at the set rate; *flat out* is what a variant can do at most. Runs alternate, and `raw-again` is raw once more:
how far the two come out apart is how far to trust the rest.

## How the figures are read

{RULE}

## What led to it

{_line(order.verdict)}

{reasons}
| Statement | Answer |
|---|---|
{answers}
## What is where

- `core/`: what all variants share: credentials, limits, errors, logs, a stand-in for what is called
- `twins/`: raw Node.js, Express, Express with its prototypes set once, Fastify, Hono, NestJS. Measured are the first
  four and the one that stands for the framework; `--variants raw,raw-again,hono` chooses others
- `kits/`: the routes of this service, its contract and drills. Change these until they look like your work
- `load/`: the load, the statistics, the rule
- `samples/`: two samples from the article, with their defects named and mended

Results of a changed kit cannot be uploaded: its digest is another one. Write their figures down by hand instead.
"""


def _line(text: str) -> str:
    """Text of a user on one line, without anything that Markdown reads."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|" else sign for sign in " ".join(text.split()))


_cell = _line
