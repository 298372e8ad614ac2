using System.CommandLine;
using System.Globalization;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Working;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>worker</c>: a node of a fleet.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<string> model = Options.Model(required: false);
        Option<string> profile = Options.Profile("no budget: whatever the machine can do");
        Option<int?> threads = Options.Threads();
        Option<bool> fallBack = Options.FallBack();
        Option<string> node = new("--node") { Description = "The node's name, which no other may have; the machine's name and the process's number when left out.", HelpName = "NAME" };
        Option<string> root = new("--clips-root") { Description = "The folder that clips must lie in and that their paths begin at; whole paths, anywhere, when left out.", HelpName = "DIR" };
        Option<double> heartbeat = new("--heartbeat") { Description = "Seconds between two reports; after two without one the node's cameras run elsewhere.", HelpName = "N", DefaultValueFactory = _ => 2 };
        Option<int> tries = new("--tries") { Description = "How often a job is tried that fails for a reason that may pass.", HelpName = "N", DefaultValueFactory = _ => 5 };
        Option<string> take = new("--take") { Description = "clips, cameras or all.", HelpName = "KIND", DefaultValueFactory = _ => "all" };
        Option<string[]> trust = new("--trust") { Description = "A public key (./sdcom package keygen); the model package must be signed by one of those given. Without one no signature is asked for.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        Option<string> packages = new("--packages") { Description = "The folder for model packages that are rolled out; needs --trust. The node keeps to its model when left out.", HelpName = "DIR" };
        Option<string> audit = AuditOption.Create();
        Option<bool> json = Options.Json();
        Command command = new("worker", "Work on the clips and cameras of a fleet until told to stop.") { model, profile, threads, fallBack, node, root, heartbeat, tries, take, trust, packages, audit, json };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            Options.Positive("--threads", parsed.GetValue(threads));
            Options.Positive("--heartbeat", parsed.GetValue(heartbeat));
            Options.Positive("--tries", parsed.GetValue(tries));
            if (parsed.GetValue(take) is not ("clips" or "cameras" or "all"))
                throw new UsageException($"--take must be clips, cameras or all, got '{parsed.GetValue(take)}'.");
            BrokerSettings settings = broker.Read(parsed);
            double? looks = AuditOption.Parse(parsed.GetValue(audit));
            TrustedKey[] trusted = [.. (parsed.GetValue(trust) ?? []).Select(TrustedKey.Load)];
            if (trusted.Length == 0 && parsed.GetValue(packages) is not null)
                throw new UsageException("--packages needs --trust: a node takes no package that nobody answers for.");
            Random chance = new(Environment.ProcessId), clipChance = new(Environment.ProcessId);
            ModelSetup? setup = null; // of the first model
            using NodeModels models = new(parsed.GetValue(model) ?? Shipped.Model, Load, filmed => new CameraHall(filmed, looks, RunSession.Say, TimeProvider.System, chance), Audit, TimeProvider.System);
            NodeCapacity capacity = NodeCapacity.Of(setup!);
            WorkerSettings work = new()
            {
                Node = parsed.GetValue(node) ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}"),
                Device = setup!.Profile?.Device,
                CapacityMacsPerSecond = capacity.MacsPerSecond,
                IsBudget = capacity.IsBudget,
                ClipsRoot = parsed.GetValue(root),
                Heartbeat = TimeSpan.FromSeconds(parsed.GetValue(heartbeat)),
                MaxTries = parsed.GetValue(tries),
                TakesClips = parsed.GetValue(take) is not "cameras",
                TakesCameras = parsed.GetValue(take) is not "clips",
            };
            PackageStore? store = parsed.GetValue(packages) is { } folder ? new PackageStore(folder, work.Node, trusted) : null;
            FleetWorker worker = new(settings, work, models, store, RunSession.Say, TimeProvider.System, new Random(HashCode.Combine(work.Node, Environment.ProcessId)));
            RunSession.Say(string.Create(CultureInfo.InvariantCulture, $"{work.Node}: offers {capacity.MacsPerSecond / 1e9:0.00} GMACs/s of {models.Current.Manifest.Name} at {settings.Name}."));
            WorkerSummary summary = await worker.RunAsync(stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                ReportJson.Print(summary, types => types.WorkerSummary);
            else
                RunSession.Say($"{summary.Node}: stopped after {summary.Clips} clip(s), {summary.Dead} dead, {summary.Again} to be tried again.");
            return 0;

            ClipAudit? Audit(NodeModel answering) => looks is { } part ? new ClipAudit(answering.Package, answering.Nets, part, new Random(clipChance.Next())) : null;

            NodeModel Load(string directory)
            {
                if (trusted.Length > 0)
                    PackageSignature.Verify(directory, trusted);
                ModelSetup loaded = ModelSetup.Load(directory, parsed.GetValue(profile), parsed.GetValue(threads), fallBack: parsed.GetValue(fallBack));
                setup ??= loaded;
                return new NodeModel(loaded.Model, loaded.Nets, loaded.CreateAllowance(TimeProvider.System), loaded);
            }
        });
        return command;
    }
}
