using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SdCom.Edge.Runtime.Tests.Deploy.Kubernetes;

[SupportedOSPlatform("linux")]
public class MakeSecretsTests
{
    [Fact]
    public void The_broker_gets_a_salted_hash_of_each_users_password()
    {
        using Secrets secrets = Secrets.Make();
        JsonElement definitions = JsonDocument.Parse(secrets.Text("definitions.json")).RootElement;
        string[] users = [.. definitions.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("name").GetString()!)];
        Assert.Equal(["admin", "device", "releaser", "submitter", "viewer", "worker"], users.Order(StringComparer.Ordinal));
        foreach (JsonElement user in definitions.GetProperty("users").EnumerateArray())
        {
            byte[] hash = user.GetProperty("password_hash").GetBytesFromBase64();
            string password = secrets.Text($"{user.GetProperty("name").GetString()}/password");
            Assert.Matches("^[0-9a-f]{64}$", password);
            Assert.Equal(hash[4..], SHA256.HashData([.. hash[..4], .. Encoding.ASCII.GetBytes(password)]));
        }

        JsonElement worker = definitions.GetProperty("permissions").EnumerateArray().Single(rights => rights.GetProperty("user").GetString() == "worker");
        Assert.DoesNotMatch(worker.GetProperty("write").GetString()!, "sdcom.jobs");
    }

    [Fact]
    public void The_certificate_is_good_for_the_brokers_names_and_its_authority_can_sign_nothing_more()
    {
        using Secrets secrets = Secrets.Make();
        using X509Certificate2 broker = X509Certificate2.CreateFromPemFile(Path.Combine(secrets.Folder, "tls", "tls.crt"), Path.Combine(secrets.Folder, "tls", "tls.key"));
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(secrets.Text("tls/ca.crt"));
        Assert.All((string[])["sdcom-broker", "sdcom-broker-0.sdcom-broker-nodes.sdcom.svc.cluster.local"], name => Assert.True(broker.MatchesHostname(name), name));
        Assert.False(broker.MatchesHostname("elsewhere"));
        using X509Chain chain = new() { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } } };
        Assert.True(chain.Build(broker));
        Assert.Single(Directory.GetFiles(secrets.Folder, "*.key", SearchOption.AllDirectories)); // the broker's
    }

    [Fact]
    public void Secrets_are_their_owners_alone_and_are_not_replaced()
    {
        using Secrets secrets = Secrets.Make();
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Assert.All(Directory.GetFileSystemEntries(secrets.Folder, "*", SearchOption.AllDirectories), path => Assert.Equal(default, File.GetUnixFileMode(path) & Others));
        string password = secrets.Text("worker/password");
        (int code, _, string errors) = Shell.Run(Secrets.Script, "--trust", secrets.PublicKey, secrets.Folder);
        Assert.Equal(1, code);
        Assert.StartsWith($"make-secrets: {secrets.Folder} is there already; ", errors, StringComparison.Ordinal);
        Assert.Equal(password, secrets.Text("worker/password"));
    }

    [Fact]
    public void Only_a_public_key_is_given_to_nodes()
    {
        using Secrets secrets = Secrets.Make();
        string privateKey = secrets.PublicKey.Replace(".pub.pem", ".pem", StringComparison.Ordinal), folder = secrets.Folder + "2";
        (int code, _, string errors) = Shell.Run(Secrets.Script, "--trust", privateKey, folder);
        Assert.Equal(1, code);
        Assert.StartsWith($"make-secrets: {privateKey}: must be a public key in PEM", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(2, Shell.Run(Secrets.Script, folder).ExitCode);
    }
}
