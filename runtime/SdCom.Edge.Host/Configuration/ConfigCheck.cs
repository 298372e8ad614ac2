using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Inputs;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Asks whoever reads a setting later whether it will do, without opening a camera, loading an engine or writing a file.</summary>
internal static class ConfigCheck
{
    public static void Run(IReadOnlyList<ConfigValue> values, List<string> problems)
    {
        foreach (ConfigValue value in values)
        {
            for (int i = 0; i < value.Texts.Count; i++)
            {
                string text = value.Texts[i], place = value.Places[i];
                if (problems.Exists(line => line.StartsWith(place, StringComparison.Ordinal)))
                    continue; // one line for one mistake
                if (text.Trim().Length == 0 || text.Any(char.IsControl))
                {
                    problems.Add($"{place} must not be empty, nor hold characters that cannot be seen; correct it or remove the key.");
                    continue;
                }

                try
                {
                    Check(value.Key, text);
                }
                catch (Exception problem) when (problem is InputException or UsageException)
                {
                    problems.Add($"{place}: {value.Hide(problem.Message.ReplaceLineEndings(" "))}");
                }
            }
        }

        Dictionary<string, ConfigValue> given = values.ToDictionary(value => value.Key.Path);
        if (!given.ContainsKey("ledger.file") && (given.GetValueOrDefault("ledger.bytes") ?? given.GetValueOrDefault("ledger.files")) is { } alone)
            problems.Add($"{alone.Places[0]} needs ledger.file; add it.");
        CheckDashboard(given, problems);
        CheckRules(given, problems);
    }

    // Rules name actions of the model and cameras, once all of them can be read.
    private static void CheckRules(Dictionary<string, ConfigValue> given, List<string> problems)
    {
        if (given.GetValueOrDefault("outputs") is not { } outputs || given.GetValueOrDefault("model") is not { } model || given.GetValueOrDefault("sources") is not { } sources)
            return;
        if (problems.Exists(line => ((IEnumerable<ConfigValue>)[outputs, model, sources]).SelectMany(value => value.Places).Any(place => line.StartsWith(place, StringComparison.Ordinal))))
            return;
        using CameraSources cameras = new(sources.Texts, TimeProvider.System, framesPerSecond: null);
        OutputScene scene = new(ModelPackage.Load(model.Texts[0]).Manifest.Classes, cameras.Tags);
        for (int i = 0; i < outputs.Texts.Count; i++)
        {
            if (OutputRules.Misfit(OutputKinds.Read(outputs.Texts[i], new OutputContext { Json = false }), scene) is { } misfit)
                problems.Add($"{outputs.Places[i]}: {outputs.Hide(misfit)}");
        }
    }

    // Its keys only make sense together.
    private static void CheckDashboard(Dictionary<string, ConfigValue> given, List<string> problems)
    {
        ConfigValue? any = given.Values.FirstOrDefault(value => value.Key.Path.StartsWith("dashboard.", StringComparison.Ordinal));
        if (any is null)
            return;
        try
        {
            DashboardOptions.Load(Text("urls"), new DashboardRequest(Text("urls") ?? string.Empty) { TokenFile = Text("tokenFile"), Certificate = Text("certificate"), CertificateKey = Text("certificateKey") });
        }
        catch (Exception problem) when (problem is InputException or UsageException)
        {
            problems.Add($"{any.Places[0]}: {any.Hide(problem.Message.ReplaceLineEndings(" "))}");
        }

        string? Text(string key) => given.GetValueOrDefault($"dashboard.{key}")?.Texts[0];
    }

    private static void Check(ConfigKey key, string text)
    {
        switch (key.Path)
        {
            case "model": ModelPackage.Load(text); break;
            case "profile": DeviceProfile.Load(text); break;
            case "sources": FrameSources.Open(text, TimeProvider.System).Dispose(); break;
            case "outputs": OutputKinds.Read(text, new OutputContext { Json = false }); break;
            case "threads": Options.Positive(key.Option, int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "audit": AuditOption.Parse(text); break;
            case "trigger": InputOptions.ReadTrigger(text); break;
            case "powerSensor": InputOptions.ReadPowerMeter(text); break;
            case "ledger.bytes": LedgerOptions.Size(text); break;
            case "ledger.files": LedgerOptions.Kept(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)); break;
            default: break;
        }
    }
}
