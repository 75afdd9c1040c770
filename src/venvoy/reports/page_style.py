"""How the HTML report looks: light and dark as the session is, on a phone and on paper, with nothing from elsewhere."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #22272e; --soft: #5b6570; --paper: #fcfbf8; --line: #c9c6bd;
  --before: #855200; --after: #0b5cad; --good: #1c6b35; --bad: #a52a22; --add: #e7f4ea; --cut: #fbeae8; }
@media screen and (prefers-color-scheme: dark) { :root {
  --ink: #d9dfe6; --soft: #9aa7b5; --paper: #12161b; --line: #36414d;
  --before: #eec275; --after: #86b7f2; --good: #86cf94; --bad: #f19790; --add: #16301f; --cut: #3a1d1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .5rem 0; }
.soft, caption, .how { color: var(--soft); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
td.long, td.text { overflow-wrap: anywhere; min-width: 10rem; }
td.why, td.how { min-width: 9rem; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
details td.number { width: 6rem; }
td > .how { min-width: 10rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .85rem; }
pre { margin: 0; }
.bars { display: grid; gap: .2rem; min-width: 9rem; }
.bar { display: block; height: .65rem; min-width: 2px; border-radius: 2px; }
.bar.before { background: var(--before); }
.bar.after { background: var(--after); }
.layers { display: flex; height: 1.75rem; margin: .25rem 0; gap: 2px; }
.layers span { display: block; min-width: 2px; border-radius: 2px; }
.layers.before span { background: var(--before); }
.layers.after span { background: var(--after); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem 2rem; }
.picture svg { width: 100%; min-width: 50rem; height: auto; }
ol { margin: .25rem 0; padding-left: 1.75rem; overflow-wrap: anywhere; }
.diff { border: 1px solid var(--line); border-radius: 4px; }
.diff td { border: 0; padding: 0 .6rem; }
.diff td.text { min-width: 15rem; white-space: pre-wrap; font-family: ui-monospace, monospace; font-size: .85rem; }
.diff tr.added { background: var(--add); }
.diff tr.removed { background: var(--cut); }
details { margin: .5rem 0; }
summary { cursor: pointer; }
summary h3 { display: inline; font-size: 1rem; }
.tradeoff { padding-left: .25rem; }
.tradeoff h4 { margin: 1rem 0 .25rem; font-size: .95rem; }
.tradeoff pre { overflow-x: auto; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 4px; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .picture svg { min-width: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
