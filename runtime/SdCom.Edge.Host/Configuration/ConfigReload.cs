using System.Runtime.InteropServices;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Host.Configuration;

/// <summary>
/// Reads a run's settings again on SIGHUP. The profile's budget, limits and deadline change from the next frame on, and the spending is accounted for without a gap; of other changes
/// it says that they take a restart. Settings that are wrong change nothing.
/// </summary>
internal sealed class ConfigReload : IDisposable
{
    private readonly Lock reading = new();
    private readonly ConfigSource source;
    private readonly DeviceProfile? atStart;
    private readonly ProfileChange change;
    private readonly Allowance allowance;
    private readonly Action<string> say;
    private readonly PosixSignalRegistration hangUp;

    /// <param name="source">The settings.</param>
    /// <param name="atStart">The profile that the run began with; null without a budget.</param>
    /// <param name="change">Puts a profile in force.</param>
    /// <param name="allowance">What the run spends from.</param>
    /// <param name="say">Told what became of it.</param>
    public ConfigReload(ConfigSource source, DeviceProfile? atStart, ProfileChange change, Allowance allowance, Action<string> say)
    {
        this.source = source;
        this.atStart = atStart;
        this.change = change;
        this.allowance = allowance;
        this.say = say;
        hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true; // it would end the program
            lock (reading)
                Reload();
        });
    }

    public void Dispose() => hangUp.Dispose();

    private void Reload()
    {
        try
        {
            RunConfig read = source.Read();
            string[] changed = [.. ConfigKey.All.Where(key => key.Path != "profile" && !Same(read.Find(key), source.AtStart.Find(key))).Select(key => key.Path)];
            if (changed.Length > 0)
                say($"{source.File}: {string.Join(", ", changed)} changed; that takes a restart.");
            TakeProfile(read.Find(ConfigKey.All.Single(key => key.Path == "profile"))?.Texts[0] ?? (source.AtStart.Values.Any(value => value.Key.Path == "profile") ? null : atStart?.Path));
        }
        catch (ConfigException wrong)
        {
            foreach (string problem in wrong.Problems)
                say(problem);
            say($"{source.File}: nothing was changed.");
        }
    }

    private void TakeProfile(string? path)
    {
        if (path is null)
        {
            if (atStart is not null)
                say($"{source.File}: the profile is gone; to run without a budget takes a restart.");
            return;
        }

        try
        {
            DeviceProfile profile = DeviceProfile.Load(path);
            // Threads that the command line chose instead of the profile are no change.
            allowance.Change(change.Take(profile.Threads == atStart?.Threads ? profile with { Threads = null } : profile));
            say($"{path} is in force from the next frame on{(change.Remark(profile) is { } remark ? $"; {remark}" : string.Empty)}.");
        }
        catch (InputException problem)
        {
            say($"{path}: {problem.Message.Replace($"{path}: ", string.Empty, StringComparison.Ordinal)} The budget stays as it was.");
        }
    }

    private static bool Same(ConfigValue? one, ConfigValue? other) => (one?.Texts ?? []).SequenceEqual(other?.Texts ?? []);
}
