using System.CommandLine;
using SdCom.Edge.Fleet;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>fleet status</c>: nodes, capacity, load, cameras, backlog, throughput and the time that remains.</summary>
internal static class FleetStatusCommand
{
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(4.5); // two heartbeats and a bit
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<double?> listen = new("--listen") { Description = "Seconds to listen for heartbeats before the first look; 4.5, two of the usual heartbeats and a bit, when left out.", HelpName = "N" };
        Option<bool> json = Options.Json();
        Command command = new("status", "Show nodes, capacity, load, cameras, backlog, throughput and the time that remains; live on a terminal, until interrupted.") { listen, json };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            Options.Positive("--listen", parsed.GetValue(listen));
            TimeSpan hearing = parsed.GetValue(listen) is { } seconds ? TimeSpan.FromSeconds(seconds) : Hearing;
            await using FleetClient fleet = await FleetClient.OpenAsync(broker.Read(parsed), "status", stop).ConfigureAwait(false);
            await using FleetWatch watch = await fleet.WatchAsync(TimeProvider.System, stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                ReportJson.Print(await watch.LookAsync(hearing, stop).ConfigureAwait(false), types => types.FleetSnapshot);
            else if (Console.IsOutputRedirected)
                FleetTable.Print(await watch.LookAsync(hearing, stop).ConfigureAwait(false));
            else
                await FleetTable.LiveAsync(() => watch.LookAsync(Period, stop), stop).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
