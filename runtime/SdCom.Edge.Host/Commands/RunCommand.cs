using System.CommandLine;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Inputs;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>run</c>: recognises cameras or recordings, any number at once.</summary>
internal static class RunCommand
{
    /// <param name="config">The settings that are in the command line already; null without any.</param>
    public static Command Create(ConfigSource? config)
    {
        Option<string> model = Options.Model(required: true);
        Option<string[]> source = new("--source") { Description = $"Where frames come from: {FrameSources.Kinds}. May be given more than once: all share one model and one budget.", Required = true, HelpName = "SOURCE" };
        Option<string> profile = Options.Profile("no budget");
        Option<string[]> outputs = Options.Outputs();
        Option<double?> seconds = Options.Seconds();
        Option<string> record = Options.Record();
        Option<string> snapshot = Options.Snapshot();
        Option<int?> threads = Options.Threads();
        Option<bool> fallBack = Options.FallBack();
        Option<bool> json = Options.Json();
        Option<string> sysfs = Options.Sysfs();
        Option<string> audit = AuditOption.Create();
        InputOptions inputs = new();
        LedgerOptions ledger = new();
        DashboardOptions dashboard = new();
        Command command = new("run", "Recognise cameras or videos.") { model, source, profile, outputs, seconds, record, snapshot, threads, fallBack, json, sysfs, audit };
        ledger.AddTo(command);
        dashboard.AddTo(command);
        inputs.AddTo(command);
        command.Options.Add(ConfigSource.CreateOption());
        command.SetAction((parsed, cancel) =>
        {
            string[] wanted = parsed.GetValue(outputs) ?? [];
            RunRequest request = new()
            {
                Seconds = parsed.GetValue(seconds),
                Record = parsed.GetValue(record),
                Snapshot = parsed.GetValue(snapshot),
                Json = parsed.GetValue(json),
                Ledger = ledger.Read(parsed),
                Dashboard = dashboard.Read(parsed),
                Config = config,
                Audit = AuditOption.Parse(parsed.GetValue(audit)),
                Trigger = inputs.Trigger(parsed),
                PowerMeter = inputs.PowerMeter(parsed),
                SensorRoot = parsed.GetValue(sysfs) ?? "/",
                LiveStatus = !wanted.Any(output => output.StartsWith(OutputKinds.Console, StringComparison.Ordinal)),
            };
            request.Check();
            Options.Positive("--threads", parsed.GetValue(threads));
            List<OutputParts> asked = [.. wanted.Select(output => OutputKinds.Read(output, new OutputContext { Json = request.Json }))];
            string[] words = parsed.GetRequiredValue(source);
            using ModelSetup setup = ModelSetup.Load(parsed.GetRequiredValue(model), parsed.GetValue(profile), parsed.GetValue(threads), fallBack: parsed.GetValue(fallBack));
            bool watched = (request.Record ?? request.Snapshot) is not null || wanted.Any(output => output.StartsWith(OutputKinds.Clips, StringComparison.Ordinal));
            using CameraSources sources = new(words, TimeProvider.System, setup.Profile?.TargetFps, inRealTime: words.Length > 1 && watched);
            using OutputSet opened = OutputSet.Open(asked, new OutputScene(setup.Model.Manifest.Classes, sources.Tags), RunSession.Say);
            return Task.FromResult(RunSession.Execute(setup, sources, request, opened, cancel));
        });
        return command;
    }
}
