"""How the page looks: on a phone and a desk, in light and in dark."""

COLOURS = """
:root { color-scheme: light dark; --page: #fff; --card: #f6f8fa; --ink: #1f2328; --muted: #59636e;
  --line: #d1d9e0; --accent: #0969da; --bad: #c1121f; --good: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --card: #151b23; --ink: #e6edf3;
  --muted: #9198a1; --line: #3d444d; --accent: #4493f8; --bad: #ff7b72; --good: #3fb950; } }
"""

CSS = (
    COLOURS
    + """
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: .95rem; margin: 1rem 0 .25rem; }
p { margin: .4rem 0; }
small, .muted { color: var(--muted); font-size: .82rem; }
.bad { color: var(--bad); } .good { color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
th { text-align: left; font-weight: 600; color: var(--muted); font-size: .82rem;
  vertical-align: bottom; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; }
td small { display: block; } .number { white-space: nowrap; } .passage { min-width: 15rem; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
.pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
figure { margin: 0; padding: .75rem; background: var(--card); border-radius: .5rem; display: flex;
  flex-direction: column; justify-content: space-between; gap: .25rem; }
figcaption { font-size: .85rem; display: flex; justify-content: space-between; gap: .5rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--muted); font: 11px system-ui, sans-serif; }
.rule { stroke: var(--line); fill: none; } .dashed { stroke-dasharray: 4 4; stroke: var(--muted); }
.line { stroke: var(--accent); stroke-width: 2; fill: none; } .dot { fill: var(--accent); }
.open { fill: var(--card); stroke: var(--accent); stroke-width: 2; }
.bars { margin: auto 0; display: grid; grid-template-columns: max-content 1fr max-content; gap: .25rem .6rem;
  font-size: .85rem; align-items: center; font-variant-numeric: tabular-nums; }
.bars i { display: block; height: .8rem; background: var(--accent); border-radius: 2px; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 .75rem; }
details[open] { padding-bottom: .75rem; }
summary { cursor: pointer; padding: .5rem 0; }
.answer, blockquote { white-space: pre-wrap; background: var(--card); border-radius: .4rem;
  padding: .5rem .75rem; margin: .25rem 0; font-size: .9rem; }
ol, ul { margin: .25rem 0; padding-left: 1.25rem; } li { margin: .25rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; font-size: .85rem;
  margin: .5rem 0; }
dt { color: var(--muted); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
"""
)
