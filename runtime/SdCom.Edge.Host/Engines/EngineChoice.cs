using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Engines;

/// <summary>The engine that was asked for, and what happens where it does not run.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="FallsBack">Whether the CPU may take its place.</param>
internal sealed record EngineChoice(EngineSettings Settings, bool FallsBack)
{
    /// <summary>The profile's choice; without a profile the CPU.</summary>
    /// <param name="profile">A profile that was read, or null.</param>
    /// <param name="threads">Threads that win over the profile's.</param>
    /// <param name="fallBack">The CPU may take its place whatever the profile says.</param>
    public static EngineChoice Of(DeviceProfile? profile, int? threads, bool fallBack = false)
    {
        EngineSettings settings = new(profile?.Provider ?? "cpu", threads ?? profile?.Threads ?? profile?.Affinity?.Count ?? Environment.ProcessorCount)
        {
            Spinning = profile?.Spinning ?? false,
            Affinity = profile?.Affinity,
            Library = profile?.Library,
            Weights = profile?.Weights switch { "shared" => WeightSharing.Shared, "plain" => WeightSharing.Plain, _ => WeightSharing.Auto },
        };
        return new EngineChoice(settings, fallBack || profile?.WhenMissing == "cpu");
    }

    /// <summary>The same on this provider and on no other: what is measured must be what was asked for.</summary>
    /// <param name="provider">Null keeps the profile's.</param>
    public EngineChoice On(string? provider) => new(Settings with { Provider = provider ?? Settings.Provider }, FallsBack: false);
}
