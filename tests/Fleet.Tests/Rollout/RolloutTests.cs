using System.Text.Json;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Rollout;

/// <summary>The program as people use it: a model goes to a share of the nodes, to all, and back.</summary>
public class RolloutTests(SharedBroker shared, Models models)
{
    [Fact]
    public void A_model_goes_to_a_share_of_the_nodes_then_to_all_and_back_while_their_cameras_run_on()
    {
        using SigningKey key = SigningKey.Generate();
        string trusted = models.NewPath(".pem"), packages = models.NewPath();
        key.Public.Save(trusted);
        ModelPackage next = SignedModel.Copy(models.Shifting, models.NewPath(), key);
        string hash = ModelHash.Of(next), old = ModelHash.Of(models.Small);
        FleetProgram fleet = new(FleetProgram.UrlOf(shared.NewHost()), SignedModel.Copy(models.Small, models.NewPath(), key).Directory);
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "camera,source\nnorth,synthetic:hover\nsouth,synthetic:land\n");
        fleet.Submit("--cameras", list);
        string[] names = [.. ((string[])["one", "two"]).OrderBy(node => CanaryTicket.Of(node, hash))]; // who goes first
        string half = ((CanaryTicket.Of(names[0], hash) + CanaryTicket.Of(names[1], hash)) / 2).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        using HostProcess one = Worker("one"), two = Worker("two");
        Tools.Until(() => Fences().Count == 2, "the cameras never ran");
        Dictionary<string, string> fences = Fences();

        Assert.Equal(0, Rollout("--canary", half, "--watch", "0"));
        Tools.Until(() => Running().SequenceEqual([(names[0], hash), (names[1], old)]), "the first node never took it");
        Assert.Equal(0, Rollout("--watch", "0"));
        Tools.Until(() => Running().SequenceEqual([(names[0], hash), (names[1], hash)]), "the second node never took it");
        Assert.Equal(fences, Fences()); // no camera has moved
        Assert.Equal(0, Rollout("--withdraw"));
        Tools.Until(() => Running().SequenceEqual([(names[0], old), (names[1], old)]), "they never went back");
        Assert.Equal(fences, Fences());

        HostProcess Worker(string node) => fleet.Worker(node, "--take", "cameras", "--heartbeat", "1", "--trust", trusted, "--packages", packages);

        int Rollout(params string[] more)
        {
            (int code, string output, string errors) = HostProcess.Run(["fleet", "rollout", "--broker", fleet.Url, "--model", next.Directory, .. more]);
            Assert.True(code == 0, output + errors);
            return code;
        }

        List<(string Node, string Hash)> Running() =>
            [.. Nodes().Select(node => (node.GetProperty("node").GetString()!, node.GetProperty("modelHash").GetString()!)).OrderBy(node => Array.IndexOf(names, node.Item1))];

        Dictionary<string, string> Fences() => Nodes().SelectMany(node => node.GetProperty("cameras").EnumerateArray())
            .ToDictionary(camera => camera.GetProperty("camera").GetString()!, camera => camera.GetProperty("fence").GetString()!);

        JsonElement.ArrayEnumerator Nodes() => fleet.Status().GetProperty("nodes").EnumerateArray();
    }

    [Fact]
    public void A_foreign_model_is_refused_by_the_nodes_and_withdrawn_by_who_watches()
    {
        using SigningKey ours = SigningKey.Generate(), other = SigningKey.Generate();
        string trusted = models.NewPath(".pem");
        ours.Public.Save(trusted);
        ModelPackage foreign = SignedModel.Copy(models.Shifting, models.NewPath(), other);
        FleetProgram fleet = new(FleetProgram.UrlOf(shared.NewHost()), SignedModel.Copy(models.Small, models.NewPath(), ours).Directory);
        using HostProcess node = fleet.Worker("node", "--take", "cameras", "--heartbeat", "1", "--trust", trusted, "--packages", models.NewPath());
        Tools.Until(() => fleet.Status().GetProperty("nodes").GetArrayLength() == 1, "the node never came");
        (int code, string output, string errors) = HostProcess.Run("fleet", "rollout", "--broker", fleet.Url, "--model", foreign.Directory, "--watch", "60");
        Assert.True(code == 1, output + errors);
        string line = errors.Split('\n').Single(line => line.Contains("node refuses", StringComparison.Ordinal));
        Assert.Contains("is not trusted here", line, StringComparison.Ordinal);
        Assert.Contains("It is withdrawn from all nodes.", line, StringComparison.Ordinal);
        Assert.Equal(ModelHash.Of(models.Small), fleet.Status().GetProperty("nodes")[0].GetProperty("modelHash").GetString());
    }

    [Fact]
    public void A_model_that_agrees_less_with_its_full_width_than_the_one_before_is_given_up_by_its_node_and_withdrawn_by_who_watches()
    {
        using SigningKey key = SigningKey.Generate();
        string trusted = models.NewPath(".pem");
        key.Public.Save(trusted);

        TornModels pair = new(models, key);
        FleetProgram fleet = new(FleetProgram.UrlOf(shared.NewHost()), pair.Agreeing.Directory);
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "camera,source\nnorth,synthetic:hover\nsouth,synthetic:land\n");
        fleet.Submit("--cameras", list);
        using HostProcess node = fleet.Worker("node", "--take", "cameras", "--heartbeat", "1", "--audit", "100%", "--trust", trusted, "--packages", models.NewPath());
        Tools.Until(() => Frames().Length == 2 && Frames().Min() > 8 * AgreementJudge.LeastWindows, "the cameras never ran");
        (int code, string output, string errors) = HostProcess.Run("fleet", "rollout", "--broker", fleet.Url, "--model", pair.Torn.Directory, "--watch", "60");
        Assert.True(code == 1, output + errors);
        string line = errors.Split('\n').Single(line => line.Contains("node gave up", StringComparison.Ordinal));
        Assert.Contains("with the model before in 100% of", line, StringComparison.Ordinal);
        JsonElement after = fleet.Status().GetProperty("nodes")[0];
        Assert.Equal(ModelHash.Of(pair.Agreeing), after.GetProperty("modelHash").GetString());
        Assert.Equal(2, after.GetProperty("cameras").GetArrayLength());

        long[] Frames() => [.. fleet.Status(1).GetProperty("nodes").EnumerateArray().SelectMany(node => node.GetProperty("cameras").EnumerateArray()).Select(camera => camera.GetProperty("frames").GetInt64())];
    }
}
