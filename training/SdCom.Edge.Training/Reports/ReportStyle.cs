namespace SdCom.Edge.Training.Reports;

/// <summary>The report's style sheet. It uses none of the characters that XML and HTML write differently within a style element.</summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #5b6470; --rule: #dfe3e8; --panel: #f6f7f9;
          --k0: #1f6feb; --k1: #d1495b; --k2: #268f5a; --k3: #d98209; --k4: #7b4fc9; --k5: #0c8a96; --k6: #a0522d; --k7: #6b7280; }
        @media (prefers-color-scheme: dark) { :root { --page: #14171b; --ink: #e6e9ed; --soft: #9aa4b0; --rule: #2d333b; --panel: #1c2127;
          --k0: #5aa2ff; --k1: #f0788a; --k2: #4cc38a; --k3: #f2ab4a; --k4: #ab8bf0; --k5: #41c3cf; --k6: #d68a63; --k7: #a3acb8; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { margin: 0; font-size: 1.7rem; } h2 { margin: 2.2rem 0 .5rem; font-size: 1.2rem; border-bottom: 1px solid var(--rule); padding-bottom: .3rem; }
        p { margin: .3rem 0 .8rem; color: var(--soft); }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .4rem 1.5rem; margin: 0; }
        dt { color: var(--soft); font-size: .8rem; } dd { margin: 0; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; margin-bottom: 1rem; }
        .tiles div { background: var(--panel); border-radius: .5rem; padding: .7rem 1rem; }
        .tiles b { display: block; font-size: 1.6rem; font-weight: 600; } .tiles span { color: var(--soft); font-size: .85rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1rem; align-items: start; }
        figure { margin: 0; background: var(--panel); border-radius: .5rem; padding: .8rem 1rem; }
        figcaption { font-weight: 600; margin-bottom: .4rem; } figcaption small { font-weight: 400; color: var(--soft); margin-left: .6rem; }
        svg { display: block; width: 100%; height: auto; overflow: visible; }
        svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
        .grid { stroke: var(--rule); } .axis { stroke: var(--soft); }
        polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .s0 polyline { stroke: var(--k0); } .s1 polyline { stroke: var(--k1); } .s2 polyline { stroke: var(--k2); } .s3 polyline { stroke: var(--k3); }
        .s4 polyline { stroke: var(--k4); } .s5 polyline { stroke: var(--k5); } .s6 polyline { stroke: var(--k6); } .s7 polyline { stroke: var(--k7); }
        .s0 circle, .b0 { fill: var(--k0); background: var(--k0); } .s1 circle, .b1 { fill: var(--k1); background: var(--k1); }
        .s2 circle, .b2 { fill: var(--k2); background: var(--k2); } .s3 circle, .b3 { fill: var(--k3); background: var(--k3); }
        .s4 circle, .b4 { fill: var(--k4); background: var(--k4); } .s5 circle, .b5 { fill: var(--k5); background: var(--k5); }
        .s6 circle, .b6 { fill: var(--k6); background: var(--k6); } .s7 circle, .b7 { fill: var(--k7); background: var(--k7); }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .5rem 0 0; padding: 0; font-size: .85rem; }
        .legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .2rem; margin-right: .4rem; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--rule); text-align: right; font-weight: 400; }
        th:first-child { text-align: left; } thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        .wide { overflow-x: auto; }
        .confusion td { min-width: 2.1rem; padding: .25rem .4rem; text-align: center; } .confusion td.right { padding-left: .9rem; text-align: right; }
        .confusion thead span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
        .confusion td.strong { color: #fff; font-weight: 600; }
        summary { cursor: pointer; font-weight: 600; margin-top: 1rem; }
        pre { background: var(--panel); border-radius: .5rem; padding: 1rem; overflow-x: auto; font: 13px/1.45 ui-monospace, monospace; }
        """;
}
