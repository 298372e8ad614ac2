using System.Globalization;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A few live lines on standard error while a run goes on: answer, width, budget, speed. Nothing where that is no terminal.</summary>
internal static class LiveStatus
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(120);

    /// <summary>Does the work, showing its status meanwhile.</summary>
    public static T While<T>(RunStatus status, Func<T> work)
    {
        if (Console.IsErrorRedirected)
            return work();
        using ManualResetEventSlim done = new();
        long start = TimeProvider.System.GetTimestamp();
        IAnsiConsole console = Screen.Error();
        Thread painter = new(() => console.Live(Text.Empty).AutoClear(true).Start(context =>
        {
            do
                context.UpdateTarget(Render(status.Snapshot(TimeProvider.System.GetElapsedTime(start))));
            while (!done.Wait(Period));
        }))
        { IsBackground = true, Name = "status" };
        painter.Start();
        try
        {
            return work();
        }
        finally
        {
            done.Set();
            painter.Join();
        }
    }

    private static Panel Render(HudState state)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        string answer = state.Action is { } action ? $"[bold green]{Markup.Escape(action)}[/]" : "[grey]no action[/]";
        grid.AddRow("answer", Line($"{answer}  {Bar(state.Confidence, 16, "green")} {state.Confidence:P0}"));
        if (state.Camera is { } camera)
            grid.AddRow("camera", Markup.Escape(camera));
        if (state.Shown is { } shown)
            grid.AddRow("shown", Markup.Escape(shown));
        grid.AddRow("width", Widths(state));
        double share = state.FullMacsPerFrame > 0 ? state.MacsPerFrame / state.FullMacsPerFrame : 0;
        string budget = state.BudgetMacsPerFrame is { } allowed ? Line($" of {allowed / 1e6:0.0} M allowed") : state.BudgetNote is { } note ? $", {note}" : string.Empty;
        grid.AddRow("compute", Line($"{Bar(share, 16, "yellow")} {state.MacsPerFrame / 1e6:0.0} M MACs a frame{budget}, {share:P0} of full"));
        grid.AddRow("speed", Line($"{state.DecisionsPerSecond:0.0} decisions/s, {state.LatencyMs:0.0} ms each, {state.Time:mm\\:ss}"));
        return new Panel(grid).Header($" {Markup.Escape(state.Model)} ").Border(BoxBorder.Rounded).BorderColor(Color.Grey);
    }

    private static string Widths(HudState state)
    {
        IEnumerable<string> levels = state.Widths.Select((width, i) => i == state.WidthIndex ? $"[black on aqua] {Name(i)} [/]" : $"[grey] {Name(i)} [/]");
        return $"{string.Join(" ", levels)}  {Markup.Escape(state.Reason)}";

        string Name(int i) => state.Widths[i].IsSkip ? "skip" : state.Widths[i].ToString();
    }

    private static string Bar(double share, int cells, string colour)
    {
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * cells);
        return $"[{colour}]{new string('━', full)}[/][grey]{new string('─', cells - full)}[/]";
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
