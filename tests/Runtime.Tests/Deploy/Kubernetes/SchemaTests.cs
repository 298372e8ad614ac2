using k8s;

namespace SdCom.Edge.Runtime.Tests.Deploy.Kubernetes;

/// <summary>No cluster runs where the tests do: kubectl renders, and two official descriptions of the objects judge.</summary>
public class SchemaTests
{
    public static TheoryData<string> Folders => ["base", "workers/x64", "workers/arm64", "workers/gpu", "overlays/fleet", "overlays/k3s"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_folder_renders_and_its_objects_keep_to_Kubernetes_schemas(string folder)
    {
        Cluster cluster = Cluster.Render(folder);
        Assert.NotEmpty(cluster.Objects);
        Assert.Empty(Cluster.Problems(cluster.Yaml));
        Assert.Equal(cluster.Objects.Count, cluster.Objects.DistinctBy(made => (made.Kind, made.Metadata.Name)).Count());
        Assert.All(cluster.Objects.Where(made => made.Kind != "Namespace"), made => Assert.Equal("sdcom", made.Metadata.NamespaceProperty));
    }

    [Theory]
    [InlineData("replicas: 3", "replicas: three", "data/spec/replicas must be integer")]
    [InlineData("type: RollingUpdate", "type: Whenever", "data/spec/updateStrategy/type must be equal to one of the allowed values")]
    [InlineData("image: rabbitmq", "image: 7", "image must be string")]
    [InlineData("memory: 2Gi", "memory: two", "must match format \"quantity\"")]
    [InlineData("name: rabbitmq\n", "title: rabbitmq\n", "must have required property name")]
    [InlineData("kind: StatefulSet", "kind: StatefulSets", "StatefulSets sdcom-broker: ")]
    public void What_the_schemas_forbid_is_found(string from, string to, string expected)
    {
        string yaml = Cluster.Render("base").Yaml;
        Assert.Contains(from, yaml, StringComparison.Ordinal);
        Assert.Contains(expected, string.Join('\n', Cluster.Problems(yaml.Replace(from, to, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("podManagementPolicy:", "podManagmentPolicy:")]
    [InlineData("runAsNonRoot:", "runAsNonRooted:")]
    [InlineData("maxUnavailable:", "maxMissing:")]
    public void A_key_that_Kubernetes_does_not_know_is_found(string from, string to)
    {
        string yaml = Cluster.Render("base").Yaml;
        Assert.Contains(from, yaml, StringComparison.Ordinal);
        Exception problem = Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(yaml.Replace(from, to, StringComparison.Ordinal), strict: true));
        Assert.Contains(to.TrimEnd(':'), problem.ToString(), StringComparison.Ordinal);
    }
}
