using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Outputs;

namespace SdCom.Edge.Host.Doctor;

/// <summary>What the doctor is asked to look after.</summary>
/// <param name="Model">The folder of the model that must run.</param>
/// <param name="Profile">The profile whose engine must run, or null for the machine as such.</param>
internal sealed record DoctorRequest(string Model, DeviceProfile? Profile)
{
    /// <summary>The root of the file system; another one in tests.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Where the program works and writes.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The outputs that must work, as settings say them.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Where a ledger is written; null without one.</summary>
    public string? Ledger { get; init; }

    /// <summary>What is wrong with the settings; null without settings.</summary>
    public IReadOnlyList<string>? SettingsProblems { get; init; }

    /// <summary>The file of the settings.</summary>
    public string? Settings { get; init; }

    /// <summary>Whether settings ask for an output of a kind.</summary>
    public bool Wants(params ReadOnlySpan<string> kinds)
    {
        foreach (string output in Outputs)
        {
            if (kinds.Contains(new OutputSpec(output).Kind))
                return true;
        }

        return false;
    }

    /// <summary>The request of settings: their model, profile, outputs and ledger. Settings that are wrong leave the machine as such.</summary>
    public static DoctorRequest Of(string settings, DoctorRequest otherwise)
    {
        try
        {
            RunConfig config = RunConfig.Load(settings, RunConfig.Environment);
            string? Text(string path) => config.Values.FirstOrDefault(value => value.Key.Path == path)?.Texts[0];
            return otherwise with
            {
                Model = Text("model") ?? otherwise.Model,
                Profile = Text("profile") is { } profile ? DeviceProfile.Load(profile) : otherwise.Profile,
                Outputs = config.Values.FirstOrDefault(value => value.Key.Path == "outputs")?.Texts ?? [],
                Ledger = Text("ledger.file"),
                Settings = settings,
                SettingsProblems = [],
            };
        }
        catch (ConfigException wrong)
        {
            return otherwise with { Settings = settings, SettingsProblems = wrong.Problems };
        }
    }
}
