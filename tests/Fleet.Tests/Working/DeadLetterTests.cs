using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Working;

public class DeadLetterTests(SharedBroker shared, Models models)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nobody_can_do_is_given_up_with_its_reason_and_may_be_tried_again_when_the_reason_is_gone()
    {
        BrokerSettings broker = shared.NewHost();
        FleetProgram fleet = new(FleetProgram.UrlOf(broker), models.Small.Directory);
        ClipFolder clips = new(models.NewPath(), 4);
        string gone = Path.Combine(clips.Path, "0.mp4"), aside = gone + ".aside";
        fleet.SubmitClips(clips);
        File.Move(gone, aside); // after it was submitted
        File.AppendAllText(Path.Combine(clips.Path, "1.mp4"), "more");
        await using IConnection connection = await BrokerLink.OpenAsync(broker, "test", Cancel);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, Cancel);
        await channel.BasicPublishAsync(FleetNames.Jobs, RoutingKeys.ClipAgain(ModelHash.Of(models.Small)), true, new BasicProperties(), "nonsense"u8.ToArray(), Cancel);
        using HostProcess worker = fleet.Worker("node", "--tries", "2", "--take", "clips");
        JsonElement[] results = fleet.Results();
        Assert.Equal(2, results.Count(line => line.TryGetProperty("answer", out _)));
        string[] reasons = [.. results.Where(line => line.TryGetProperty("reason", out _)).Select(line => line.GetProperty("reason").GetString()!)];
        Assert.Contains(reasons, reason => reason.StartsWith("given up after 2 tries", StringComparison.Ordinal) && reason.Contains("no such file", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("bytes when it was submitted", StringComparison.Ordinal));
        Tools.Until(() => fleet.Status(0.1).GetProperty("deadClips").GetInt32() == 3, "the nonsense was not given up");

        File.Move(aside, gone);
        Assert.Equal("2 clip(s) are at work again.", HostProcess.Run("fleet", "retry", "--broker", fleet.Url).Output.Trim());
        Tools.Until(() => fleet.Sums() is { } sums && sums.GetProperty("answered").GetInt32() == 3 && sums.GetProperty("dead").GetInt32() == 1, "the clip was not answered");
        worker.Terminate();
        Assert.Equal(0, worker.Wait());
    }

    [Fact]
    public void A_worker_that_is_told_to_stop_finishes_its_clip_and_gives_the_others_back()
    {
        FleetProgram fleet = new(FleetProgram.UrlOf(shared.NewHost()), models.Small.Directory);
        ClipFolder clips = new(models.NewPath(), 40);
        fleet.SubmitClips(clips);
        using NodeProcess worker = new([], "worker", "--broker", fleet.Url, "--model", models.Small.Directory, "--threads", "1", "--node", "node", "--take", "clips");
        Tools.Until(() => worker.When("offers") is not null, "the worker never began");
        Assert.Equal(0, worker.Terminate());
        JsonElement sums = fleet.Sums();
        Assert.Contains($"stopped after {sums.GetProperty("answered").GetInt32()} clip(s), 0 dead, 0 to be tried again", worker.Said, StringComparison.Ordinal);
        Assert.Equal(40 - sums.GetProperty("answered").GetInt32(), fleet.Status(0.1).GetProperty("backlog").GetInt32());
        Assert.Equal(0, sums.GetProperty("duplicates").GetInt32());
    }
}
