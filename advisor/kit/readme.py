"""The README of a kit: what it is for, how to run it, how its figures are read.

In: a checklist's words, what a kit is ordered for. Out: Markdown. Must not know: files, zips.
"""

from advisor.checklist.model import Checklist
from advisor.kit.order import KitOrder
from advisor.record.numbers import figure

RULE = (
    "Raw has earned its keep when the framework misses the latency budget and raw meets it, or when the p99 gap is at "
    "least 10% of the budget and its 95% bootstrap interval lies above zero. Otherwise take the framework.\n\n"
    "There is no verdict on fewer than 5 runs, on a saturated or unstable run, or where two runs of raw come out more "
    "than 5% apart: then the machine was too busy."
)


def readme(checklist: Checklist, order: KitOrder) -> str:
    """What a colleague needs who has never seen the advisor."""
    component = next(one for one in checklist.next_steps.components if one.id == order.kit)
    budget = "none stated" if order.latency_budget_ms is None else f"{figure(order.latency_budget_ms)} ms (p99)"
    waits = (
        "" if order.downstream_ms is None else f", of which {figure(order.downstream_ms)} ms wait for other services"
    )
    measures = "".join(f"- {one}\n" for one in component.measures)
    reasons = "".join(f"- {_line(one)}\n" for one in order.reasons) or "- No reason yet.\n"
    answers = "".join(f"| {_cell(statement)} | {_cell(answer)} |\n" for statement, answer in order.answers)
    return f"""# {component.title}: prototype kit for {_line(order.service)}

One small service around a shared core, served by raw Node.js and by frameworks. It measures what the framework costs
for work like yours.

| | |
|---|---|
| Service | {_cell(order.service)}, of {_cell(order.platform)} |
| Latency budget | {budget}{waits} |
| Arrival rate | {order.rate} requests a second |
| Stands for the framework | {order.framework} |

## Run it

You need a Node.js release that still gets security fixes, and nothing else.

```sh
npm ci
npm test          # the contract every variant keeps, and the drills
npm run bench     # about six minutes; prints a table and writes results.json
```

`npm run bench -- --profile quick` takes two minutes; `--rate 200` sets another arrival rate. Use an idle machine,
ideally of the kind the service will run on.

Then upload `results.json` to the advisor, on the service's *Prototype kit* page. It becomes evidence for the latency
statement. It changes no answer and no verdict.

## What it does

{component.contract}

What to look at:

{measures}
A request's time starts when it was due, so a stalled server pays for everyone who had to wait. Latency is measured
at the set rate; *flat out* is a variant's most. Runs alternate. `raw-again` is raw measured twice: the difference
between the two shows how far to trust the rest.

## How the figures are read

{RULE}

## What led to it

{_line(order.verdict)}

{reasons}
| Statement | Answer |
|---|---|
{answers}
## What is where

- `core/`: what all variants share: credentials, limits, errors, logs, a stand-in for downstream calls
- `twins/`: raw Node.js, Express, Express with its prototypes set once, Fastify, Hono, NestJS. Measured are the first
  four and the one that stands for the framework; `--variants raw,raw-again,hono` chooses others
- `kits/`: the routes of this service, its contract and drills. Change these to match your work
- `load/`: the load, the statistics, the rule
- `samples/`: two samples from the article, their defects named and fixed

Results of a changed kit can't be uploaded, because its digest differs. Enter the figures by hand instead.
"""


def _line(text: str) -> str:
    """Text of a user on one line, without anything that Markdown reads."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|" else sign for sign in " ".join(text.split()))


_cell = _line
