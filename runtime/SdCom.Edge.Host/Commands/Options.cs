using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Outputs;

namespace SdCom.Edge.Host.Commands;

/// <summary>The options that several verbs share.</summary>
internal static class Options
{
    public static Option<string> Model(bool required) => new("--model")
    {
        Description = required ? "The folder of a model package." : "The folder of a model package; the shipped one when left out.",
        Required = required,
        HelpName = "DIR",
    };

    public static Option<string> Profile(string otherwise) => new("--profile")
    {
        Description = $"A device profile, such as device-profiles/desktop-cpu.json; {otherwise} when left out.",
        HelpName = "FILE",
    };

    public static Option<string> Clips() => new("--clips")
    {
        Description = "A CSV with the columns path and label, optionally subject or source, and subset.",
        Required = true,
        HelpName = "CSV",
    };

    public static Option<string> Subset() => new("--subset") { Description = "Only clips of this subset.", HelpName = "NAME" };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output and nothing else there." };

    public static Option<double?> Seconds() => new("--seconds") { Description = "Stop after so many seconds.", HelpName = "N" };

    public static Option<string> Record() => new("--record") { Description = "Write the annotated video to this .mp4 file.", HelpName = "FILE" };

    public static Option<string> Snapshot() => new("--snapshot") { Description = "Save one annotated frame, the surest answer, as a picture.", HelpName = "FILE" };

    public static Option<string[]> Outputs() => new("--output") { Description = $"{OutputKinds.All}; may be given more than once. Rules choose what it gets: actions=A+B, camera=C, min=0.8, debounce=5s; or, begins another rule.", HelpName = "OUTPUT", DefaultValueFactory = _ => [] };

    public static Option<string> Sysfs() => new("--sysfs") { Description = "The root under which sys/ with the device's sensors lies; / when left out.", HelpName = "DIR" };

    public static Option<int?> Threads() => new("--threads") { Description = "Threads of the engine; the profile's, or one a core, when left out.", HelpName = "N" };

    public static Option<bool> FallBack() => new("--fall-back") { Description = "Run on the CPU where the profile's provider (cuda, tensorrt) does not run; without it that is an error." };

    /// <summary>A width in words of the command line.</summary>
    public static Width ParseWidth(string text) => Width.TryParse(text, out Width width)
        ? width
        : throw new UsageException($"--width must be a fraction from 0 to 1 in steps of 0.01, got '{text}'.");

    /// <summary>Refuses options that say the same thing in different ways.</summary>
    public static void AtMostOne(params ReadOnlySpan<(string Name, bool Given)> options)
    {
        List<string> given = [];
        foreach ((string name, bool isGiven) in options)
        {
            if (isGiven)
                given.Add(name);
        }

        if (given.Count > 1)
            throw new UsageException($"{string.Join(" and ", given)} exclude each other; give one of them.");
    }

    /// <summary>Checks an option that must be positive when it is given.</summary>
    public static void Positive(string option, double? value)
    {
        if (value is { } given && !(given > 0 && double.IsFinite(given)))
            throw new UsageException(FormattableString.Invariant($"{option} must be positive, got {given}."));
    }
}
