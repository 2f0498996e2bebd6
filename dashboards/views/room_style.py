"""How the exercise room looks: one sheet for all its pages, sent once a page and not with every second.

Colours and marks are those of the figures (Okabe-Ito; each with a shape and a word). ``light-dark`` follows the colour
scheme that Streamlit sets on its page; contrasts keep WCAG 2.2 AA: 4.5:1 for text, 3:1 for marks.
"""

from __future__ import annotations

ROOM_STYLE = """<style>
.stApp { --rm-line: rgba(128, 140, 150, 0.38); --rm-soft: light-dark(#55616A, #A3AEB7);
  --rm-tile: light-dark(#F3F5F6, #161B22); --rm-page: light-dark(#FFFFFF, #0E1117);
  --rm-alert: light-dark(#0072B2, #56A9DE); --rm-good: light-dark(#007A59, #2FBF95);
  --rm-bad: light-dark(#B84E00, #F0894A); --rm-warn: light-dark(#8A5F00, #E69F00);
  --rm-deny: light-dark(#A3477E, #CC79A7); }
.stMainBlockContainer { padding: 3.9rem 2.6rem 3rem; }
.stMainBlockContainer h1 { padding: 0 0 8px; }
.stApp [data-testid="stBaseButton-primary"]:not(:disabled), .stApp [data-tag], .stApp [data-tag] *,
.stApp [data-testid="stBaseButton-primaryFormSubmit"]:not(:disabled) {
  color: light-dark(#FFFFFF, #0E1117); }
.stApp [data-testid="stCaptionContainer"] { color: var(--rm-soft); opacity: 1; }
.stApp [data-testid="stWidgetLabel"] p { color: light-dark(#1B2329, #E8ECEF); }
.rm-strip { position: fixed; top: 0; right: 64px; z-index: 999991; height: 60px; display: flex; align-items: center;
  gap: 18px; font-size: 14px; font-variant-numeric: tabular-nums; pointer-events: none; }
.rm-strip .clock { font-size: 22px; font-weight: 600; letter-spacing: 0.01em; }
.rm-strip .net::after { content: "connected"; }
.rm-strip .net::before { content: "●"; color: var(--rm-good); margin-right: 6px; }
.stApp:not([data-test-connection-state="CONNECTED"]) .rm-strip .net::after { content: "connection lost"; }
.stApp:not([data-test-connection-state="CONNECTED"]) .rm-strip .net::before { content: "✕"; color: var(--rm-bad); }
.rm-soft { color: var(--rm-soft); }
.rm-mark { display: inline-block; min-width: 1.1em; }
.rm-bad { color: var(--rm-bad); } .rm-good { color: var(--rm-good); } .rm-alert { color: var(--rm-alert); }
.rm-warn { color: var(--rm-warn); } .rm-deny { color: var(--rm-deny); }
.rm-said { font-size: 14px; line-height: 1.45; min-height: 1.45em; width: fit-content; max-width: 60%;
  margin: -2.95rem 0 0 auto; padding: 3px 0 3px 12px; background: var(--rm-page); position: relative; z-index: 5; }
.rm-said.no { border-left: 3px solid var(--rm-bad); }
@media (max-width: 900px) { .rm-said { margin: 0; max-width: none; } }
.rm-note { border: 1px dashed var(--rm-line); border-radius: 8px; padding: 12px 16px; color: var(--rm-soft); }
.rm-item { border-top: 1px solid var(--rm-line); padding: 8px 0 2px; }
.rm-item.bare { border: 0; padding: 0; }
.rm-fires { color: var(--rm-soft); font-size: 13px; }
.rm-item p { margin: 3px 0 0; }
.rm-item .head { font-size: 13px; color: var(--rm-soft); font-variant-numeric: tabular-nums; }
.rm-item.new .head b { color: var(--rm-alert); } .rm-item ul { margin: 4px 0 0 1.1em; padding: 0; }
.rm-tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px; margin: 0; }
.rm-tiles .rm-tile { border: 1px solid var(--rm-line); border-radius: 8px; padding: 8px 12px 9px; margin: 0; }
.rm-tiles .rm-tile dt { font-size: 12.5px; font-weight: 400; color: var(--rm-soft); margin: 0; padding: 0; }
.rm-tiles .rm-tile dd { margin: 0; padding: 0; font-size: 12.5px; color: var(--rm-soft);
  font-variant-numeric: tabular-nums; }
.rm-tiles .rm-tile dd.value { font-size: 20px; font-weight: 600; color: inherit; line-height: 1.35; }
.rm-tile img { display: block; width: 100%; height: 26px; margin: 4px 0 2px; }
.rm-options { margin: 0 0 6px; padding: 0 0 0 1.1em; }
.rm-options li { margin: 0; }
.rm-clamp { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
.rm-list { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
.rm-list th, .rm-list td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--rm-line);
  vertical-align: top; font-weight: 400; }
.rm-list thead th { font-size: 12.5px; color: var(--rm-soft); white-space: nowrap; }
.rm-list td, .rm-item, .rm-pairs dd, .rm-said { overflow-wrap: anywhere; }
.rm-list td.rm-when { white-space: nowrap; overflow-wrap: normal; }
.rm-list td.rm-who { min-width: 6.5em; }
.rm-strip .who { max-width: 30ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rm-list code, .rm-chip code { font-size: 12.5px; }
.rm-pairs { display: grid; grid-template-columns: max-content 1fr; gap: 4px 14px; margin: 0; font-size: 14px; }
.stApp .rm-pairs { padding: 0; }
.stApp .rm-pairs dt, .stApp .rm-pairs dd { padding: 0; }
.rm-pairs dt { color: var(--rm-soft); font-weight: 400; margin: 0; }
.stApp .rm-pairs dd { margin: 0; }
.rm-chip { display: inline-block; border: 1px solid var(--rm-line); border-radius: 999px; padding: 1px 10px;
  margin: 2px 6px 2px 0; font-size: 12.5px; font-variant-numeric: tabular-nums; }
.rm-code { font: 600 18px ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: 0.08em; }
.rm-board { --size: 1; border-radius: 12px; padding: 24px 32px; }
.rm-board .clock { font-size: calc(88px * var(--size)); font-weight: 700; line-height: 1.1;
  font-variant-numeric: tabular-nums; }
.rm-board .under { font-size: calc(22px * var(--size)); margin-bottom: 18px; }
.rm-board .rm-tiles { grid-template-columns: repeat(auto-fit, minmax(calc(220px * var(--size)), 1fr)); }
.rm-board .rm-tiles .rm-tile dt, .rm-board .rm-tiles .rm-tile dd { font-size: calc(17px * var(--size)); }
.rm-board .rm-tiles .rm-tile dd.value { font-size: calc(34px * var(--size)); }
.rm-board .rm-tile img { height: calc(44px * var(--size)); }
.rm-board .rm-item { font-size: calc(22px * var(--size)); }
.rm-board .rm-item .head { font-size: calc(16px * var(--size)); }
.rm-board h3 { font-size: calc(18px * var(--size)); font-weight: 600; padding: calc(20px * var(--size)) 0 8px; }
.rm-board.strong { background: #000; color: #FFF; --rm-soft: #FFF; --rm-line: #FFF; --rm-alert: #FFE14D;
  --rm-bad: #FFB38A; --rm-good: #8CF0CB; --rm-warn: #FFD36B; }
</style>"""

FULL_WIDTH = """<style>
.stMainBlockContainer h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.rm-strip .clock, .rm-strip .state { display: none; } .rm-said { margin: 0; min-height: 0; padding: 0; }
</style>"""
"""For the projector: the page's own frame steps back."""
