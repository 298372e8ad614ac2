using System.CommandLine;
using System.Text.Json;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>fleet</c>: how a fleet is and what it found.</summary>
internal static class FleetCommand
{
    public static Command Create() => new("fleet", "How a fleet is and what it found.") { FleetStatusCommand.Create(), FleetResultsCommand.Create(), FleetRolloutCommand.Create(), CreateEvents(), FleetSimulateCommand.Create(), CreateRetry(), CreateSetup() };

    private static Command CreateEvents()
    {
        BrokerOptions broker = new();
        Option<double?> seconds = Options.Seconds();
        Command command = new("events", "Print the cameras' events as JSON lines from now on; stale ones, with an outdated fencing number, are left out.") { seconds };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            Options.Positive("--seconds", parsed.GetValue(seconds));
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (parsed.GetValue(seconds) is { } limit)
                ending.CancelAfter(TimeSpan.FromSeconds(limit));
            await using FleetClient fleet = await FleetClient.OpenAsync(broker.Read(parsed), "events", stop).ConfigureAwait(false);
            try
            {
                await foreach (CameraEvent seen in fleet.EventsAsync(ending.Token).ConfigureAwait(false))
                    Console.Out.WriteLine(JsonSerializer.Serialize(seen, FleetJson.Default.CameraEvent));
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
            }

            return 0;
        });
        return command;
    }

    private static Command CreateRetry()
    {
        BrokerOptions broker = new();
        Command command = new("retry", "Put the clips that were given up back to work.");
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using FleetClient fleet = await FleetClient.OpenAsync(broker.Read(parsed), "retry", stop).ConfigureAwait(false);
            Console.Out.WriteLine($"{await fleet.RetryAsync(stop).ConfigureAwait(false)} clip(s) are at work again.");
            return 0;
        });
        return command;
    }

    private static Command CreateSetup()
    {
        BrokerOptions broker = new();
        Option<string> model = Options.Model(required: false);
        Option<int> queues = new("--camera-queues") { Description = $"Queues that cameras are spread over, at most {FleetClient.MostCameraQueues}: one for each 10,000 cameras. Workers that run must be started anew when there become more.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Command command = new("setup", "Make the fleet's exchanges, queues and streams on the broker, and the queue for clips of a model; other users then need no right to make any.") { model, queues };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(queues) is < 1 or > FleetClient.MostCameraQueues)
                throw new UsageException($"--camera-queues must be 1 to {FleetClient.MostCameraQueues}, got {parsed.GetValue(queues)}.");
            BrokerSettings settings = broker.Read(parsed);
            ModelPackage package = ModelPackage.Load(parsed.GetValue(model) ?? Shipped.Model);
            await using FleetClient fleet = await FleetClient.OpenAsync(settings, "setup", stop).ConfigureAwait(false);
            int moved = await fleet.SetUpAsync(package, parsed.GetValue(queues), stop).ConfigureAwait(false);
            Console.Out.WriteLine($"{settings.Name}: everything is there, for clips of {FleetModel.Of(package)}{(moved > 0 ? $"; {moved} clip(s) of an earlier version's queue went to those of their models" : string.Empty)}.");
            return 0;
        });
        return command;
    }
}
