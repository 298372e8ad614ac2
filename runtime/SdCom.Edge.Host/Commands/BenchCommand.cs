using System.CommandLine;
using System.Globalization;
using SdCom.Edge.Host.Bench;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>bench</c>: time per width, overhead over the bare engine, allocations and memory.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Option<string> model = Options.Model(required: true);
        Option<string> profile = Options.Profile("the CPU");
        Option<int?> threads = Options.Threads();
        Option<bool> fallBack = Options.FallBack();
        Option<double?> seconds = new("--seconds") { Description = "Measuring time of each width, 2 when left out; of each number of cameras, 6.", HelpName = "N" };
        Option<double?> soak = new("--soak") { Description = "Run the full loop on a generated camera for so many minutes instead, and tell how resident memory changes.", HelpName = "MINUTES" };
        Option<bool> cameras = new("--cameras") { Description = "Tell instead how many cameras one engine thread carries, and how soon a single one of 30 frames a second is answered." };
        Option<bool> json = Options.Json();
        Option<string> memory = new(ResidentMemory.ChildOption) { Hidden = true };
        Command command = new("bench", "Latency per width, overhead, memory.") { model, profile, threads, fallBack, seconds, soak, cameras, json, memory };
        command.SetAction((parsed, cancel) =>
        {
            Options.Positive("--threads", parsed.GetValue(threads));
            Options.Positive("--seconds", parsed.GetValue(seconds));
            Options.Positive("--soak", parsed.GetValue(soak));
            string package = parsed.GetRequiredValue(model);
            if (parsed.GetValue(memory) is { } which)
            {
                using ModelSetup alone = ModelSetup.Load(package, parsed.GetValue(profile), parsed.GetValue(threads), which == ResidentMemory.FullWidthOnly);
                Console.Out.WriteLine(ResidentMemory.OfThisProcess(alone).ToString(CultureInfo.InvariantCulture));
                return Task.FromResult(0);
            }

            if (parsed.GetValue(cameras))
            {
                TimeSpan each = TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 6);
                return Task.FromResult(Print(MeasureCameras(threads => ModelSetup.Load(package, parsed.GetValue(profile), threads, fallBack: parsed.GetValue(fallBack)), parsed.GetValue(threads), each, cancel), parsed.GetValue(json)));
            }

            using ModelSetup setup = ModelSetup.Load(package, parsed.GetValue(profile), parsed.GetValue(threads), fallBack: parsed.GetValue(fallBack));
            if (parsed.GetValue(soak) is { } minutes)
            {
                SoakReport soaked = Progress.While("% of the soak", 100, tell => Soak.Run(setup, TimeSpan.FromMinutes(minutes), passed => tell((int)(100 * passed)), cancel));
                if (parsed.GetValue(json))
                    ReportJson.Print(soaked, types => types.SoakReport);
                else
                    BenchTable.Print(soaked);
                return Task.FromResult(0);
            }

            BenchReport report = Measure(setup, package, parsed.GetValue(profile), TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 2), cancel);
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.BenchReport);
            else
                BenchTable.Print(report);
            return Task.FromResult(0);
        });
        return command;
    }

    // One thread for the cameras that share a core, and as many as was asked for the single one.
    private static CamerasReport MeasureCameras(Func<int?, ModelSetup> load, int? threads, TimeSpan time, CancellationToken cancel)
    {
        SingleCameraReport single;
        using (ModelSetup setup = load(threads))
        using (CameraBench bench = new(setup, time, cancel))
            single = bench.MeasureSingle();
        using ModelSetup one = load(1);
        using CameraBench many = new(one, time, cancel);
        return Progress.While("numbers of cameras", 10, many.MeasureMany) with { Single = single };
    }

    private static int Print(CamerasReport report, bool json)
    {
        if (json)
            ReportJson.Print(report, types => types.CamerasReport);
        else
            BenchTable.Print(report);
        return 0;
    }

    private static BenchReport Measure(ModelSetup setup, string package, string? profile, TimeSpan time, CancellationToken cancel)
    {
        string? measured = setup.Profile?.Provider == setup.Engine.Provider ? profile : null; // fallen back: the children run on the CPU as well
        // Memory first: the children then have the machine to themselves.
        long all = ResidentMemory.OfChild(package, measured, setup.Engine.Threads, ResidentMemory.AllWidths);
        long full = ResidentMemory.OfChild(package, measured, setup.Engine.Threads, ResidentMemory.FullWidthOnly);
        using FrameBench bench = new(setup);
        List<BenchWidth> widths = Progress.While("widths", setup.Model.Network.Widths.Count, report =>
        {
            List<BenchWidth> measured = [];
            for (int i = 0; i < setup.Model.Network.Widths.Count; i++)
            {
                measured.Add(bench.Measure(i, time, cancel));
                report(i + 1);
            }

            return measured;
        });
        return new BenchReport
        {
            Model = setup.Model.Manifest.Name,
            Widths = widths,
            OverheadRatio = Figures.Round(widths.Sum(w => w.EngineMs * w.OverheadRatio) / widths.Sum(w => w.EngineMs), 4),
            ManagedBytesPerFrame = bench.ManagedBytesPerFrame(),
            ResidentBytes = all,
            ResidentBytesFullWidthOnly = full,
            Weights = setup.Nets.Dynamic.Weights.ToString(),
            Engine = Engine.Description,
            Provider = setup.Engine.Provider,
            Proof = setup.Prove() is { } proof ? ProofReport.Of(proof) : null,
            Threads = setup.Engine.Threads,
            Frame = TimedFrames.Description,
        };
    }
}
