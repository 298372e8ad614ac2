using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Rollout;

/// <summary>Clips of several models in one fleet, while a model is rolled out: each waits for a node that has its model.</summary>
public class CanaryClipsTests(SharedBroker shared, Models models)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void During_a_canary_clips_of_either_model_are_answered_by_the_nodes_that_have_it_and_none_is_given_up()
    {
        using SigningKey key = SigningKey.Generate();
        string trusted = models.NewPath(".pem"), packages = models.NewPath();
        key.Public.Save(trusted);
        ModelPackage old = SignedModel.Copy(models.Small, models.NewPath(), key), next = SignedModel.Copy(models.Shifting, models.NewPath(), key);
        FleetProgram before = new(FleetProgram.UrlOf(shared.NewHost()), old.Directory), after = new(before.Url, next.Directory);
        string[] names = [.. ((string[])["one", "two"]).OrderBy(node => CanaryTicket.Of(node, ModelHash.Of(next)))]; // who goes first
        string half = names.Average(node => CanaryTicket.Of(node, ModelHash.Of(next))).ToString("R", CultureInfo.InvariantCulture);
        ClipFolder clips = new(models.NewPath(), 12);
        Dictionary<string, JsonElement> expected = after.OneMachine(clips, models.NewPath(".jsonl"));

        // A job that everybody were to refuse once would be dead with --tries 1.
        using NodeProcess one = Worker("one"), two = Worker("two");
        Tools.Until(() => one.When("offers") is not null && two.When("offers") is not null, "the workers never came");
        after.SubmitClips(clips);
        Tools.Until(() => Waiting() is [{ } only] && Int(only, "clips") == 12 && Int(only, "nodes") == 0, "the clips of a model that nobody has do not wait");
        Assert.Equal(0, HostProcess.Run("fleet", "rollout", "--broker", before.Url, "--model", next.Directory, "--canary", half, "--watch", "0").ExitCode);
        FleetProgram.AssertSame(expected, after.Results());
        before.SubmitClips(clips);
        JsonElement[] both = before.Results();
        Assert.Equal(24, both.Length);
        Assert.All(both, line => Assert.True(line.TryGetProperty("answer", out _)));
        Assert.Equal([names[0]], both.Where(line => line.GetProperty("modelHash").GetString() == ModelHash.Of(next)).Select(line => line.GetProperty("node").GetString()).Distinct());
        Assert.All(both, line => Assert.Equal(0, line.GetProperty("deliveryCount").GetInt32())); // nobody was asked who could not
        Assert.Equal((0, 0), (one.Terminate(), two.Terminate()));

        NodeProcess Worker(string node) => new(
            [], "worker", "--broker", before.Url, "--model", old.Directory, "--threads", "1", "--node", node, "--take", "clips", "--tries", "1", "--heartbeat", "1", "--trust", trusted, "--packages", packages);

        JsonElement[] Waiting() => [.. before.Status(0.1).GetProperty("waiting").EnumerateArray()];
    }

    [Fact]
    public async Task What_an_earlier_version_left_in_its_one_queue_goes_to_its_model_and_a_job_without_a_queue_is_kept_for_retry()
    {
        BrokerSettings broker = shared.NewHost();
        FleetProgram fleet = new(FleetProgram.UrlOf(broker), models.Small.Directory);
        ClipFolder clips = new(models.NewPath(), 4);
        await using IConnection connection = await BrokerLink.OpenAsync(broker, "test", Cancel);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, Cancel);
        fleet.SubmitClips(clips);
        await channel.QueueDeclareAsync(FleetNames.Clips, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Cancel);
        string queue = ClipQueues.NameOf(ModelHash.Of(models.Small));
        for (int i = 0; i < 2; i++)
            await SendAsync(string.Empty, FleetNames.Clips);
        await channel.QueueUnbindAsync(queue, FleetNames.Clips, RoutingKeys.ClipAgain(ModelHash.Of(models.Small)), cancellationToken: Cancel);
        await SendAsync(FleetNames.Jobs, RoutingKeys.ClipAgain(ModelHash.Of(models.Small)));
        Assert.Contains("there was no queue for its model", HostProcess.Run("fleet", "results", "--broker", fleet.Url).Output, StringComparison.Ordinal);

        (int code, string output, string errors) = HostProcess.Run("fleet", "setup", "--broker", fleet.Url, "--model", models.Small.Directory);
        Assert.True(code == 0, errors);
        Assert.Contains("2 clip(s) of an earlier version's queue", output, StringComparison.Ordinal);
        Assert.Null(await QueueLook.CountAsync(connection, FleetNames.Clips, Cancel));
        Assert.Equal("1 clip(s) are at work again.", HostProcess.Run("fleet", "retry", "--broker", fleet.Url).Output.Trim());
        Assert.Equal(4, await QueueLook.CountAsync(connection, queue, Cancel));

        async Task SendAsync(string exchange, string key)
        {
            Delivery job = Delivery.Of((await channel.BasicGetAsync(queue, autoAck: true, Cancel))!);
            await channel.BasicPublishAsync(exchange, key, true, new BasicProperties { MessageId = job.MessageId }, job.Body, Cancel);
        }
    }

    [Fact]
    public void A_model_that_agrees_less_on_clips_is_given_up_by_a_node_without_cameras_and_its_answers_are_those_without_audit()
    {
        using SigningKey key = SigningKey.Generate();
        string trusted = models.NewPath(".pem");
        key.Public.Save(trusted);
        TornModels pair = new(models, key);
        FleetProgram before = new(FleetProgram.UrlOf(shared.NewHost()), pair.Agreeing.Directory), after = new(before.Url, pair.Torn.Directory);
        ClipFolder clips = new(models.NewPath(), 24);
        Dictionary<string, JsonElement> expected = before.OneMachine(clips, models.NewPath(".jsonl")), torn = after.OneMachine(clips, models.NewPath(".jsonl"));
        using HostProcess node = before.Worker("node", "--take", "clips", "--heartbeat", "1", "--audit", "100%", "--trust", trusted, "--packages", models.NewPath());
        before.SubmitClips(clips);
        FleetProgram.AssertSame(expected, before.Results());
        after.SubmitClips(clips); // they wait for the canary
        (int code, string output, string errors) = HostProcess.Run("fleet", "rollout", "--broker", before.Url, "--model", pair.Torn.Directory, "--watch", "60");
        Assert.True(code == 1, output + errors);
        string line = errors.Split('\n').Single(line => line.Contains("node gave up", StringComparison.Ordinal));
        Assert.Contains("with the model before in 100% of", line, StringComparison.Ordinal);
        FleetProgram.AssertSame(torn, [.. after.Results().Where(result => result.GetProperty("modelHash").GetString() == ModelHash.Of(pair.Torn))]);
        Assert.Equal(ModelHash.Of(pair.Agreeing), before.Status().GetProperty("nodes")[0].GetProperty("modelHash").GetString());
    }

    private static int Int(JsonElement element, string key) => element.GetProperty(key).GetInt32();
}
