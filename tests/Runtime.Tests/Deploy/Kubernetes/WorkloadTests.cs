using System.Text.RegularExpressions;
using k8s.Models;

namespace SdCom.Edge.Runtime.Tests.Deploy.Kubernetes;

/// <summary>What schemas do not see: whether the objects fit each other, and what a pod may do.</summary>
public partial class WorkloadTests
{
    public static TheoryData<string> Overlays => ["overlays/fleet", "overlays/k3s"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_pod_runs_as_root_writes_to_its_image_or_gets_a_token_of_the_cluster(string overlay)
    {
        Cluster cluster = Cluster.Render(overlay);
        Assert.Equal("restricted", Assert.Single(cluster.All<V1Namespace>()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        foreach ((string name, V1PodTemplateSpec template) in cluster.Pods)
        {
            V1PodSpec pod = template.Spec;
            Assert.True(pod.SecurityContext.RunAsNonRoot is true && pod.SecurityContext.RunAsUser > 0 && pod.SecurityContext.SeccompProfile.Type == "RuntimeDefault", name);
            Assert.False(pod.AutomountServiceAccountToken ?? true, name);
            Assert.True(pod.HostNetwork is not true && pod.HostPID is not true && pod.HostIPC is not true, name);
            foreach (V1Container container in Containers(pod))
            {
                V1SecurityContext rights = container.SecurityContext;
                Assert.True(rights.ReadOnlyRootFilesystem is true && rights.AllowPrivilegeEscalation is false && rights.Privileged is not true, $"{name}/{container.Name}");
                Assert.Equal(["ALL"], rights.Capabilities.Drop);
                Assert.True(container.Resources.Requests.ContainsKey("cpu") && container.Resources.Requests.ContainsKey("memory") && container.Resources.Limits.ContainsKey("memory"), $"{name}/{container.Name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Selectors_ports_and_volumes_mean_something_that_there_is(string overlay)
    {
        Cluster cluster = Cluster.Render(overlay);
        foreach (V1Deployment made in cluster.All<V1Deployment>())
            Assert.True(Selects(made.Spec.Selector.MatchLabels, made.Spec.Template), made.Metadata.Name);
        foreach (V1StatefulSet made in cluster.All<V1StatefulSet>())
        {
            Assert.True(Selects(made.Spec.Selector.MatchLabels, made.Spec.Template), made.Metadata.Name);
            Assert.Contains(cluster.All<V1Service>(), service => service.Metadata.Name == made.Spec.ServiceName && service.Spec.ClusterIP == "None");
        }

        foreach (V1Service service in cluster.All<V1Service>())
        {
            V1PodTemplateSpec pod = Assert.Single(cluster.Pods.Values, pod => Selects(service.Spec.Selector, pod));
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, PortsOf(pod.Spec)));
        }

        foreach (V1PodDisruptionBudget budget in cluster.All<V1PodDisruptionBudget>())
            Assert.Single(cluster.Pods.Values, pod => Selects(budget.Spec.Selector.MatchLabels, pod));
        Assert.All(cluster.Pods.Where(pod => !pod.Key.EndsWith("live", StringComparison.Ordinal)), pod => Assert.Single(cluster.All<V1PodDisruptionBudget>(), budget => Selects(budget.Spec.Selector.MatchLabels, pod.Value)));

        foreach (V1NetworkPolicy policy in cluster.All<V1NetworkPolicy>())
        {
            V1PodTemplateSpec[] pods = [.. cluster.Pods.Values.Where(pod => Selects(policy.Spec.PodSelector.MatchLabels, pod))];
            Assert.NotEmpty(pods);
            IEnumerable<string> names = (policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports).Select(port => port.Port.Value).Where(port => !int.TryParse(port, out _));
            Assert.All(names, name => Assert.All(pods, pod => Assert.Contains(name, PortsOf(pod.Spec))));
        }

        Assert.All(cluster.Pods.Values, pod => Assert.Single(cluster.All<V1NetworkPolicy>(), policy => Selects(policy.Spec.PodSelector.MatchLabels, pod)));

        foreach ((string name, V1PodTemplateSpec template) in cluster.Pods)
        {
            string[] volumes = [.. template.Spec.Volumes.Select(volume => volume.Name), .. cluster.All<V1StatefulSet>().Where(made => made.Metadata.Name == name).SelectMany(made => made.Spec.VolumeClaimTemplates).Select(claim => claim.Metadata.Name)];
            string[] mounted = [.. Containers(template.Spec).SelectMany(container => container.VolumeMounts).Select(mount => mount.Name).Distinct()];
            Assert.Equal(volumes.Order(StringComparer.Ordinal), mounted.Order(StringComparer.Ordinal));
            IEnumerable<V1Probe?> probes = template.Spec.Containers.SelectMany(container => new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe });
            foreach (string? port in probes.Select(probe => probe?.HttpGet?.Port.Value ?? probe?.TcpSocket?.Port.Value).Where(port => port is not null))
                Assert.Contains(port!, PortsOf(template.Spec));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Everything_that_a_pod_needs_is_there_or_comes_from_make_secrets(string overlay)
    {
        Cluster cluster = Cluster.Render(overlay);
        string readme = File.ReadAllText(Path.Combine(Cluster.Folder, "README.md"));
        using Secrets secrets = Secrets.Make();
        Assert.Empty(Cluster.Problems(secrets.Cluster.Yaml));
        foreach (V1PodSpec pod in cluster.Pods.Values.Select(template => template.Spec))
        {
            Assert.Contains(cluster.All<V1ServiceAccount>(), account => account.Metadata.Name == pod.ServiceAccountName);
            foreach (V1Volume volume in pod.Volumes)
            {
                if (volume.ConfigMap is { } map)
                    Assert.Contains(cluster.All<V1ConfigMap>().Concat(secrets.Cluster.All<V1ConfigMap>()), made => made.Metadata.Name == map.Name);
                if (volume.Secret is { } secret)
                    Assert.All(secret.Items?.Select(item => item.Key) ?? [], key => Assert.Contains(key, secrets.Keys(secret.SecretName)));
                if (volume.Secret is { } whole)
                    Assert.NotEmpty(secrets.Keys(whole.SecretName));
                if (volume.PersistentVolumeClaim is { } claim)
                    Assert.Contains(claim.ClaimName, readme, StringComparison.Ordinal); // yours to make
            }

            foreach (V1SecretKeySelector key in Containers(pod).SelectMany(container => container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>())
                Assert.Contains(key.Key, secrets.Keys(key.Name));
        }
    }

    [Fact]
    public void The_broker_keeps_a_majority_and_every_class_of_workers_has_nodes_of_its_own()
    {
        Cluster cluster = Cluster.Render("overlays/fleet");
        V1StatefulSet broker = Assert.Single(cluster.All<V1StatefulSet>());
        Assert.Equal(3, broker.Spec.Replicas);
        Assert.Equal("Parallel", broker.Spec.PodManagementPolicy);
        Assert.Equal("1", cluster.All<V1PodDisruptionBudget>().Single(budget => budget.Metadata.Name == "sdcom-broker").Spec.MaxUnavailable.Value);
        Assert.Contains(broker.Spec.Template.Spec.TopologySpreadConstraints, spread => spread is { TopologyKey: "kubernetes.io/hostname", WhenUnsatisfiable: "DoNotSchedule", MaxSkew: 1 });

        // The nodes' names in the broker's settings are those that the set and its service make.
        string settings = cluster.All<V1ConfigMap>().Single(map => map.Data.ContainsKey("rabbitmq.conf")).Data["rabbitmq.conf"];
        Assert.Equal(Enumerable.Range(0, 3).Select(i => $"rabbit@{broker.Metadata.Name}-{i}.{broker.Spec.ServiceName}.sdcom.svc.cluster.local"), PeerName().Matches(settings).Select(match => match.Groups[1].Value));

        V1Deployment[] workers = [.. cluster.All<V1Deployment>().Where(made => made.Metadata.Labels["app.kubernetes.io/component"] == "worker")];
        Assert.Equal(["amd64", "amd64", "arm64"], workers.Select(worker => worker.Spec.Template.Spec.NodeSelector["kubernetes.io/arch"]).Order(StringComparer.Ordinal));
        Assert.Equal(workers.Length, workers.Select(worker => worker.Spec.Template.Spec.NodeSelector["sdcom.edge/class"]).Distinct().Count());
        foreach (V1Deployment worker in workers)
        {
            V1Container container = Assert.Single(worker.Spec.Template.Spec.Containers);
            string profile = container.Env.Single(variable => variable.Name == "SDCOM_PROFILE").Value;
            string text = File.ReadAllText(Path.Combine(Repository.Root, Path.GetRelativePath("/opt/sdcom-edge/current", profile)));
            Assert.Equal(text.Contains("\"provider\": \"cuda\"", StringComparison.Ordinal), container.Resources.Limits.ContainsKey("nvidia.com/gpu"));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Programs_are_started_with_verbs_and_options_that_they_know(string overlay)
    {
        foreach (V1Container container in Cluster.Render(overlay).Pods.Values.SelectMany(pod => pod.Spec.Containers).Where(container => container.Name == "sdcom"))
        {
            (int code, string help, string errors) = Host.HostProcess.Run(container.Args[0], "--help");
            Assert.True(code == 0, errors);
            foreach (string argument in container.Args.Skip(1).Where(argument => argument.StartsWith("--", StringComparison.Ordinal)))
                Assert.Contains(argument.Split('=')[0] + " <", help, StringComparison.Ordinal);
            foreach (Match variable in Variable().Matches(string.Join(' ', container.Args)))
                Assert.Contains(container.Env, defined => defined.Name == variable.Groups[1].Value);
            foreach (Match file in Mounted().Matches(string.Join(' ', container.Args)))
                Assert.Contains(container.VolumeMounts, mount => file.Value.StartsWith(mount.MountPath, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_live_cameras_settings_are_in_order()
    {
        using Secrets secrets = Secrets.Make();
        string text = File.ReadAllText(Path.Combine(Cluster.Folder, "base", "live", "sdcom.json"))
            .Replace("/opt/sdcom-edge/current", Repository.Root, StringComparison.Ordinal)
            .Replace("/run/sdcom/ca", Path.Combine(secrets.Folder, "tls"), StringComparison.Ordinal)
            .Replace("/run/sdcom", secrets.Folder, StringComparison.Ordinal);
        string file = Path.Combine(secrets.Folder, "sdcom.json");
        File.WriteAllText(file, text);
        (int code, string output, string errors) = Host.HostProcess.Run(new Dictionary<string, string> { ["SDCOM_TOKEN"] = secrets.Text("token") }, "config", "check", file);
        Assert.True(code == 0, output + errors);
    }

    private static IEnumerable<V1Container> Containers(V1PodSpec pod) => pod.Containers.Concat(pod.InitContainers ?? []);

    private static string[] PortsOf(V1PodSpec pod) => [.. pod.Containers.SelectMany(container => container.Ports ?? []).Select(port => port.Name)];

    private static bool Selects(IDictionary<string, string> labels, V1PodTemplateSpec pod) =>
        labels.Count > 0 && labels.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out string? value) && value == label.Value);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"/(run|clips)\S*")]
    private static partial Regex Mounted();

    [GeneratedRegex(@"^cluster_formation\.classic_config\.nodes\.\d = (\S+)$", RegexOptions.Multiline)]
    private static partial Regex PeerName();
}
