using System.Runtime.Versioning;
using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

[SupportedOSPlatform("linux")]
public class PackageTests(Models models)
{
    [Fact]
    public void A_package_is_signed_by_a_new_key_and_verified_by_its_public_half()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string model = CopyOfSmall(folder), key = Path.Combine(folder, "release.pem");
        JsonElement made = HostProcess.Json("package", "keygen", "--out", key);
        string publicKey = Path.Combine(folder, "release.pub.pem"), fingerprint = made.GetProperty("fingerprint").GetString()!;
        Assert.Equal((key, publicKey), (made.GetProperty("privateKey").GetString(), made.GetProperty("publicKey").GetString()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));

        Assert.Equal(fingerprint, HostProcess.Json("package", "sign", "--model", model, "--key", key).GetProperty("fingerprint").GetString());
        JsonElement verified = HostProcess.Json("package", "verify", "--model", model, "--key", publicKey);
        Assert.Equal(("small", fingerprint), (verified.GetProperty("model").GetString(), verified.GetProperty("fingerprint").GetString()));

        // The older key still counts while the newer one is rolled out, and a stranger's does not.
        string other = Path.Combine(folder, "other.pem"), otherPublic = Path.Combine(folder, "other.pub.pem");
        HostProcess.Json("package", "keygen", "--out", other);
        Assert.Equal(fingerprint, HostProcess.Json("package", "verify", "--model", model, "--key", otherPublic, "--key", publicKey).GetProperty("fingerprint").GetString());
        Refused(1, $"is signed by the key {fingerprint}, which is not trusted here", "verify", "--model", model, "--key", otherPublic);

        string extra = Path.Combine(model, "extra.onnx");
        File.WriteAllText(extra, "payload");
        Refused(1, $"{extra}: the file was not signed with the package", "verify", "--model", model, "--key", publicKey);
        File.Delete(extra);
        File.AppendAllText(Path.Combine(model, "MODEL_CARD.md"), "so much better");
        Refused(1, "MODEL_CARD.md: the file was edited after it was signed", "verify", "--model", model, "--key", publicKey);
        File.Delete(Path.Combine(model, "manifest.sig"));
        Refused(1, "manifest.sig: the model package is not signed", "verify", "--model", model, "--key", publicKey);
    }

    [Fact]
    public void Wrong_keys_and_usage_are_one_line()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string key = Path.Combine(folder, "k.pem");
        HostProcess.Json("package", "keygen", "--out", key);
        Refused(1, "k.pub.pem: a file is there already and a key is not replaced", "keygen", "--out", key);
        Refused(1, "holds 'PUBLIC KEY'; make one with", "sign", "--model", models.Small.Directory, "--key", MadePrivate(Path.Combine(folder, "k.pub.pem")));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Refused(1, "a private key must be readable by its owner alone", "sign", "--model", models.Small.Directory, "--key", key);
        Refused(1, "/no/such.pem: the key is missing", "verify", "--model", models.Small.Directory, "--key", "/no/such.pem");
        Refused(2, "Option '--key' is required", "verify", "--model", models.Small.Directory);
    }

    [Fact]
    public void A_node_of_a_fleet_refuses_a_package_that_its_key_did_not_sign()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string model = CopyOfSmall(folder), key = Path.Combine(folder, "release.pem"), publicKey = Path.Combine(folder, "release.pub.pem");
        HostProcess.Json("package", "keygen", "--out", key);
        Assert.Contains("manifest.sig: the model package is not signed", Node(), StringComparison.Ordinal);
        HostProcess.Json("package", "sign", "--model", model, "--key", key);
        Assert.Contains("/no/such.json: the file is missing", Node(), StringComparison.Ordinal); // the package is believed, and the next thing read
        File.AppendAllText(Path.Combine(model, "MODEL_CARD.md"), "edited");
        Assert.Contains("MODEL_CARD.md: the file was edited after it was signed", Node(), StringComparison.Ordinal);

        string Node()
        {
            (int exitCode, _, string errors) = HostProcess.Run("worker", "--broker", "amqp://127.0.0.1:1", "--model", model, "--profile", "/no/such.json", "--trust", publicKey);
            Assert.Equal(1, exitCode);
            return Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }

    private static string MadePrivate(string path)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        return path;
    }

    private static void Refused(int code, string expected, params string[] arguments)
    {
        (int exitCode, string output, string errors) = HostProcess.Run(["package", .. arguments]);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal(code, exitCode);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }

    private string CopyOfSmall(string folder)
    {
        string copy = Directory.CreateDirectory(Path.Combine(folder, "small")).FullName;
        foreach (string file in Directory.GetFiles(models.Small.Directory))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
