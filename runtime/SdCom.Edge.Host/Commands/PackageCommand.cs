using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>package</c>: keys, and signatures of model packages, which the nodes of a fleet demand.</summary>
internal static class PackageCommand
{
    public static Command Create() => new("package", "Sign model packages, and check who signed one.") { CreateKeygen(), CreateSign(), CreateVerify() };

    private static Command CreateKeygen()
    {
        Option<string> output = new("--out") { Description = "Where the private key goes, such as release.pem; the public one goes to release.pub.pem beside it.", Required = true, HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("keygen", "Make a key pair (ECDSA, P-256): a private key that signs, a public one that nodes are given.") { output, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output), publicPath = PublicOf(path);
            if (Path.Exists(publicPath))
                throw new PackageException($"{publicPath}: a file is there already and a key is not replaced; move it away or choose another name.");
            using SigningKey key = SigningKey.Generate();
            key.Save(path);
            key.Public.Save(publicPath);
            return Tell(parsed.GetValue(json), new KeyReport(path, publicPath, key.Public.Fingerprint), types => types.KeyReport,
                $"{path} signs; keep it from others. {publicPath} is for the nodes (fingerprint {key.Public.Fingerprint}).");
        });
        return command;
    }

    private static Command CreateSign()
    {
        Option<string> model = Options.Model(required: true);
        Option<string> key = new("--key") { Description = "The private key, a PEM file that its owner alone may read.", Required = true, HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("sign", $"Sign every file of a model package; the signature is {PackageSignature.FileName} in it.") { model, key, json };
        command.SetAction(parsed =>
        {
            string directory = parsed.GetRequiredValue(model);
            using SigningKey signing = SigningKey.Load(parsed.GetRequiredValue(key));
            PackageSignature.Sign(directory, signing);
            SignatureReport report = new(PackageSignature.Verify(directory, signing.Public).Package.Manifest.Name, directory, signing.Public.Fingerprint);
            return Tell(parsed.GetValue(json), report, types => types.SignatureReport, $"{directory} is signed by {report.Fingerprint}.");
        });
        return command;
    }

    private static Command CreateVerify()
    {
        Option<string> model = Options.Model(required: true);
        Option<string[]> keys = new("--key") { Description = "A public key that is trusted; may be given more than once, as while one key follows another.", Required = true, HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("verify", "Check that a model package is as somebody trusted signed it.") { model, keys, json };
        command.SetAction(parsed =>
        {
            string directory = parsed.GetRequiredValue(model);
            TrustedKey[] trusted = [.. parsed.GetRequiredValue(keys).Select(TrustedKey.Load)];
            (ModelPackage package, TrustedKey signer) = PackageSignature.Verify(directory, trusted);
            SignatureReport report = new(package.Manifest.Name, directory, signer.Fingerprint);
            return Tell(parsed.GetValue(json), report, types => types.SignatureReport, $"{directory} is as {report.Fingerprint} signed it.");
        });
        return command;
    }

    private static string PublicOf(string path) => Path.ChangeExtension(path, ".pub.pem");

    private static int Tell<T>(bool json, T report, Func<ReportJson, JsonTypeInfo<T>> type, string sentence)
    {
        if (json)
            ReportJson.Print(report, type);
        else
            Console.WriteLine(sentence);
        return 0;
    }
}
