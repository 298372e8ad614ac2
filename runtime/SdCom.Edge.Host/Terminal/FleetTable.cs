using System.Globalization;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A fleet for people: a line for each node, and how much waits.</summary>
internal static class FleetTable
{
    public static void Print(FleetSnapshot fleet) => Screen.Out().Write(Render(fleet));

    /// <summary>Shows the fleet again and again until interrupted.</summary>
    public static async Task LiveAsync(Func<Task<FleetSnapshot>> look, CancellationToken stop)
    {
        try
        {
            await Screen.Out().Live(new Text("listening ...")).StartAsync(async context =>
            {
                while (!stop.IsCancellationRequested)
                    context.UpdateTarget(Render(await look().ConfigureAwait(false)));
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static Rows Render(FleetSnapshot fleet)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("node", "model", "offers", "load", "cameras").AddColumn(new TableColumn("clips").RightAligned()).AddColumn(new TableColumn("clips/s").RightAligned());
        foreach (NodeReport node in fleet.Nodes)
        {
            string name = node.Device is { } device ? $"{node.Node} ({device})" : node.Node;
            table.AddRow(
                Markup.Escape(name), Markup.Escape($"{node.Model} {node.ModelHash[..Math.Min(8, node.ModelHash.Length)]}{(node.Rollout is { State: not RolloutReport.Running } ? $" ({node.Rollout.State} {node.Rollout.ModelHash[..8]})" : string.Empty)}"), Line($"{node.CapacityMacsPerSecond / 1e9:0.00} G/s"), Load(node),
                Markup.Escape(string.Join(", ", node.Cameras.Select(camera => camera.Camera))), Line($"{node.ClipsDone}"), Line($"{node.ClipsPerSecond:0.00}"));
        }

        string left = fleet.SecondsLeft is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 8_640_000)).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "nobody works on it";
        List<IRenderable> rows = [table, new Markup(Line($"{fleet.Nodes.Count} node(s), {fleet.LoadMacsPerSecond / 1e9:0.00} of {fleet.CapacityMacsPerSecond / 1e9:0.00} GMACs/s"))];
        rows.Add(new Markup(Line($"clips: {fleet.Backlog} wait, {fleet.InHand} in hand, {fleet.ClipsPerSecond:0.00}/s, time left {left}; {fleet.DeadClips} given up")));
        foreach (ModelBacklog model in fleet.Waiting.Where(model => model.Nodes == 0))
            rows.Add(new Markup(Line($"[yellow]{model.Clips} clip(s) wait for {Markup.Escape(model.Model)} {model.ModelHash[..8]}[/], which no node runs")));
        if (fleet.WaitingCameras > 0)
            rows.Add(new Markup(Line($"[yellow]{fleet.WaitingCameras} camera(s) run nowhere[/]: no node has room, or none is there")));
        return new Rows(rows);
    }

    private static string Load(NodeReport node) =>
        Line($"{(double)(node.CameraMacsPerSecond + node.ClipMacsPerSecond) / Math.Max(1, node.CapacityMacsPerSecond):P0}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
