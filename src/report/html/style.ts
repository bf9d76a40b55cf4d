/** How the page looks: calm and dense, on a screen in light and dark, on a phone, on paper. No text of it comes from outside. */
export const STYLE = `
:root{color-scheme:light dark;
--page:#fff;--soft:#f6f8fa;--line:#d8dee4;--faint:#eaeef2;--text:#1f2328;--quiet:#57606a;--link:#0550ae;--focus:#0969da;
--j:#116329;--j-bg:#dafbe1;--j-line:#2da44e;--l:#a40e26;--l-bg:#ffebe9;--l-line:#cf222e;
--i:#0550ae;--i-bg:#ddf4ff;--i-line:#218bff;--p:#7d4e00;--p-bg:#fff8c5;--p-line:#bf8700}
@media screen and (prefers-color-scheme:dark){:root{
--page:#0d1117;--soft:#161b22;--line:#30363d;--faint:#21262d;--text:#e6edf3;--quiet:#9ea7b3;--link:#79c0ff;--focus:#58a6ff;
--j:#7ee787;--j-bg:#12301c;--j-line:#3fb950;--l:#ffaba8;--l-bg:#3d1518;--l-line:#f85149;
--i:#a5d6ff;--i-bg:#0f2c50;--i-line:#58a6ff;--p:#f2cc60;--p-bg:#33270a;--p-line:#bb8009}}
*{box-sizing:border-box}
html{scroll-padding-top:5rem}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:1442px;margin:0 auto;padding:24px 32px 64px}
code,pre{font:12px/1.5 ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
bdi{unicode-bidi:isolate}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--focus);outline-offset:1px}
h1,h2,h3,h4,p,ul,ol,dl,dd,fieldset{margin:0;padding:0}
h1{font-size:22px;line-height:1.3;font-weight:600;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
h2{font-size:17px;font-weight:600;margin:28px 0 12px}
h3{font-size:14px;font-weight:600;margin:0 0 6px}
h4{font-size:14px;font-weight:600;display:inline}
small{font-size:12px;font-weight:400;color:var(--quiet)}
.quiet,.top p,.where,caption{color:var(--quiet)}
.quiet,.top p{font-size:13px}
.lead{font-size:15px;font-weight:500}
section section{margin-top:28px}main>section{margin-top:20px}
.badge{display:inline-block;font-size:12px;line-height:18px;font-weight:500;padding:0 7px;border:1px solid var(--line);border-radius:9px;background:var(--soft);color:var(--text);white-space:nowrap}
.badge.new{color:var(--j);background:var(--j-bg);border-color:transparent}
.badge.bad{color:var(--l);background:var(--l-bg);border-color:transparent}
.badge.warn{color:var(--p);background:var(--p-bg);border-color:transparent}
.stats{display:flex;flex-wrap:wrap;gap:8px;margin:16px 0 12px}
.stats div{display:flex;flex-direction:column-reverse;min-width:92px;padding:6px 12px;border:1px solid var(--line);border-radius:8px;background:var(--soft)}
.stats dt{font-size:12px;color:var(--quiet);text-transform:lowercase}.stats dd{font-size:20px;line-height:1.3;font-weight:600}
.stats .j dd,.members .j b,.yes{color:var(--j)}.stats .l dd,.members .l b,.no{color:var(--l)}.stats .i dd,.members :is(.i,.o) b{color:var(--i)}.stats .p dd,.members .p b{color:var(--p)}
.guards,.callout,.next{margin-top:16px}
.guards ul,.callout ul{list-style:none}:is(.guards,.callout) li{padding-left:20px;text-indent:-20px}
.callout{padding:12px 16px;border:1px solid var(--l-line);border-left-width:4px;border-radius:8px;background:var(--l-bg)}
.callout h3{color:var(--l)}
.next ul{padding-left:20px}.guards .names li{padding:0;text-indent:0}
.filters[hidden]{display:none}
@supports selector(:has(*)){.filters,.filters[hidden]{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:16px -32px 0;padding:8px 32px;background:var(--page);border-block:1px solid var(--line);font-size:13px}}
.filters fieldset{border:0;display:flex;flex-wrap:wrap;gap:6px;align-items:center;min-width:0}
.filters legend{float:left;color:var(--quiet);padding:0;margin-right:2px}
.filters fieldset label{display:inline-flex;gap:4px;align-items:center;padding:1px 8px;border:1px solid var(--line);border-radius:6px;cursor:pointer;user-select:none}
.filters fieldset label:hover{background:var(--soft)}
.filters fieldset label:has(:checked){border-color:var(--i-line);background:var(--i-bg)}
.filters fieldset label:has(:focus-visible){outline:2px solid var(--focus);outline-offset:1px}
.filters input[type=checkbox]{margin:0;accent-color:var(--focus)}
.filters input[type=search]{font:inherit;color:inherit;background:var(--page);width:210px;max-width:60vw;padding:2px 8px;border:1px solid var(--line);border-radius:6px}
#find::placeholder{color:var(--quiet);opacity:1}
#finder label,output{color:var(--quiet)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0;list-style:none;font-size:13px}
.legend li{display:inline-flex;gap:6px;align-items:center}
.scroll{overflow:auto;max-width:100%;border:1px solid var(--line);border-radius:8px;margin-top:8px}
.block{width:fit-content;max-height:82vh}
.long .block{contain-intrinsic-size:auto 480px;content-visibility:auto}
.long .g{contain-intrinsic-size:auto 160px;content-visibility:auto}
table{border-collapse:separate;border-spacing:0}
th{text-align:left;font-weight:500}
td,th{vertical-align:top}
.n{text-align:right;white-space:nowrap}
caption{text-align:left;font-size:12px;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.matrix{table-layout:fixed;width:max-content;font-size:13px;line-height:20px}
.matrix th,.matrix td{border-bottom:1px solid var(--faint)}
.matrix tbody tr:last-child>*{border-bottom:0}
.matrix thead th{position:sticky;top:0;z-index:2;background:var(--soft);border-bottom-color:var(--line);vertical-align:bottom;padding:6px 10px;color:var(--quiet);font-size:12px}
.matrix th:first-child{position:sticky;left:0;z-index:1;width:244px;padding:3px 10px;background:var(--page);border-right:1px solid var(--line)}
.matrix thead th:first-child{z-index:3;background:var(--soft);padding:6px 10px}
.matrix :is(th,td):nth-child(2){width:72px;padding:3px 8px;color:var(--quiet);text-align:right}
.matrix thead th:nth-child(n+3){width:35px;height:108px;padding:8px 0;vertical-align:top}
.matrix thead bdi{display:block;writing-mode:vertical-rl;height:92px;margin:0 auto;line-height:16px;width:16px;overflow:hidden;white-space:nowrap;color:var(--text)}
.matrix thead :is(.at,.hit){background:var(--i-bg)}
.matrix td{padding:2px 0;text-align:center;border-left:1px solid var(--faint);white-space:nowrap}
.matrix td:nth-child(2){border-left:0}
.matrix td[colspan]{background:repeating-linear-gradient(90deg,transparent 0 34px,var(--faint) 34px 35px)}
.matrix tbody tr:hover>*{background-color:var(--soft)}
.matrix td span,.legend span:first-child{display:inline-block;min-width:29px;padding:0 2px;font-size:12px;line-height:18px;text-align:center;border:1px solid transparent;font-weight:600;print-color-adjust:exact;-webkit-print-color-adjust:exact}
span.j{color:var(--j);background:var(--j-bg);border-color:var(--j-line)!important}
span.l{color:var(--l);background:var(--l-bg);border:1px dashed var(--l-line)!important}
span.i,span.o{color:var(--i);background:var(--i-bg);border-color:var(--i-line)!important;border-radius:9px}
span.o{background:var(--page);border-style:dashed!important}
span.p{color:var(--p);background:var(--p-bg);border-bottom:2px solid var(--p-line)!important;border-radius:4px 4px 0 0}
.matrix span.s,.legend span.s{color:var(--quiet);font-weight:400}
.g{padding:10px 0 12px;border-top:1px solid var(--line)}
.g:target{background:var(--soft);box-shadow:-12px 0 0 var(--soft),12px 0 0 var(--soft)}
.g header{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline}
.g header .where{margin-left:auto}
.g header>span:not(.badge){font-size:13px;color:var(--quiet)}
.members{width:100%;margin-top:4px;font-size:13px;table-layout:fixed}
.members th,.members td{padding:1px 10px 1px 0}
.members thead th{font-size:12px;color:var(--quiet);font-weight:400}
.members th:nth-child(1),.members td:first-child{width:140px}.members :is(th,td):is(:nth-child(3),:nth-child(4)){width:64px;text-align:right}.members :is(th,td):nth-child(5){width:46%;padding-left:20px;color:var(--quiet)}
.members tbody tr:hover>*{background:var(--soft)}
.stay{margin-top:4px;font-size:13px;color:var(--quiet)}
summary{cursor:pointer;width:fit-content}
.stay p{padding-left:16px}
.plain{width:100%;font-size:13px}
.plain th,.plain td{padding:5px 12px;border-bottom:1px solid var(--faint);text-align:left}
.plain tr:last-child>*{border-bottom:0}
.plain thead th{background:var(--soft);color:var(--quiet);font-size:12px}
.names{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,280px),1fr));gap:2px 24px;margin-top:8px;font-size:13px}
.finding,.outcome{padding:8px 0;border-top:1px solid var(--line);margin-top:8px}.finding+.finding{margin-top:0}
.outcome .finding{border-top:0;padding:4px 0 0 16px}
.message{font-weight:500}
.help b{font-weight:600;color:var(--quiet)}
pre{margin:6px 0;padding:8px 12px;overflow:auto;background:var(--soft);border:1px solid var(--line);border-radius:6px;white-space:pre}
mark{background:var(--l-bg);color:var(--l);outline:1px solid var(--l-line);border-radius:2px}
.requests{padding-left:3.5em;font-size:13px}
footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);color:var(--quiet);font-size:12px}
[hidden]:not(.filters){display:none!important}
@media (max-width:720px){main{padding:16px 16px 48px}
.filters,.filters[hidden]{position:static!important;margin-inline:-16px!important;padding-inline:16px!important}
.stats{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr))}.stats div{min-width:0;padding:4px 10px;justify-content:flex-end}
.matrix th:first-child{width:136px;padding-inline:8px}.matrix :nth-child(2):is(th,td){display:none}
.g header .where{margin-left:0}
.members thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.members,.members tbody{display:block}
.members tbody tr{display:grid;grid-template-columns:92px minmax(0,1fr) 32px 32px;column-gap:8px;padding:3px 0;border-top:1px solid var(--faint)}
.members tbody tr>*{width:auto!important;padding:0!important}
.members tbody :nth-child(5){grid-column:2/-1}
.plain:not(.manual){min-width:560px}
.manual thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.manual,.manual tbody{display:block}.manual tr{display:grid;grid-template-columns:max-content max-content minmax(0,1fr);gap:2px 8px;padding:6px 12px;border-bottom:1px solid var(--faint)}
.manual tr:last-child{border-bottom:0}.manual tbody tr>*{padding:0;border:0}.manual tbody :is(th,td:last-child){grid-column:1/-1}.manual td:nth-child(4)::before{content:"→ "}}
@media print{@page{size:A4 landscape;margin:12mm}
body{font-size:11px}code,pre{font-size:9px}small,.quiet,.where,.legend,.members,.plain,.names,.stay,.badge,.members thead th,.matrix thead th{font-size:10px}main{max-width:none;padding:0}
.filters,.filters[hidden]{display:none!important}
.scroll{overflow:visible;max-height:none;border:0}
.long :is(.block,.g){content-visibility:visible}
.g,.matrix tr,.finding{break-inside:avoid}h3,h4,thead{break-after:avoid}
.matrix{font-size:9px;line-height:13px;width:auto}.matrix thead th{font-size:8px}.matrix thead th,.matrix th:first-child{position:static}
.matrix th:first-child{width:170px;padding-inline:4px}.matrix :is(th,td):nth-child(2){width:44px;padding-inline:3px}
.matrix thead th:nth-child(n+3){width:24px;height:72px;padding:3px 0}.matrix thead bdi{height:66px;width:11px;line-height:11px;font-size:8px}
.matrix td span{min-width:20px;padding:0;font-size:8px;line-height:11px}
.matrix td[colspan]{background:none}
details::details-content{content-visibility:visible;display:block;height:auto}
a{color:inherit}}
`;
