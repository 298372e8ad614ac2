using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Runtime.Quantisation;

/// <summary>Picks a few clips that stand for a list.</summary>
public static class CalibrationClips
{
    /// <summary>So many clips, all classes alike and spread over each class's part of the list; the same list gives the same clips, in the list's order.</summary>
    public static IReadOnlyList<Clip> Choose(IReadOnlyList<Clip> clips, int count)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Clip[][] classes = [.. clips.GroupBy(clip => clip.Label).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray())];
        int left = Math.Min(count, clips.Count);
        List<Clip> chosen = [];
        // Small classes first: what they cannot give, the others share.
        foreach ((Clip[] members, int index) in classes.OrderBy(members => members.Length).Select((members, index) => (members, index)))
        {
            int share = Math.Min(members.Length, (int)Math.Ceiling((double)left / (classes.Length - index)));
            for (int i = 0; i < share; i++)
                chosen.Add(members[i * members.Length / share]);
            left -= share;
        }

        return [.. chosen.OrderBy(clip => clip.Line)];
    }
}
