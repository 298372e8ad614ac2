using System.CommandLine;
using SdCom.Edge.Fleet.Simulation;
using SdCom.Edge.Host.Plots;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>fleet simulate</c>: what to expect of a fleet before there is one. It needs no broker.</summary>
internal static class FleetSimulateCommand
{
    // Mean of 60 marshalling test clips (10 frames each) at the model's default price on one thread of a busy x86-64 machine, as fleet results told it.
    private const double UsualClipMs = 100;

    public static Command Create()
    {
        Option<int> nodes = Whole("--nodes", "Workers.", 1000);
        Option<int> cameras = Whole("--cameras", "Cameras.", 10_000);
        Option<int> clips = Whole("--clips", "Clips that are submitted.", 200_000);
        Option<double> rate = Number("--clips-per-second", "How many of them a second.", 1000);
        Option<string> times = new("--service-times") { Description = $"How long a clip keeps a core busy: the lines of ./sdcom fleet results; {UsualClipMs:0} ms each when left out.", HelpName = "FILE" };
        Option<double> cores = Number("--cores", "Cores of a machine.", 4);
        Option<int> together = Whole("--nodes-per-machine", "Workers that share one machine's cores.", 1);
        Option<double> efficiency = Number("--core-efficiency", "What all cores of a machine do together, over as many lone ones.", 1);
        Option<int> lanes = Whole("--lanes", "Clips that a worker answers at once.", 1);
        Option<int> room = Whole("--cameras-per-node", "Cameras that fit a node: its MACs/s over a camera's frame rate x expected MACs.", 20);
        Option<int> queues = Whole("--camera-queues", "Queues that cameras are spread over.", 1);
        Option<int> brokerCores = Whole("--broker-cores", "Cores of the broker's busiest node.", 4);
        Option<double> heartbeat = Number("--heartbeat", "Seconds between two reports of a node.", 2);
        Option<double> seconds = Number("--seconds", "Simulated time.", 300);
        Option<double?> failures = new("--failures") { Description = "Mean seconds between failures of a node, by chance, besides --fault.", HelpName = "N" };
        Option<string[]> faults = new("--fault") { Description = "kill@AT+SECONDS[:NODE], cut@AT+SECONDS[:NODE] or broker@AT+SECONDS; may be given more than once; none for none.", HelpName = "FAULT", DefaultValueFactory = _ => ["kill@60+30", "cut@120+30:1", "broker@180+10"] };
        Option<int> seed = new("--seed") { Description = "Another number is another course of chance.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> plot = new("--plot") { Description = "Draw the course of it into this .svg file.", HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("simulate", "Simulate a fleet: queue depth, recovery, broker messages, and what would give way first.")
        {
            nodes, cameras, clips, rate, times, cores, together, efficiency, lanes, room, queues, brokerCores, heartbeat, seconds, failures, faults, seed, plot, json,
        };
        command.SetAction((parsed, stop) =>
        {
            foreach (Option<int> option in (Option<int>[])[nodes, together, lanes, room, queues, brokerCores])
                Options.Positive(option.Name, parsed.GetValue(option));
            foreach (Option<double> option in (Option<double>[])[rate, cores, efficiency, heartbeat, seconds])
                Options.Positive(option.Name, parsed.GetValue(option));
            Options.Positive("--failures", parsed.GetValue(failures));
            foreach (Option<int> option in (Option<int>[])[cameras, clips])
            {
                if (parsed.GetValue(option) < 0)
                    throw new UsageException($"{option.Name} must be 0 or more, got {parsed.GetValue(option)}.");
            }

            if (parsed.GetValue(efficiency) > 1)
                throw new UsageException("--core-efficiency must be over 0 and at most 1.");
            Picture.Check("--plot", parsed.GetValue(plot));
            FleetScenario scenario = new()
            {
                Seed = parsed.GetValue(seed),
                Nodes = parsed.GetValue(nodes),
                NodesPerMachine = parsed.GetValue(together),
                CoresPerMachine = parsed.GetValue(cores),
                CoreEfficiency = parsed.GetValue(efficiency),
                Lanes = parsed.GetValue(lanes),
                Prefetch = parsed.GetValue(lanes) + 1,
                Cameras = parsed.GetValue(cameras),
                CamerasPerNode = parsed.GetValue(room),
                CameraQueues = parsed.GetValue(queues),
                Clips = parsed.GetValue(clips),
                ClipsPerSecond = parsed.GetValue(rate),
                ClipTimes = parsed.GetValue(times) is { } file ? ServiceTimeFile.Read(file) : ServiceTimes.Constant(UsualClipMs / 1000),
                Heartbeat = parsed.GetValue(heartbeat),
                Broker = new BrokerCosts { Cores = parsed.GetValue(brokerCores) },
                Seconds = parsed.GetValue(seconds),
                MeanSecondsBetweenFailures = parsed.GetValue(failures) ?? double.PositiveInfinity,
                Faults = FaultSpec.Read(parsed.GetValue(faults)!, parsed.GetValue(nodes)),
            };
            FleetSimulationReport report = FleetSimulationReport.Of(scenario, FleetSimulation.Run(scenario, stop), parsed.GetValue(plot));
            if (report.Plot is { } picture)
                Picture.Write("--plot", picture, FleetPlot.Draw(report));
            if (parsed.GetValue(json))
                ReportJson.Print(report, types => types.FleetSimulationReport);
            else
                FleetSimulationTable.Print(report);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Option<int> Whole(string name, string description, int usual) => new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };

    private static Option<double> Number(string name, string description, double usual) => new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => usual };
}
