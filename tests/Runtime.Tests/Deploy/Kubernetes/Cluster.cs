using System.Diagnostics;
using System.Runtime.InteropServices;
using k8s;
using k8s.Models;

namespace SdCom.Edge.Runtime.Tests.Deploy.Kubernetes;

/// <summary>What a folder of <c>runtime/deploy/kubernetes</c> asks a cluster for, as kubectl renders it.</summary>
internal sealed class Cluster
{
    private Cluster(string yaml)
    {
        Yaml = yaml;
        Objects = KubernetesYaml.LoadAllFromString(yaml, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>().ToArray();
    }

    public static string Folder => Path.Combine(Repository.Root, "runtime", "deploy", "kubernetes");

    public string Yaml { get; }

    /// <summary>Every object, read by the official client's types: an unknown key is an error.</summary>
    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>The pods that deployments and stateful sets make, by the name of who makes them.</summary>
    public IReadOnlyDictionary<string, V1PodTemplateSpec> Pods => All<V1Deployment>().ToDictionary(made => made.Metadata.Name, made => made.Spec.Template)
        .Concat(All<V1StatefulSet>().ToDictionary(made => made.Metadata.Name, made => made.Spec.Template)).ToDictionary();

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    /// <summary>Renders a folder with its bases and patches.</summary>
    public static Cluster Render(string folder) => RenderFolder(Path.Combine(Folder, folder));

    /// <summary>The same of a folder anywhere.</summary>
    public static Cluster RenderFolder(string folder)
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "the kubectl that the tests bring is for x86-64");
        return new Cluster(Shell.Succeed(Tool("kubectl", "kubectl"), "kustomize", folder));
    }

    /// <summary>What Kubernetes' own schemas find wrong with objects: a line each, none when all are in order.</summary>
    public static IReadOnlyList<string> Problems(string yaml)
    {
        // Modules are found from where the script lies.
        string script = Tool("validate.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "kubernetes", "validate.mjs"), script, overwrite: true);
        string program = Path.Combine(AppContext.BaseDirectory, ".playwright", "node", "linux-x64", "node"); // new enough, whatever the system has
        using Process node = Process.Start(new ProcessStartInfo(program, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = node.StandardOutput.ReadToEndAsync(), errors = node.StandardError.ReadToEndAsync();
        node.StandardInput.Write(yaml);
        node.StandardInput.Close();
        node.WaitForExit();
        string[] problems = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(node.ExitCode == (problems.Length == 0 ? 0 : 1), errors.GetAwaiter().GetResult());
        return problems;
    }

    private static string Tool(params string[] path) => Path.Combine([Repository.Root, "artifacts", "npm", "kubernetes", .. path]);
}
