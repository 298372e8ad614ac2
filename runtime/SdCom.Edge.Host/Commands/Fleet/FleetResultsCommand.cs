using System.CommandLine;
using System.Text.Json;
using SdCom.Edge.Fleet;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>fleet results</c>: exactly one line for each clip that was answered or given up.</summary>
internal static class FleetResultsCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<bool> csv = new("--csv") { Description = "Comma-separated values instead of JSON lines." };
        Option<bool> wait = new("--wait") { Description = "Wait until every submitted clip is answered or given up." };
        Option<bool> json = new("--json") { Description = "Print one JSON object with the sums in place of the lines." };
        Command command = new("results", "Print exactly one line for each clip that was answered or given up; nothing is taken away.") { csv, wait, json };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            Options.AtMostOne(("--csv", parsed.GetValue(csv)), ("--json", parsed.GetValue(json)));
            ResultsReport report = await ReadAsync(broker.Read(parsed), new ResultLines(Console.Out, parsed.GetValue(csv), silent: parsed.GetValue(json)), parsed.GetValue(wait), stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.ResultsReport);
            else
                RunSession.Say($"{report.Submitted} submitted: {report.Answered} answered, {report.Dead} given up, {report.Open} open.");
            return 0;
        });
        return command;
    }

    private static async Task<ResultsReport> ReadAsync(BrokerSettings broker, ResultLines lines, bool wait, CancellationToken stop)
    {
        await using FleetClient fleet = await FleetClient.OpenAsync(broker, "results", stop).ConfigureAwait(false);
        ResultLog log = fleet.OpenResults();
        long frames = 0, macs = 0;
        int answered = 0, right = 0;
        string said = string.Empty;
        IAsyncEnumerable<ClipResult> results = wait ? log.ReadToEndAsync(TimeProvider.System, Tell, stop) : log.ReadAsync(stop);
        await foreach (ClipResult result in results.ConfigureAwait(false))
        {
            lines.Write(result);
            answered++;
            right += result.Answer == result.Label ? 1 : 0;
            frames += result.Frames;
            macs += result.Macs;
        }

        IReadOnlyList<DeadClip> dead = await log.DeadAsync(stop).ConfigureAwait(false);
        foreach (DeadClip clip in dead.Where(clip => clip.Key is not { } key || !log.Has(key)))
            lines.Write(clip);
        ResultCounts counts = log.Count(await log.SubmittedAsync(stop).ConfigureAwait(false), dead);
        return new ResultsReport(
            counts.Submitted, counts.Answered, counts.Dead, counts.Open, counts.Duplicates, Figures.Round((double)right / Math.Max(1, answered), 4), Figures.Round((double)macs / Math.Max(1, frames), 1));

        void Tell(ResultCounts now)
        {
            string text = $"{now.Answered} of {now.Submitted} answered, {now.Dead} given up";
            if (text != said)
                RunSession.Say(text);
            said = text;
        }
    }

    private sealed class ResultLines
    {
        private readonly TextWriter writer;
        private readonly bool csv;
        private readonly bool silent;

        public ResultLines(TextWriter writer, bool csv, bool silent)
        {
            this.writer = writer;
            this.csv = csv;
            this.silent = silent;
            if (csv)
                writer.WriteLine(ResultCsv.Header);
        }

        public void Write(ClipResult result)
        {
            if (!silent)
                writer.WriteLine(csv ? ResultCsv.Line(result) : JsonSerializer.Serialize(result, FleetJson.Default.ClipResult));
        }

        public void Write(DeadClip dead)
        {
            if (!silent)
                writer.WriteLine(csv ? ResultCsv.Line(dead) : JsonSerializer.Serialize(dead, ReportJson.Default.DeadClip));
        }
    }
}
