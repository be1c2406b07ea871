"""A style sheet of the size and manner of a large CSS framework, as a PDF is commonly dressed in.

In: nothing. Out: CSS text, the same each time: custom properties, a reset, a flex grid with six breakpoints, tables,
forms, buttons, cards, lists, and utilities for every breakpoint. All of it written here; nothing is copied.
"""

BREAKPOINTS = {"": 0, "sm": 576, "md": 768, "lg": 992, "xl": 1200, "xxl": 1400}
COLOURS = {
    "primary": "#2457b3",
    "secondary": "#5f6873",
    "success": "#1f7a4d",
    "info": "#1b8fa6",
    "warning": "#c98a00",
    "danger": "#b3303a",
    "light": "#f4f5f6",
    "dark": "#20252b",
}
SHADES = range(100, 1000, 100)
SPACES = {"0": "0", "1": ".25rem", "2": ".5rem", "3": "1rem", "4": "1.5rem", "5": "3rem", "auto": "auto"}
EDGES = {
    "": [""],
    "t": ["-top"],
    "b": ["-bottom"],
    "s": ["-left"],
    "e": ["-right"],
    "x": ["-left", "-right"],
    "y": ["-top", "-bottom"],
}
DISPLAYS = (
    "none",
    "inline",
    "inline-block",
    "block",
    "grid",
    "table",
    "table-row",
    "table-cell",
    "flex",
    "inline-flex",
)
FLEX = {
    "row": "flex-direction:row",
    "column": "flex-direction:column",
    "row-reverse": "flex-direction:row-reverse",
    "column-reverse": "flex-direction:column-reverse",
    "wrap": "flex-wrap:wrap",
    "nowrap": "flex-wrap:nowrap",
    "fill": "flex:1 1 auto",
    "grow-0": "flex-grow:0",
    "grow-1": "flex-grow:1",
    "shrink-0": "flex-shrink:0",
    "shrink-1": "flex-shrink:1",
}
PLACES = {
    "start": "flex-start",
    "end": "flex-end",
    "center": "center",
    "between": "space-between",
    "around": "space-around",
}
FACES = {"regular": (400, "normal"), "medium": (500, "normal"), "bold": (700, "normal"), "italic": (400, "italic")}


PIECES = ("", "-header", "-body", "-footer", "-item", "-link", "-title", "-text", "-toggle", "-group")
PARTS = (
    *("accordion", "breadcrumb", "carousel", "close", "dropdown", "figure", "form-check", "form-control"),
    *("form-floating", "form-range", "form-select", "input-group", "modal", "nav", "navbar", "offcanvas", "pagination"),
    *("placeholder", "popover", "progress", "ratio", "spinner", "stack", "toast", "tooltip", "valid", "invalid", "vr"),
)
STATES = ("", ":hover", ":focus")


def style() -> str:
    """The whole sheet."""
    parts = [faces(), properties(), reset(), components()]
    for name, width in BREAKPOINTS.items():
        infix = f"-{name}" if name else ""
        rules = grid(infix) + utilities(infix)
        parts.append(f"@media (min-width:{width}px){{{rules}}}" if width else rules)
    return "\n".join([*parts, paper()])


def faces() -> str:
    return "".join(
        f'@font-face{{font-family:Usual;src:url("fonts/{name}.woff2") format("woff2");font-weight:{weight};'
        f"font-style:{slant};font-display:swap}}"
        for name, (weight, slant) in FACES.items()
    )


def properties() -> str:
    names = "".join(f"--u-{name}:{colour};--u-{name}-rgb:{rgb(colour)};" for name, colour in COLOURS.items())
    shades = "".join(f"--u-{name}-{shade}:{colour};" for name, colour in COLOURS.items() for shade in SHADES)
    sizes = "".join(f"--u-space-{name}:{size};" for name, size in SPACES.items())
    return (
        f":root{{{names}{shades}{sizes}--u-font:Usual,sans-serif;--u-body:#20252b;--u-line:#dde1e5;--u-round:.375rem}}"
    )


def rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


def reset() -> str:
    headings = "".join(f"h{n},.h{n}{{font-size:{2.75 - n * 0.3:.2f}rem}}" for n in range(1, 7))
    return (
        "*,*::before,*::after{box-sizing:border-box}"
        "body{margin:0;font-family:var(--u-font);font-size:1rem;line-height:1.5;color:var(--u-body)}"
        "h1,h2,h3,h4,h5,h6{margin-top:0;margin-bottom:.5rem;font-weight:500;line-height:1.2}" + headings + "p,ul,ol,dl"
        "{margin-top:0;margin-bottom:1rem}strong,b{font-weight:700}em,i{font-style:italic}"
        "a{color:var(--u-primary);text-decoration:underline}img,svg{vertical-align:middle;max-width:100%}"
        "table{caption-side:bottom;border-collapse:collapse}th{text-align:inherit}"
    )


def components() -> str:
    rules = [
        ".container,.container-fluid{width:100%;padding-right:.75rem;padding-left:.75rem;margin:0 auto}",
        ".card{position:relative;display:flex;flex-direction:column;min-width:0;background-color:#fff;"
        "border:1px solid var(--u-line);border-radius:var(--u-round)}",
        ".card-body{flex:1 1 auto;padding:1rem}.card-title{margin-bottom:.5rem}",
        ".list-group{display:flex;flex-direction:column;padding-left:0;margin-bottom:0}",
        ".list-group-item{position:relative;display:block;padding:.5rem 1rem;border:1px solid var(--u-line)}",
        ".table{width:100%;margin-bottom:1rem;vertical-align:top;border-color:var(--u-line)}",
        ".table>:not(caption)>*>*{padding:.5rem;border-bottom:1px solid var(--u-line)}",
        ".table-sm>:not(caption)>*>*{padding:.25rem}",
        ".table-striped>tbody>tr:nth-of-type(odd)>*{background-color:rgba(0,0,0,.04)}",
        ".badge{display:inline-block;padding:.35em .65em;font-size:.75em;font-weight:700;border-radius:var(--u-round)}",
    ]
    for part in PARTS:
        rules.append(f".{part}{{--u-{part}-x:1rem;--u-{part}-y:.5rem;--u-{part}-bg:#fff;--u-{part}-color:#20252b}}")
        rules += [
            f".{part}{piece}{state},.was-checked .{part}{piece}{state}{{position:relative;"
            f"padding:var(--u-{part}-y) var(--u-{part}-x);color:var(--u-{part}-color)}}"
            for piece in PIECES
            for state in STATES
        ]
    for name, colour in COLOURS.items():
        rules += [
            f".btn-{name}{{color:#fff;background-color:{colour};border:1px solid {colour}}}",
            f".btn-{name}:hover,.btn-{name}:focus{{color:#fff;background-color:{colour};opacity:.85}}",
            f".btn-outline-{name}{{color:{colour};border:1px solid {colour}}}",
            f".btn-outline-{name}:hover,.btn-outline-{name}:active{{color:#fff;background-color:{colour}}}",
            f".alert-{name}{{color:{colour};background-color:rgba({rgb(colour)},.1);border-color:{colour}}}",
            f".table-{name}{{background-color:rgba({rgb(colour)},.15);border-color:{colour}}}",
            f".list-group-item-{name}{{color:{colour};background-color:rgba({rgb(colour)},.1)}}",
            f".text-{name}{{color:rgba(var(--u-{name}-rgb),1)!important}}",
            f".bg-{name}{{background-color:rgba(var(--u-{name}-rgb),1)!important}}",
            f".border-{name}{{border-color:rgba(var(--u-{name}-rgb),1)!important}}",
        ]
        rules += [f".bg-{name}-{shade}{{background-color:var(--u-{name}-{shade})!important}}" for shade in SHADES]
        rules += [f".text-{name}-{shade}{{color:var(--u-{name}-{shade})!important}}" for shade in SHADES]
    return "".join(rules)


def grid(infix: str) -> str:
    """Rows, columns, offsets and gutters of one breakpoint."""
    rules = [
        ".row{display:flex;flex-wrap:wrap;margin-right:-.75rem;margin-left:-.75rem}"
        ".row>*{flex-shrink:0;width:100%;max-width:100%;padding-right:.75rem;padding-left:.75rem}"
        if not infix
        else "",
        f".col{infix}{{flex:1 0 0%}}.col{infix}-auto{{flex:0 0 auto;width:auto}}",
    ]
    for n in range(1, 13):
        share = f"{n / 12:.6%}"
        rules.append(f".col{infix}-{n}{{flex:0 0 auto;width:{share}}}")
        rules.append(f".offset{infix}-{n}{{margin-left:{share}}}")
        rules.append(f".row-cols{infix}-{n}>*{{flex:0 0 auto;width:{1 / n:.6%}}}")
        rules.append(f".order{infix}-{n}{{order:{n}!important}}")
    return "".join(rules)


def utilities(infix: str) -> str:
    """One class a property and value, each marked important, of one breakpoint."""
    rules = []
    for size, value in SPACES.items():
        for edge, sides in EDGES.items():
            rules.append(rule(f"m{edge}{infix}-{size}", ";".join(f"margin{side}:{value}" for side in sides)))
            if value != "auto":
                rules.append(rule(f"p{edge}{infix}-{size}", ";".join(f"padding{side}:{value}" for side in sides)))
                rules.append(rule(f"m{edge}{infix}-n{size}", ";".join(f"margin{side}:-{value}" for side in sides)))
        rules.append(rule(f"gap{infix}-{size}", f"gap:{value}") if value != "auto" else "")
    rules += [rule(f"d{infix}-{value}", f"display:{value}") for value in DISPLAYS]
    rules += [rule(f"flex{infix}-{name}", text) for name, text in FLEX.items()]
    for name, value in PLACES.items():
        rules.append(rule(f"justify-content{infix}-{name}", f"justify-content:{value}"))
        rules.append(rule(f"align-items{infix}-{name}", f"align-items:{value}"))
        rules.append(rule(f"align-self{infix}-{name}", f"align-self:{value}"))
        rules.append(rule(f"align-content{infix}-{name}", f"align-content:{value}"))
    rules += [rule(f"text{infix}-{side}", f"text-align:{side}") for side in ("left", "center", "right")]
    rules += [rule(f"float{infix}-{side}", f"float:{side}") for side in ("left", "right", "none")]
    rules += [rule(f"w{infix}-{n}", f"width:{n}%") for n in range(5, 101, 5)]
    rules += [rule(f"h{infix}-{n}", f"height:{n}%") for n in range(5, 101, 5)]
    rules += [rule(f"fs{infix}-{n}", f"font-size:{n / 8:.3f}rem") for n in range(4, 33)]
    rules += [rule(f"opacity{infix}-{n}", f"opacity:{n / 100:.2f}") for n in range(0, 101, 5)]
    rules += [rule(f"rounded{infix}-{n}", f"border-radius:{n / 4:.2f}rem") for n in range(9)]
    for place in ("top", "bottom", "left", "right"):
        rules += [rule(f"{place}{infix}-{n}", f"{place}:{n}%") for n in (0, 25, 50, 75, 100)]
        rules += [rule(f"border{infix}-{place}-{n}", f"border-{place}:{n}px solid var(--u-line)") for n in range(6)]
    return "".join(rules)


def rule(name: str, text: str) -> str:
    declarations = ";".join(f"{each}!important" for each in text.split(";"))
    return f".{name}{{{declarations}}}"


def paper() -> str:
    return (
        "@page{size:A4;margin:18mm 16mm 20mm;@bottom-right{content:counter(page) ' / ' counter(pages);font-size:9px}}"
        "@media print{body{font-size:10pt}.card{break-inside:auto}.d-print-none{display:none!important}}"
    )
