using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Fleet.Tests.Kubernetes;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;
using SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

namespace SdCom.Edge.Fleet.Tests.Broker;

/// <summary>TLS, and users with no more rights than their part needs: those of <c>runtime/deploy/kubernetes/users</c>.</summary>
public partial class RightsTests(Models models)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_TLS_each_user_can_do_its_part_and_a_worker_can_give_nobody_work()
    {
        TestCertificates ours = new(models.NewPath()), foreign = new(models.NewPath());
        (string certificate, string key) = ours.Sign("localhost");
        int port = Tools.FreePort();
        using RabbitBroker server = new(models.Folder, null, $"listeners.ssl.1 = 127.0.0.1:{port}", $"listeners.ssl.2 = 127.0.0.2:{port}", $"ssl_options.cacertfile = {ours.Authority}", $"ssl_options.certfile = {certificate}", $"ssl_options.keyfile = {key}");
        server.Control("eval", string.Join(", ", Users().Select(user => $"rabbit_auth_backend_internal:add_user(<<\"{user.Name}\">>, <<\"secret\">>, <<\"t\">>), rabbit_auth_backend_internal:set_permissions(<<\"{user.Name}\">>, <<\"/\">>, <<\"{user.Configure}\">>, <<\"{user.Write}\">>, <<\"{user.Read}\">>, <<\"t\">>)")) + ".");
        Dictionary<string, string> password = new() { ["SDCOM_BROKER_PASSWORD"] = "secret" };
        ClipFolder clips = new(models.NewPath(), 3);

        // A worker may not make queues: somebody has to set the fleet up first.
        (int code, string output, string errors) = Run("worker", "worker", ours.Authority, "--model", models.Small.Directory);
        Assert.Equal(1, code);
        Assert.Contains("run ./sdcom fleet setup once", errors, StringComparison.Ordinal);
        Assert.Equal(0, HostProcess.Run("fleet", "setup", "--broker", server.Url, "--model", models.Small.Directory).ExitCode);
        Assert.Equal("3 clips: 3 submitted, 0 were there already.", Run("submit", "submitter", ours.Authority, "--model", models.Small.Directory, "--clips", clips.List).Output.Trim());
        using SigningKey signing = SigningKey.Generate();
        string trusted = models.NewPath(".pem");
        signing.Public.Save(trusted);
        string first = SignedModel.Copy(models.Small, models.NewPath(), signing).Directory, next = SignedModel.Copy(models.Shifting, models.NewPath(), signing).Directory;
        using HostProcess worker = HostProcess.Start(
            password, "worker", "--broker", $"amqps://worker@localhost:{port}", "--broker-ca", ours.Authority, "--model", first, "--threads", "1", "--heartbeat", "0.5", "--trust", trusted, "--packages", models.NewPath());
        (code, output, errors) = RunVerb(["fleet", "results"], "viewer", ours.Authority, "--wait");
        Assert.True(code == 0, errors);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0, RunVerb(["fleet", "status"], "viewer", ours.Authority, "--json", "--listen", "0.5").ExitCode);
        (code, output, errors) = RunVerb(["fleet", "rollout"], "worker", ours.Authority, "--model", next, "--watch", "0");
        Assert.Equal(1, code);
        Assert.Contains("ACCESS_REFUSED", Assert.Single(errors.TrimEnd().Split('\n'), line => line.StartsWith("sdcom:", StringComparison.Ordinal)), StringComparison.Ordinal);
        (code, output, errors) = RunVerb(["fleet", "rollout"], "releaser", ours.Authority, "--model", next, "--watch", "0");
        Assert.True(code == 0, output + errors);
        string hash = ModelHash.Of(ModelPackage.Load(next));
        Tools.Until(() => RunVerb(["fleet", "status"], "viewer", ours.Authority, "--json", "--listen", "1").Output.Contains($"\"modelHash\":\"{hash}\"", StringComparison.Ordinal), "the worker never took the model");
        worker.Terminate();
        Assert.Equal(0, worker.Wait());

        BrokerSettings asWorker = BrokerSettings.Parse($"amqps://worker@localhost:{port}", "secret") with { CaFile = ours.Authority };
        await using IConnection connection = await BrokerLink.OpenAsync(asWorker, "test", Cancel);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, Cancel);
        await Assert.ThrowsAnyAsync<RabbitMQClientException>(async () => await channel.BasicPublishAsync(FleetNames.Jobs, RoutingKeys.NewClip(hash), true, new BasicProperties(), "{}"u8.ToArray(), Cancel));
        Assert.Contains("ACCESS_REFUSED", channel.CloseReason!.ReplyText, StringComparison.Ordinal);

        // A broker that somebody else vouches for, a wrong password, and a name that the certificate does not have.
        (code, _, errors) = Run("submit", "submitter", foreign.Authority, "--model", models.Small.Directory, "--clips", clips.List);
        Assert.Equal(1, code);
        Assert.Contains("no TLS", errors, StringComparison.Ordinal);
        BrokerException refused = await Assert.ThrowsAsync<BrokerException>(() => BrokerLink.OpenAsync(asWorker with { Password = "wrong" }, "test", Cancel));
        Assert.Contains("refuses user worker", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<BrokerException>(() => BrokerLink.OpenAsync(asWorker with { Host = "127.0.0.2" }, "test", Cancel));
        Assert.Contains("no TLS", refused.Message, StringComparison.Ordinal);

        (int ExitCode, string Output, string Errors) Run(string verb, string user, string authority, params string[] more) => RunVerb([verb], user, authority, more);

        (int ExitCode, string Output, string Errors) RunVerb(string[] verb, string user, string authority, params string[] more) =>
            HostProcess.Run(password, [.. verb, "--broker", $"amqps://{user}@localhost:{port}", "--broker-ca", authority, .. more]);
    }

    // Those that a broker on Kubernetes is given.
    private static (string Name, string Configure, string Write, string Read)[] Users() =>
        [.. User().Matches(File.ReadAllText(Path.Combine(ShippedBrokerTests.Folder(), "users"))).Select(user => (user.Groups["name"].Value, user.Groups["configure"].Value, user.Groups["write"].Value, user.Groups["read"].Value))];

    [GeneratedRegex(@"^user (?<name>worker|submitter|releaser|viewer)\s+\S+\s+'(?<configure>[^']*)'\s+'(?<write>[^']*)'\s+'(?<read>[^']*)'", RegexOptions.Multiline)]
    private static partial Regex User();
}
