using System.Globalization;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A few live lines on standard error while a run goes on: answer, width, budget, speed. Nothing where that is no terminal.</summary>
internal static class LiveStatus
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(120);

    /// <summary>Does the work, showing the cameras' status meanwhile: one in full, several in a line each.</summary>
    public static T While<T>(IReadOnlyList<(string Name, RunStatus Status)> cameras, Func<T> work)
    {
        if (Console.IsErrorRedirected)
            return work();
        using ManualResetEventSlim done = new();
        long start = TimeProvider.System.GetTimestamp();
        IAnsiConsole console = Screen.Error();
        Thread painter = new(() => console.Live(Text.Empty).AutoClear(true).Start(context =>
        {
            do
                context.UpdateTarget(Render(cameras, TimeProvider.System.GetElapsedTime(start)));
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

    private static IRenderable Render(IReadOnlyList<(string Name, RunStatus Status)> cameras, TimeSpan now)
    {
        if (cameras is [{ Status: { } only }])
            return Render(only.Snapshot(now));
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("camera", "answer", "width", "MACs a frame", "speed");
        foreach ((string name, RunStatus status) in cameras)
        {
            HudState state = status.Snapshot(now);
            string answer = state.Action is { } action ? Line($"[green]{Markup.Escape(action)}[/] {state.Confidence:P0}") : "[grey]no action[/]";
            string camera = state.Camera is null or "live" ? Markup.Escape(name) : $"{Markup.Escape(name)} [yellow]{Markup.Escape(state.Camera)}[/]";
            table.AddRow(camera, answer, Widths(state), Line($"{state.MacsPerFrame / 1e6:0.0} M"), Line($"{state.DecisionsPerSecond:0.0}/s, {state.LatencyMs:0.0} ms"));
        }

        return table;
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
