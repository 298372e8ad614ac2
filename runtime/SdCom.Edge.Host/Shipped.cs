namespace SdCom.Edge.Host;

/// <summary>Where the things lie that come with the program.</summary>
internal static class Shipped
{
    /// <summary>The model of the demo; an installed bundle names its own.</summary>
    public static string Model => Environment.GetEnvironmentVariable("SDCOM_MODEL") ?? Find(Path.Combine("models", "marshalling"));

    /// <summary>The profile of the demo; an installed bundle names its own.</summary>
    public static string Profile => Environment.GetEnvironmentVariable("SDCOM_PROFILE") ?? Find(Path.Combine("device-profiles", "desktop-cpu.json"));

    /// <summary>The folder of device profiles.</summary>
    public static string Profiles => Find("device-profiles");

    /// <summary>The same; null where it does not lie beside the program.</summary>
    public static string? ProfilesOrNull => Directory.Exists(Profiles) ? Profiles : null;

    /// <summary>The rules that let groups use devices.</summary>
    public static string UdevRules => Find(InstalledRules) is var installed && Path.IsPathRooted(installed) ? installed : Find(Path.Combine("runtime", "deploy", "device", InstalledRules));

    private const string InstalledRules = "70-sdcom-edge.rules";

    // The wrapper script says where the repository is; without it, look upwards from here and from the program.
    private static string Find(string relative)
    {
        foreach (string? start in (string?[])[Environment.GetEnvironmentVariable("SDCOM_ROOT"), Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                string candidate = Path.Combine(folder, relative);
                if (Path.Exists(candidate))
                    return candidate;
            }
        }

        return relative;
    }
}
