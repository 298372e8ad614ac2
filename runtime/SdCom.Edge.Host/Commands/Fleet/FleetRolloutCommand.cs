using System.CommandLine;
using System.Globalization;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Host.Terminal;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary><c>fleet rollout</c>: brings a signed model to the nodes, a share of them first, and takes it back when one of them refuses it or finds that agreement fell.</summary>
internal static class FleetRolloutCommand
{
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        BrokerOptions broker = new();
        Option<string> model = Options.Model(required: true);
        Option<string> share = new("--canary") { Description = "The share of the nodes that take it, such as 10%; all when left out. Widen it by running this again.", HelpName = "SHARE" };
        Option<bool> withdraw = new("--withdraw") { Description = "Take it back: nodes run again what they had before." };
        Option<double> watch = new("--watch") { Description = "Seconds to watch the nodes; when one refuses the model or gives it up meanwhile, it is withdrawn everywhere. 0 orders and leaves.", HelpName = "N", DefaultValueFactory = _ => 60 };
        Command command = new("rollout", "Bring a signed model package to the nodes of a fleet, or take it back.") { model, share, withdraw, watch };
        broker.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            double wanted = parsed.GetValue(share) is { } text ? Quantities.Share("--canary", text) : 1, seconds = parsed.GetValue(watch);
            if (!(seconds >= 0))
                throw new UsageException($"--watch must be 0 or more seconds, got {seconds.ToString(CultureInfo.InvariantCulture)}.");
            ModelPackage package = ModelPackage.Load(parsed.GetRequiredValue(model));
            string name = package.Manifest.Name, hash = ModelHash.Of(package);
            await using FleetClient fleet = await FleetClient.OpenAsync(broker.Read(parsed), "rollout", stop).ConfigureAwait(false);
            if (parsed.GetValue(withdraw))
            {
                await fleet.OrderAsync(Order(0), stop).ConfigureAwait(false);
                Console.Out.WriteLine($"{name} ({hash[..12]}) is withdrawn.");
                return 0;
            }

            bool sent = Progress.While("KiB", (int)(SizeOf(package) >> 10), step => fleet.UploadAsync(package, (bytes, _) => step((int)(bytes >> 10)), stop).GetAwaiter().GetResult());
            await fleet.OrderAsync(Order(wanted), stop).ConfigureAwait(false);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ({hash[..12]}) {(sent ? "was sent to the broker and " : string.Empty)}is to run on {wanted:0.##%} of the nodes."));
            return seconds == 0 ? 0 : await WatchAsync().ConfigureAwait(false);

            RolloutOrder Order(double part) => new() { FormatVersion = RolloutOrder.CurrentFormat, Model = name, ModelHash = hash, Share = part };

            async Task<int> WatchAsync()
            {
                await using FleetWatch nodes = await fleet.WatchAsync(TimeProvider.System, stop).ConfigureAwait(false);
                long begun = TimeProvider.System.GetTimestamp();
                string told = string.Empty;
                while (TimeProvider.System.GetElapsedTime(begun).TotalSeconds < seconds)
                {
                    IReadOnlyList<NodeReport> all = (await nodes.LookAsync(Hearing, stop).ConfigureAwait(false)).Nodes;
                    NodeReport[] asked = [.. all.Where(node => CanaryTicket.Of(node.Node, hash) < wanted)];
                    if (asked.FirstOrDefault(node => node.Rollout is { IsOver: true } rollout && rollout.ModelHash == hash) is { } failed)
                    {
                        await fleet.OrderAsync(Order(0), stop).ConfigureAwait(false);
                        RunSession.Say($"{failed.Node} {(failed.Rollout!.State == RolloutReport.Refused ? "refuses" : "gave up")} {name}: {failed.Rollout.Reason} It is withdrawn from all nodes.");
                        return 1;
                    }

                    string line = $"{asked.Count(node => node.ModelHash == hash)} of {asked.Length} asked node(s) run it, {all.Count} node(s) in all.";
                    if (line != told)
                        Console.Out.WriteLine(told = line);
                }

                return 0;
            }
        });
        return command;
    }

    private static long SizeOf(ModelPackage package) => new DirectoryInfo(package.Directory).EnumerateFiles().Sum(file => file.Length);
}
