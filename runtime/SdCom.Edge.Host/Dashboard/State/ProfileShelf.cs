using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>
/// The device profiles that a run may change to, known by name. They are read once, at the start: nothing that somebody asks for later reaches the file system.
/// </summary>
internal sealed class ProfileShelf
{
    private readonly SortedDictionary<string, DeviceProfile> profiles = new(StringComparer.Ordinal);
    private readonly Func<DeviceProfile, AllowanceTerms> make;
    private readonly Func<DeviceProfile, string?>? remark;

    /// <param name="folder">Where profiles lie; null for nowhere.</param>
    /// <param name="current">The profile that the run began with; null without a budget.</param>
    /// <param name="misfit">Why a profile does not fit the engine that was loaded; null when it does.</param>
    /// <param name="make">Makes the terms of a profile that fits, and tells everybody who must know that it is in force.</param>
    /// <param name="remark">What of a profile does not come into force by that; null for nothing.</param>
    public ProfileShelf(string? folder, DeviceProfile? current, Func<DeviceProfile, string?> misfit, Func<DeviceProfile, AllowanceTerms> make, Func<DeviceProfile, string?>? remark = null)
    {
        this.make = make;
        this.remark = remark;
        if (current is not null)
            profiles[NameOf(current.Path)] = current;
        Current = current is null ? null : NameOf(current.Path);
        List<ProfileChoice> choices = [];
        foreach (string path in folder is null ? [] : Directory.EnumerateFiles(folder, "*.json").Where(path => Path.GetFileName(path) != "schema.json"))
        {
            string name = NameOf(path);
            if (profiles.ContainsKey(name))
                continue;
            try
            {
                DeviceProfile profile = DeviceProfile.Load(path);
                if (misfit(profile) is { } problem)
                    choices.Add(new ProfileChoice(name, problem));
                else
                    profiles.Add(name, profile);
            }
            catch (InputException problem)
            {
                choices.Add(new ProfileChoice(name, problem.Message.Replace(path, name, StringComparison.Ordinal)));
            }
        }

        Choices = [.. choices.Concat(profiles.Keys.Select(name => new ProfileChoice(name, null))).OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    /// <summary>The name of the profile in force; null without a budget.</summary>
    public string? Current { get; private set; }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<ProfileChoice> Choices { get; }

    /// <summary>What of the profile in force takes a restart; null when that is nothing.</summary>
    public string? Remark => Current is { } name && profiles.TryGetValue(name, out DeviceProfile? profile) ? remark?.Invoke(profile) : null;

    /// <summary>Puts a profile in force and returns its terms.</summary>
    /// <exception cref="InputException">There is none of this name, or it does not fit.</exception>
    public AllowanceTerms Take(string name)
    {
        if (!profiles.TryGetValue(name, out DeviceProfile? profile))
        {
            string? problem = Choices.FirstOrDefault(choice => choice.Name == name)?.Problem;
            throw new InputException(problem is null ? "there is no profile of this name; /api/state lists those there are." : $"{name}: {problem}");
        }

        AllowanceTerms terms = make(profile);
        Current = name;
        return terms;
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
