/** The style sheet of the pages: colors as on GitHub, light and dark, down to the width of a phone. Nothing in it is loaded from elsewhere. */

const LIGHT = `--text:#1f2328;--soft:#59636e;--back:#fff;--raised:#f6f8fa;--line:#d1d9e0;--faint:#e6eaef;--link:#0969da;
--good:#1a7f37;--amber:#bf8700;--good-back:#dafbe1;--bad:#cf222e;--bad-back:#ffebe9;--warn:#855700;--warn-back:#fff8c5;--calm-back:#ddf4ff;--idle-back:#eaeef2;
--h0:#ffd0ca;--h1:#ffddb8;--h2:#fff0b0;--h3:#d9f3d3;--h4:#aceebb;--heat:#1f2328;--shadow:0 1px 2px #1f23280f`;
const DARK = `--text:#f0f6fc;--soft:#9ea7b1;--back:#0d1117;--raised:#151b23;--line:#3d444d;--faint:#262c36;--link:#58a6ff;
--good:#3fb950;--amber:#d29922;--good-back:#12311c;--bad:#ff7b72;--bad-back:#3b1618;--warn:#d9a62e;--warn-back:#33270c;--calm-back:#11294a;--idle-back:#262c36;
--h0:#642624;--h1:#60381b;--h2:#504411;--h3:#25472d;--h4:#1b6434;--heat:#f0f6fc;--shadow:none`;

const BASE = `
:root{color-scheme:light dark;${LIGHT}}
@media(prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;color:var(--text);background:var(--back)}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}p a,li a,h3 a,.crumbs a,dd a{text-decoration:underline;text-underline-offset:.2em}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
h1{font-size:24px;line-height:1.25;font-weight:600;margin:0;overflow-wrap:anywhere}
h2{font-size:18px;line-height:1.3;font-weight:600;margin:0 0 12px}
h3{font-size:14px;font-weight:600;margin:0 0 4px}
p{margin:0 0 8px;overflow-wrap:anywhere}ul,ol{margin:0;padding-left:20px}
code,pre{font:12px/1.5 ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,monospace}
code{background:var(--raised);border:1px solid var(--faint);border-radius:4px;padding:0 4px;overflow-wrap:anywhere}
pre{background:var(--raised);border:1px solid var(--faint);border-radius:6px;padding:12px;overflow-x:auto;margin:0 0 12px}pre code{background:none;border:0;padding:0}
.soft{color:var(--soft)}.small{font-size:12px}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.nowrap{white-space:nowrap}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0}
.skip{position:absolute;left:-999px;top:8px;background:var(--back);padding:8px 16px;border:1px solid var(--line);border-radius:6px;z-index:9}.skip:focus{left:8px}
`;

const FRAME = `
.top{background:var(--raised);border-bottom:1px solid var(--line)}
.bar{max-width:1280px;margin:0 auto;padding:12px 24px 0;display:flex;flex-wrap:wrap;align-items:center;gap:4px 24px}
.brand{font-weight:600;font-size:16px;color:var(--text);display:flex;align-items:center;gap:8px;padding-bottom:8px}.brand:hover{text-decoration:none}
.brand svg{display:block}
.tabs{display:flex;gap:4px;margin-bottom:-1px;overflow-x:auto;order:3;width:100%}
.tabs a{color:var(--text);padding:8px 12px;border-bottom:2px solid transparent;white-space:nowrap}.tabs a:hover{text-decoration:none;border-color:var(--line)}
.tabs a[aria-current]{font-weight:600;border-color:#fd8c73}
.who{margin-left:auto;display:flex;align-items:center;gap:12px;padding-bottom:8px}
main{max-width:1280px;margin:0 auto;padding:24px}
main>section{margin-top:32px}
.head{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin-bottom:4px}
.crumbs{margin-bottom:4px}
footer{max-width:1280px;margin:32px auto 0;padding:16px 24px 32px;border-top:1px solid var(--faint);color:var(--soft);font-size:12px;display:flex;flex-wrap:wrap;gap:4px 16px}
.note{border:1px solid var(--line);border-radius:6px;padding:8px 16px;margin-bottom:16px;background:var(--warn-back)}
button,.button{font:inherit;font-weight:500;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:4px 12px;cursor:pointer;line-height:20px;display:inline-block;text-decoration:none}
button:hover,.button:hover{border-color:var(--soft);text-decoration:none}
button.main{background:#1f883d;border-color:#1f883d;color:#fff}
input,select{font:inherit;color:var(--text);background:var(--back);border:1px solid var(--line);border-radius:6px;padding:4px 8px;line-height:20px;height:30px;max-width:100%}
label{font-size:12px;color:var(--soft);display:flex;flex-direction:column;gap:4px}
.filters{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-end;margin:16px 0}.filters label{flex:0 1 auto}.filters .wide{flex:1 1 200px}.filters .wide input{width:100%}
.links{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
.pages{display:flex;gap:16px;justify-content:center;margin-top:16px}
`;

const PARTS = `
.label{display:inline-block;border:1px solid var(--line);border-radius:2em;padding:0 8px;font-size:12px;line-height:20px;white-space:nowrap;font-weight:500}
.label.good{border-color:transparent;background:var(--good-back)}.label.bad{border-color:transparent;background:var(--bad-back)}
.label.warn{border-color:transparent;background:var(--warn-back)}.label.idle{border-color:transparent;background:var(--idle-back)}
.label.calm{border-color:transparent;background:var(--calm-back)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:16px 0 0;padding:0}
.tile{border:1px solid var(--line);border-radius:6px;padding:12px 16px;box-shadow:var(--shadow);display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tile dd{margin:0;font-size:24px;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums}.tile dd small{font-size:14px;font-weight:400;color:var(--soft)}.tile dt{color:var(--soft);font-size:12px}
.card{border:1px solid var(--line);border-radius:6px;padding:16px;box-shadow:var(--shadow)}
.columns{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:24px;margin-top:16px}.columns>*{min-width:0}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px;position:relative}
table{border-collapse:collapse;width:100%}caption{text-align:left}
th,td{padding:6px 12px;text-align:left;vertical-align:top;border-top:1px solid var(--faint)}
thead th{border-top:0;background:var(--raised);font-size:12px;font-weight:600;vertical-align:bottom}
tbody th{font-weight:400}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.group th{background:var(--raised);font-weight:600;font-size:12px}
.heat td,.heat tbody th{vertical-align:middle}
.heat th:first-child{position:sticky;left:0;background:var(--back);z-index:1;min-width:200px;max-width:260px}.heat thead th:first-child,.heat tr.group th{background:var(--raised)}
.heat .turned{padding:8px 2px;text-align:left;width:36px}.heat .turned span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;font-weight:500;line-height:1.2}
.heat td.h{padding:0 1px;text-align:center;min-width:36px}
.heat td.h span{display:block;border-radius:3px;padding:6px 0;font-size:12px;line-height:16px;font-variant-numeric:tabular-nums;color:var(--heat)}
.h0{background:var(--h0)}.h1{background:var(--h1)}.h2{background:var(--h2)}.h3{background:var(--h3)}.h4{background:var(--h4)}.heat td.h span.na{color:var(--soft)}
.meter,.meter+svg,td svg{max-width:none}.meter{display:inline-block;width:72px;height:8px;border-radius:4px;background:var(--faint);vertical-align:middle;overflow:hidden}
svg{max-width:100%}svg text{font:12px -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;fill:var(--soft)}svg text.strong{fill:var(--text);font-weight:600}
svg .grid{stroke:var(--line)}svg .trend{stroke:var(--link);fill:none;stroke-width:2;stroke-linejoin:round}svg .area{fill:var(--link);fill-opacity:.08}svg .dot{fill:var(--link)}svg .dot.old{fill:var(--back);stroke:var(--link);stroke-width:1.5}
svg .f-good{fill:var(--good)}svg .f-bad{fill:var(--bad)}svg .f-warn{fill:var(--amber)}svg .f-idle{fill:var(--line)}svg .f-link{fill:var(--link)}svg .f-faint{fill:var(--faint)}
svg .wide-range{fill:var(--link);fill-opacity:.25}svg .node{fill:var(--raised);stroke:var(--line)}svg .node.good{stroke:var(--good)}svg .node.bad{stroke:var(--bad)}svg .edge{fill:none;stroke:var(--soft);stroke-width:1.25}svg .head{fill:var(--soft);stroke:none}
svg a text{fill:var(--link)}
.chart{overflow-x:auto;border:1px solid var(--line);border-radius:6px;padding:12px}.chart svg{display:block;max-width:none}
details>summary{cursor:pointer}.fold{margin-top:8px}.fold>summary{color:var(--link);font-size:12px;width:fit-content}
.fold>.scroll,.fold>ul,.fold>ol{margin-top:8px}
.section{border:1px solid var(--line);border-radius:6px;margin-bottom:12px}.section>summary{padding:8px 16px;font-weight:600;background:var(--raised);border-radius:6px;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
.section[open]>summary{border-radius:6px 6px 0 0;border-bottom:1px solid var(--line)}.section>summary::before{content:"▸";color:var(--soft);width:12px}.section[open]>summary::before{content:"▾"}
.section>summary .soft{font-weight:400;margin-left:auto}
.finding{padding:12px 16px 12px 44px;border-top:1px solid var(--faint);position:relative}.section>.finding:first-of-type{border-top:0}.finding>.sign{position:absolute;left:16px;top:12px}
.finding ul{list-style:none;padding:0;margin:4px 0 8px}.finding li{padding:2px 0;overflow-wrap:anywhere}.finding p{max-width:80ch}
.sign{font-weight:700;width:20px;display:inline-block;text-align:center}
.steps{display:flex;gap:4px;flex-wrap:wrap;list-style:none;padding:0;margin:0}.steps li{font-size:12px;padding:0 8px;border-radius:2em;border:1px solid var(--line);color:var(--soft);line-height:20px}
.steps li.done{border-color:transparent;background:var(--good-back);color:var(--good)}.steps li[aria-current]{border-color:transparent;background:var(--calm-back);color:var(--link);font-weight:600}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 16px;margin:0}dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
.prose{max-width:80ch;margin-top:12px}.prose h2{margin:24px 0 8px;font-size:16px}h1+dl.facts{margin-top:12px}.columns section+section{margin-top:24px}.card h3{margin-top:16px}td.labels .label{margin:1px 0}td.labels{min-width:120px}.big{font-size:40px;line-height:1;font-weight:600;font-variant-numeric:tabular-nums}
ol.next{list-style:none;padding:0;counter-reset:step}ol.next>li{counter-increment:step;padding:8px 0 8px 32px;position:relative;border-top:1px solid var(--faint)}ol.next>li:first-child{border-top:0}
ol.next>li::before{content:counter(step);position:absolute;left:0;top:9px;width:20px;height:20px;border-radius:50%;background:var(--idle-back);font-size:12px;line-height:20px;text-align:center;font-weight:600}
@media(max-width:768px){.bar{padding:12px 16px 0}main{padding:16px}footer{padding:16px}.columns{grid-template-columns:minmax(0,1fr)}h1{font-size:20px}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}.tile{padding:8px 12px}.tile dd{font-size:20px}.heat th:first-child{min-width:136px;max-width:152px;overflow-wrap:anywhere}
.filters label{flex:1 1 40%}.filters .wide{flex-basis:100%}.filters select{width:100%}td,th{padding:6px 8px}.finding{padding-left:36px}.finding>.sign{left:10px}}
@media print{.top,.filters,footer,.links{display:none}}
`;

/** The style sheet. */
export const STYLE = `${BASE}${FRAME}${PARTS}`.replaceAll('\n', '');

/** The icon of the pages: a meter that is nearly full. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9" fill="none" stroke="#8c959f" stroke-opacity=".4" stroke-width="4"/><path d="M12 3a9 9 0 1 1-8.56 6.22" fill="none" stroke="#1a7f37" stroke-width="4" stroke-linecap="round"/></svg>\n';
