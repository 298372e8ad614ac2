using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Inputs;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>demo</c>: the shipped model recognises a generated actor, within the budget of a device profile, and says whether it was right.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan PerGesture = TimeSpan.FromSeconds(6);

    // Easy ones, which the static net knows by itself, ones that ask for width (move_ahead and slow_down differ little), and idling between them.
    private static readonly string[] Programme = ["move_to_left", "move_ahead", "hover", "idle", "slow_down", "landing_direction"];

    public static Command Create()
    {
        Option<string> model = Options.Model(required: false);
        Option<string> profile = Options.Profile("device-profiles/desktop-cpu.json");
        Option<string> action = new("--action") { Description = "Show only this gesture; several in turn when left out.", HelpName = "NAME" };
        Option<ulong> seed = new("--seed") { Description = "Another seed is another actor in another place.", HelpName = "N", DefaultValueFactory = _ => 7 };
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
        Command command = new("demo", "Recognise a generated actor with the shipped model.") { model, profile, action, seed, outputs, seconds, record, snapshot, threads, fallBack, json, sysfs, audit };
        ledger.AddTo(command);
        dashboard.AddTo(command);
        inputs.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            RunRequest request = new()
            {
                Seconds = parsed.GetValue(seconds),
                Record = parsed.GetValue(record),
                Snapshot = parsed.GetValue(snapshot),
                Json = parsed.GetValue(json),
                Ledger = ledger.Read(parsed),
                Dashboard = dashboard.Read(parsed),
                Audit = AuditOption.Parse(parsed.GetValue(audit)),
                Trigger = inputs.Trigger(parsed),
                PowerMeter = inputs.PowerMeter(parsed),
                SensorRoot = parsed.GetValue(sysfs) ?? "/",
                Window = true,
                LiveStatus = true,
            };
            request.Check();
            List<OutputParts> asked = [.. (parsed.GetValue(outputs) ?? []).Select(output => OutputKinds.Read(output, new OutputContext { Json = request.Json }))];
            Options.Positive("--threads", parsed.GetValue(threads));
            using ModelSetup setup = ModelSetup.Load(parsed.GetValue(model) ?? Shipped.Model, parsed.GetValue(profile) ?? Shipped.Profile, parsed.GetValue(threads), fallBack: parsed.GetValue(fallBack));
            string[] programme = parsed.GetValue(action) is { } one ? [one] : [.. Programme.Where(setup.Model.Manifest.Classes.Contains)];
            if (programme.Length == 0)
                throw new InputException($"{setup.Model.Directory}: this model knows none of the demo's gestures {string.Join(", ", Programme)}; give one of its own with --action.");
            using SyntheticSource camera = new(programme, PerGesture, parsed.GetValue(seed), TimeProvider.System);
            using CameraSources only = new(camera);
            using OutputSet opened = OutputSet.Open(asked, new OutputScene(setup.Model.Manifest.Classes, only.Tags), RunSession.Say);
            return Task.FromResult(RunSession.Execute(setup, only, request, opened, cancel));
        });
        return command;
    }
}
