using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Data;

/// <summary>One bad clip is skipped; many mean that something else is wrong.</summary>
internal static class BadClips
{
    /// <summary>Refuses a list with more unreadable clips than allowed, naming them.</summary>
    public static void Check(IReadOnlyList<string> skipped, int most)
    {
        if (skipped.Count > most)
            throw new InputException($"{skipped.Count} clips cannot be read, more than data.maxBadClips {most}: {string.Join(" | ", skipped)}; ./sdcom data check finds all of them.");
    }
}
