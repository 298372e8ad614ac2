using k8s.Models;

namespace SdCom.Edge.Runtime.Tests.Deploy.Kubernetes;

/// <summary>A folder that <c>make-secrets</c> wrote.</summary>
internal sealed class Secrets : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("sdcom-secrets-");
    private Cluster? cluster;

    private Secrets()
    {
        Folder = Path.Combine(root.FullName, "secrets");
        PublicKey = Path.Combine(root.FullName, "release.pub.pem");
    }

    public string Folder { get; }

    public string PublicKey { get; }

    /// <summary>What <c>kubectl apply -k</c> would bring into the cluster.</summary>
    public Cluster Cluster => cluster ??= Cluster.RenderFolder(Folder);

    public static Secrets Make()
    {
        Secrets secrets = new();
        Host.HostProcess.Json("package", "keygen", "--out", Path.Combine(secrets.root.FullName, "release.pem"));
        Shell.Succeed(Script, "--trust", secrets.PublicKey, secrets.Folder);
        return secrets;
    }

    public static string Script => Path.Combine(Cluster.Folder, "make-secrets");

    public string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The keys of a secret; none when there is no such secret.</summary>
    public ICollection<string> Keys(string name) => Cluster.All<V1Secret>().FirstOrDefault(secret => secret.Metadata.Name == name)?.Data.Keys ?? [];

    public void Dispose() => root.Delete(recursive: true);
}
